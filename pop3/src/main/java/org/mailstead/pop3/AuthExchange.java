package org.mailstead.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Base64;
import org.mailstead.identity.Login;
import org.mailstead.identity.Sasl;
import org.mailstead.wire.Connection;
import org.mailstead.wire.Line;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** AUTH (RFC 5034): carries a SASL exchange over the connection. */
record AuthExchange(Connection connection, Sasl sasl, Sasl.Channel channel) {
  private static final int MAX_LINE = 12_288;

  Login run(Command.Auth auth) throws IOException, SyntaxException {
    Sasl.Exchange exchange =
        sasl.begin(auth.mechanism().orElseThrow(), channel)
            .orElseThrow(() ->
                channel.plaintextAllowed()
                    ? new Refused(Problem.Kind.UNSUPPORTED, "sasl.mechanism")
                    : new Refused(Problem.Kind.NEEDS_TLS, "login.tls"));
    String initial = auth.initial().orElse("=");
    Sasl.Step step = exchange.respond(initial.equals("=") ? new byte[0] : decode(initial));
    while (true) {
      switch (step) {
        case Sasl.Step.Done(Login login, byte[] last) -> {
          if (last.length > 0) {
            challenge(last); // the success line carries no data
          }
          return login;
        }
        case Sasl.Step.Challenge(byte[] bytes) -> step = exchange.respond(challenge(bytes));
      }
    }
  }

  private byte[] challenge(byte[] bytes) throws IOException, SyntaxException {
    connection.out().print("+ ").print(Base64.getEncoder().encodeToString(bytes)).crlf();
    connection.out().flush();
    String line =
        switch (connection.in().readLine(MAX_LINE)) {
          case Line.Text text -> text.latin1();
          case Line.TooLong _ -> throw new SyntaxException("the line is too long");
          case Line.End _ -> throw new SyntaxException("cancelled");
        };
    if (line.equals("*")) {
      throw new SyntaxException("cancelled");
    }
    return decode(line);
  }

  private static byte[] decode(String text) throws SyntaxException {
    try {
      return Base64.getDecoder().decode(text.getBytes(ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw new SyntaxException("that is no base64");
    }
  }
}
