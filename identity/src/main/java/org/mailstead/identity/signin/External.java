package org.mailstead.identity.signin;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * EXTERNAL (RFC 4422 appendix A): the client has proved itself by TLS, and says at most whom it
 * wants to be.
 */
final class External implements Sasl.Exchange {
  private final Authenticator authenticator;
  private final Sasl.Channel channel;
  private boolean asked;

  External(Authenticator authenticator, Sasl.Channel channel) {
    this.authenticator = authenticator;
    this.channel = channel;
  }

  @Override
  public Sasl.Step respond(byte[] response) {
    if (response.length == 0 && !asked) {
      asked = true;
      return new Sasl.Step.Challenge(new byte[0]);
    }
    String actAs = Utf8.decode(response, 0, response.length);
    List<X509Certificate> chain = channel.certificates();
    Optional<String> name = Optional.of(actAs).filter(text -> !text.isEmpty());
    Login login = authenticator.certificate(name, chain, channel.attempt());
    return new Sasl.Step.Done(login, new byte[0]);
  }
}
