package org.mailstead.smtp;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import org.mailstead.identity.signin.Login;
import org.mailstead.identity.signin.SaslDialogue;
import org.mailstead.wire.Connection;
import org.mailstead.wire.Line;

/** AUTH (RFC 4954): carries a SASL exchange over the connection. */
record AuthExchange(Connection connection, SaslDialogue dialogue) {
  /** A failed sign-in is thrown. */
  Login run(Command.Auth auth) throws IOException, SyntaxException {
    Login login =
        switch (dialogue.run(auth.mechanism(), auth.initial(), this::ask)) {
          case SaslDialogue.Ending.SignedIn(Login known) -> known;
          case SaslDialogue.Ending.NoSuchMechanism() -> throw no(504, "5.5.4", "no such mechanism");
          case SaslDialogue.Ending.NeedsTls() ->
              throw no(538, "5.7.11", "that needs encryption: say STARTTLS first");
          case SaslDialogue.Ending.Cancelled() -> throw no(501, "5.7.0", "cancelled");
          case SaslDialogue.Ending.NotBase64() -> throw no(501, "5.5.2", "that is no base64");
          case SaslDialogue.Ending.TooLong() -> throw no(500, "5.5.6", "too long");
        };
    Reply.of(235, "2.7.0", "welcome").write(connection.out());
    return login;
  }

  private static SyntaxException no(int code, String status, String text) {
    return new SyntaxException(Reply.of(code, status, text));
  }

  private Optional<String> ask(String challenge) throws IOException {
    Reply.of(334, "", challenge).write(connection.out());
    connection.out().flush();
    return switch (connection.in().readLine(SaslDialogue.MAX_LINE)) {
      case Line.Text text -> Optional.of(text.latin1());
      case Line.TooLong _ -> Optional.empty();
      case Line.End _ -> throw new EOFException("the client has gone");
    };
  }
}
