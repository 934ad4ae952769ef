package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;

/** LOGIN, which no standard describes and old clients still want: name, then password. */
final class LoginMechanism implements Sasl.Exchange {
  private final Authenticator authenticator;
  private final Sasl.Channel channel;
  private Optional<String> name = Optional.empty();

  LoginMechanism(Authenticator authenticator, Sasl.Channel channel) {
    this.authenticator = authenticator;
    this.channel = channel;
  }

  @Override
  public Sasl.Step respond(byte[] response) {
    String text = Utf8.decode(response, 0, response.length);
    if (name.isPresent()) {
      Login login = authenticator.password(name.get(), text, channel.attempt());
      return new Sasl.Step.Done(login, new byte[0]);
    }
    if (text.isEmpty()) {
      return new Sasl.Step.Challenge("Username:".getBytes(US_ASCII));
    }
    name = Optional.of(text);
    return new Sasl.Step.Challenge("Password:".getBytes(US_ASCII));
  }
}
