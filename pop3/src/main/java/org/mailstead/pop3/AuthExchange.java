package org.mailstead.pop3;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import org.mailstead.identity.signin.Login;
import org.mailstead.identity.signin.SaslDialogue;
import org.mailstead.wire.Connection;
import org.mailstead.wire.Line;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** AUTH (RFC 5034): carries a SASL exchange over the connection. */
record AuthExchange(Connection connection, SaslDialogue dialogue) {
  Login run(Command.Auth auth) throws IOException, SyntaxException {
    return switch (dialogue.run(auth.mechanism().orElseThrow(), auth.initial(), this::ask)) {
      case SaslDialogue.Ending.SignedIn(Login login) -> login;
      case SaslDialogue.Ending.NoSuchMechanism() ->
          throw new Refused(Problem.Kind.UNSUPPORTED, "sasl.mechanism");
      case SaslDialogue.Ending.NeedsTls() -> throw new Refused(Problem.Kind.NEEDS_TLS, "login.tls");
      case SaslDialogue.Ending.Cancelled() -> throw new SyntaxException("cancelled");
      case SaslDialogue.Ending.NotBase64() -> throw new SyntaxException("that is no base64");
      case SaslDialogue.Ending.TooLong() -> throw new SyntaxException("the line is too long");
    };
  }

  private Optional<String> ask(String challenge) throws IOException {
    connection.out().print("+ ").print(challenge).crlf();
    connection.out().flush();
    return switch (connection.in().readLine(SaslDialogue.MAX_LINE)) {
      case Line.Text text -> Optional.of(text.latin1());
      case Line.TooLong _ -> Optional.empty();
      case Line.End _ -> throw new EOFException("the client has gone");
    };
  }
}
