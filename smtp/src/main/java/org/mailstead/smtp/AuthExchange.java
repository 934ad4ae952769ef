package org.mailstead.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.mailstead.identity.Login;
import org.mailstead.identity.Sasl;
import org.mailstead.wire.ChannelBinding;
import org.mailstead.wire.Connection;
import org.mailstead.wire.Line;

/** AUTH (RFC 4954): carries a SASL exchange over the connection. */
record AuthExchange(Connection connection, Sasl sasl, Sasl.Channel channel) {
  private static final Reply CANCELLED = Reply.of(501, "5.7.0", "cancelled");
  private static final int MAX_LINE = 12_288;

  static Sasl.Channel channel(Connection connection, boolean plaintextAllowed) {
    return new Sasl.Channel(
        connection.remote().getAddress(), plaintextAllowed, type -> binding(connection, type));
  }

  private static Optional<byte[]> binding(Connection connection, String type) {
    for (ChannelBinding known : ChannelBinding.values()) {
      if (known.registeredName().equals(type)) {
        return connection.channelBinding(known);
      }
    }
    return Optional.empty();
  }

  /** Empty when the client gave up; a failed sign-in is thrown. */
  Optional<Login> run(Command.Auth auth) throws IOException, SyntaxException {
    Optional<Sasl.Exchange> begun = sasl.begin(auth.mechanism(), channel);
    if (begun.isEmpty()) {
      boolean hidden =
          List.of("PLAIN", "LOGIN").contains(auth.mechanism().toUpperCase(java.util.Locale.ROOT));
      throw new SyntaxException(
          hidden && !channel.plaintextAllowed()
              ? Reply.of(538, "5.7.11", "that needs encryption: say STARTTLS first")
              : Reply.of(504, "5.5.4", "no such mechanism"));
    }
    Sasl.Step step = begun.get().respond(initial(auth));
    while (true) {
      switch (step) {
        case Sasl.Step.Done(Login login, byte[] last) -> {
          if (last.length > 0) {
            // SMTP's success carries no data: it goes as a last challenge (RFC 4954 section 4).
            challenge(last);
          }
          Reply.of(235, "2.7.0", "welcome").write(connection.out());
          return Optional.of(login);
        }
        case Sasl.Step.Challenge(byte[] bytes) -> step = begun.get().respond(challenge(bytes));
      }
    }
  }

  private static byte[] initial(Command.Auth auth) throws SyntaxException {
    if (auth.initial().isEmpty() || auth.initial().get().equals("=")) {
      return new byte[0];
    }
    return decode(auth.initial().get());
  }

  private byte[] challenge(byte[] bytes) throws IOException, SyntaxException {
    Reply.of(334, "", Base64.getEncoder().encodeToString(bytes)).write(connection.out());
    connection.out().flush();
    String line =
        switch (connection.in().readLine(MAX_LINE)) {
          case Line.Text text -> text.latin1();
          case Line.TooLong _ -> throw new SyntaxException(Reply.of(500, "5.5.6", "too long"));
          case Line.End _ -> throw new SyntaxException(CANCELLED);
        };
    if (line.equals("*")) {
      throw new SyntaxException(CANCELLED);
    }
    return decode(line);
  }

  private static byte[] decode(String text) throws SyntaxException {
    try {
      return Base64.getDecoder().decode(text.getBytes(ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw new SyntaxException(Reply.of(501, "5.5.2", "that is no base64"));
    }
  }
}
