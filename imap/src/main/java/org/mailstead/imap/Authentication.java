package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import org.mailstead.identity.Login;
import org.mailstead.identity.Sasl;
import org.mailstead.wire.ChannelBinding;
import org.mailstead.wire.Connection;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Signing in, and what the server offers before and after. */
record Authentication(Connection connection, House house) {
  private static final String ALWAYS = "IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE";
  private static final String SIGNED_IN =
      ALWAYS
          + " IDLE NAMESPACE UIDPLUS MOVE UNSELECT CHILDREN SPECIAL-USE CREATE-SPECIAL-USE"
          + " LIST-EXTENDED LIST-STATUS ESEARCH SEARCHRES STATUS=SIZE MULTIAPPEND BINARY"
          + " CONDSTORE QRESYNC OBJECTID UTF8=ACCEPT QUOTA QUOTA=RES-STORAGE";

  String capabilities(boolean signedIn) {
    if (signedIn) {
      return SIGNED_IN + " APPENDLIMIT=" + house.config().maxAppend();
    }
    var text = new StringBuilder(ALWAYS);
    if (connection.canStartTls()) {
      text.append(" STARTTLS");
    }
    if (!plaintext()) {
      text.append(" LOGINDISABLED");
    }
    house.sasl().mechanisms(channel()).forEach(name -> text.append(" AUTH=").append(name));
    return text.toString();
  }

  private boolean plaintext() {
    return connection.tls().isPresent()
        || (house.config().plaintextLogin() && connection.fromThisMachine());
  }

  private Sasl.Channel channel() {
    return new Sasl.Channel(connection.remote().getAddress(), plaintext(), this::binding);
  }

  private Optional<byte[]> binding(String type) {
    for (ChannelBinding known : ChannelBinding.values()) {
      if (known.registeredName().equals(type)) {
        return connection.channelBinding(known);
      }
    }
    return Optional.empty();
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
    return house.authenticator().password(name, password, connection.remote().getAddress());
  }

  Login authenticate(Command.Authenticate command) throws IOException, SyntaxException {
    Optional<Sasl.Exchange> begun = house.sasl().begin(command.mechanism(), channel());
    if (begun.isEmpty()) {
      throw new Refused(Problem.Kind.UNSUPPORTED, "login.mechanism");
    }
    byte[] initial = new byte[0];
    if (command.initial().isPresent() && !command.initial().get().equals("=")) {
      initial = decode(command.initial().get());
    }
    Sasl.Step step = begun.get().respond(initial);
    while (true) {
      switch (step) {
        case Sasl.Step.Done(Login login, byte[] last) -> {
          if (last.length > 0) {
            // IMAP's success carries no data: it goes as a last challenge (RFC 9051 section 6.2.2).
            challenge(last);
          }
          return login;
        }
        case Sasl.Step.Challenge(byte[] bytes) -> step = begun.get().respond(challenge(bytes));
      }
    }
  }

  private byte[] challenge(byte[] bytes) throws IOException, SyntaxException {
    connection.out().print("+ ").print(Base64.getEncoder().encodeToString(bytes)).crlf();
    connection.out().flush();
    String line = new ConnectionSource(connection).line();
    if (line.equals("*")) {
      throw new SyntaxException("cancelled");
    }
    return decode(line);
  }

  private static byte[] decode(String text) throws SyntaxException {
    if (text.length() > Sasl.MAX_RESPONSE * 4 / 3 + 4) {
      throw new SyntaxException("the response is too long");
    }
    try {
      return Base64.getDecoder().decode(text.getBytes(ISO_8859_1));
    } catch (IllegalArgumentException _) {
      throw new SyntaxException("that is no base64");
    }
  }
}
