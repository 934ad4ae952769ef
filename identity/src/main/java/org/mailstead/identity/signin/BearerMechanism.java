package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * OAUTHBEARER (RFC 7628) and XOAUTH2, which Google made before it: the client shows a token. One
 * that does not count is answered with a reason in JSON, which the client acknowledges before it
 * hears that it failed.
 */
final class BearerMechanism implements Sasl.Exchange {
  /** The two ways of writing the same. */
  enum Form {
    OAUTHBEARER,
    XOAUTH2
  }

  private static final String PARTED = "\u0001";
  private static final String SCHEME = "bearer ";

  private final Authenticator authenticator;
  private final Sasl.Channel channel;
  private final Form form;
  private Optional<Refused> failed = Optional.empty();
  private boolean asked;

  BearerMechanism(Authenticator authenticator, Sasl.Channel channel, Form form) {
    this.authenticator = authenticator;
    this.channel = channel;
    this.form = form;
  }

  @Override
  public Sasl.Step respond(byte[] response) {
    if (failed.isPresent()) {
      throw failed.get();
    }
    if (response.length == 0 && !asked) {
      asked = true;
      return new Sasl.Step.Challenge(new byte[0]);
    }
    String text = Utf8.decode(response, 0, response.length);
    String token = token(text);
    try {
      Login login = authenticator.bearer(name(text), token, channel.attempt());
      return new Sasl.Step.Done(login, new byte[0]);
    } catch (Refused e) {
      if (e.problem().kind() != Problem.Kind.BAD_CREDENTIALS) {
        throw e;
      }
      failed = Optional.of(e);
      return new Sasl.Step.Challenge(reason(e.problem()).getBytes(UTF_8));
    }
  }

  /** Whom the client wants to be; empty where it leaves that to the token. */
  private Optional<String> name(String text) {
    String name =
        switch (form) {
          case XOAUTH2 -> field(text, "user=").orElseThrow(BearerMechanism::syntax);
          case OAUTHBEARER -> gs2Name(text.split(PARTED, 2)[0]);
        };
    return Optional.of(name).filter(some -> !some.isEmpty());
  }

  // gs2-header: "n,a=name," where nobody binds to the channel
  private static String gs2Name(String header) {
    String[] parts = header.split(",", -1);
    boolean right =
        parts.length == 3
            && (parts[0].equals("n") || parts[0].equals("y"))
            && (parts[1].isEmpty() || parts[1].startsWith("a="))
            && parts[2].isEmpty();
    if (!right) {
      throw syntax();
    }
    return parts[1].isEmpty() ? "" : parts[1].substring(2).replace("=2C", ",").replace("=3D", "=");
  }

  private static String token(String text) {
    String auth = field(text, "auth=").orElseThrow(BearerMechanism::syntax);
    if (!auth.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) || !text.endsWith(PARTED)) {
      throw syntax();
    }
    return auth.substring(SCHEME.length()).strip();
  }

  private static Optional<String> field(String text, String name) {
    for (String part : text.split(PARTED, -1)) {
      if (part.startsWith(name)) {
        return Optional.of(part.substring(name.length()));
      }
    }
    return Optional.empty();
  }

  private String reason(Problem problem) {
    String word =
        problem.key().equals("login.token-scope") ? "insufficient_scope" : "invalid_token";
    return switch (form) {
      case XOAUTH2 -> "{\"status\":\"401\",\"schemes\":\"bearer\",\"scope\":\"mail\"}";
      case OAUTHBEARER ->
          "{\"status\":\"%s\",\"scope\":\"mail\",\"openid-configuration\":\"%s\"}"
              .formatted(word, authenticator.discovery());
    };
  }

  private static Refused syntax() {
    return new Refused(Problem.Kind.INVALID, "sasl.syntax");
  }
}
