package org.mailstead.identity.signin;

import java.util.ArrayList;
import java.util.List;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** PLAIN (RFC 4616): [authzid] NUL authcid NUL passwd. */
final class Plain implements Sasl.Exchange {
  private static final byte[] NOTHING = {};

  private final Authenticator authenticator;
  private final Sasl.Channel channel;
  private boolean asked;

  Plain(Authenticator authenticator, Sasl.Channel channel) {
    this.authenticator = authenticator;
    this.channel = channel;
  }

  @Override
  public Sasl.Step respond(byte[] response) {
    if (response.length == 0 && !asked) {
      asked = true;
      return new Sasl.Step.Challenge(NOTHING);
    }
    List<String> parts = split(response);
    if (parts.size() != 3 || parts.get(1).isEmpty() || parts.get(2).isEmpty()) {
      throw new Refused(Problem.Kind.INVALID, "sasl.syntax");
    }
    Login login = authenticator.password(parts.get(1), parts.get(2), channel.attempt());
    String actAs = parts.getFirst();
    Login as =
        actAs.isEmpty() || isSelf(login, actAs)
            ? login
            : authenticator.lookInto(login, actAs, channel.attempt());
    return new Sasl.Step.Done(as, NOTHING);
  }

  private boolean isSelf(Login login, String name) {
    return authenticator.find(name).filter(a -> a.id().equals(login.account())).isPresent();
  }

  private static List<String> split(byte[] response) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= response.length; i++) {
      if (i == response.length || response[i] == 0) {
        parts.add(Utf8.decode(response, from, i - from));
        from = i + 1;
      }
    }
    return parts;
  }
}
