package org.mailstead.imap;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailstead.identity.signin.Attempt;
import org.mailstead.identity.signin.Login;
import org.mailstead.identity.signin.Protocol;
import org.mailstead.identity.signin.Sasl;
import org.mailstead.identity.signin.SaslDialogue;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.CommandSource;
import org.mailstead.imap.grammar.ImapReader;
import org.mailstead.imap.grammar.SyntaxException;
import org.mailstead.imap.state.House;
import org.mailstead.wire.Connection;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Signing in, and what the server offers before and after. */
record Authentication(
    Connection connection, Supplier<ImapConfig> config, House house, CommandSource source) {
  String capabilities(boolean signedIn) {
    if (signedIn) {
      return offered(Capabilities.ALWAYS)
          + " "
          + offered(Capabilities.SIGNED_IN)
          + " APPENDLIMIT="
          + house.terms().maxAppend()
          + " MESSAGELIMIT="
          + house.terms().messageLimit()
          + " SAVELIMIT="
          + house.terms().saveLimit()
          + house.terms().jmapAccess().map(_ -> " JMAPACCESS").orElse("")
          + sieve();
    }
    var text = new StringBuilder(offered(Capabilities.ALWAYS));
    if (connection.canStartTls()) {
      text.append(" STARTTLS");
    }
    if (!plaintext()) {
      text.append(" LOGINDISABLED");
    }
    house.sasl().mechanisms(channel()).forEach(name -> text.append(" AUTH=").append(name));
    return text.toString();
  }

  /** RFC 6785 section 2.1. */
  private String sieve() {
    return config
        .get()
        .beside()
        .sieve()
        .filter(_ -> house.events().isPresent() && house.terms().offers("IMAPSIEVE"))
        .map(url -> " IMAPSIEVE=" + url)
        .orElse("");
  }

  /** Those that the operator does not withhold. */
  private String offered(List<String> groups) {
    return groups.stream()
        .flatMap(group -> Stream.of(group.split(" ", -1)))
        .filter(house.terms()::offers)
        .collect(Collectors.joining(" "));
  }

  private boolean plaintext() {
    return connection.hidesPasswords(config.get().plaintextLogin());
  }

  /** Whether nobody on the way can read what is said here. */
  boolean isGuarded() {
    return plaintext();
  }

  private Sasl.Channel channel() {
    return new Sasl.Channel(
        attempt(), plaintext(), connection::channelBinding, connection.clientChain());
  }

  /** What is told of this connection wherever people see who has signed in. */
  Attempt attempt() {
    return new Attempt(Protocol.IMAP, connection.remote().getAddress());
  }

  /**
   * @throws Refused NEEDS_TLS, and when the credentials are wrong
   */
  Login login(Command.Login command) {
    if (!plaintext()) {
      throw new Refused(Problem.Kind.NEEDS_TLS, "login.plaintext");
    }
    String name = ImapReader.utf8(command.name());
    String password = ImapReader.utf8(command.password());
    return house.authenticator().password(name, password, attempt());
  }

  Login authenticate(Command.Authenticate command) throws IOException, SyntaxException {
    var dialogue = new SaslDialogue(house.sasl(), channel());
    return switch (dialogue.run(command.mechanism(), command.initial(), this::ask)) {
      case SaslDialogue.Ending.SignedIn(Login login) -> login;
      case SaslDialogue.Ending.NoSuchMechanism() ->
          throw new Refused(Problem.Kind.UNSUPPORTED, "login.mechanism");
      case SaslDialogue.Ending.NeedsTls() ->
          throw new Refused(Problem.Kind.NEEDS_TLS, "login.plaintext");
      case SaslDialogue.Ending.Cancelled() -> throw new SyntaxException("cancelled");
      case SaslDialogue.Ending.NotBase64() -> throw new SyntaxException("that is no base64");
      case SaslDialogue.Ending.TooLong() -> throw new SyntaxException("the response is too long");
    };
  }

  private Optional<String> ask(String challenge) throws IOException {
    connection.out().print("+ ").print(challenge).crlf();
    connection.out().flush();
    return Optional.of(source.line());
  }
}
