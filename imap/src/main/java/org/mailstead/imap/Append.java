package org.mailstead.imap;

import java.io.IOException;
import java.io.InputStream;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.imap.TextualForm;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.post.Arriving;
import org.mailstead.post.FlagScope;
import org.mailstead.post.NewMessage;
import org.mailstead.post.Placed;
import org.mailstead.post.Right;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** APPEND of one message or several: all come in first, then all are placed (RFC 3502). */
final class Append {
  private static final int MAX_MESSAGES = 10_000;
  private static final int PIECE = 8192;

  private final Client client;
  private final ImapReader in;

  /** Whose the mailbox is. */
  private AccountId owner;

  /**
   * The flags that the client may set there; others are left out in silence (RFC 4314 section 4).
   */
  private FlagScope scope = FlagScope.ALL;

  Append(Client client, ImapReader in) {
    this.client = client;
    this.in = in;
    this.owner = client.account();
  }

  Answer run(Command.Append command) throws IOException, SyntaxException {
    Optional<Location> to = client.find(command.mailbox(), Right.INSERT);
    if (to.isEmpty()) {
      in.skip(4 * client.house().config().maxAppend());
      return Copying.TRY_CREATE;
    }
    owner = to.get().owner();
    scope = FlagScope.of(client.rights(to.get()));
    List<NewMessage> messages = new ArrayList<>();
    boolean cancelled = false;
    in.space();
    do {
      Optional<NewMessage> message = message();
      cancelled |= message.isEmpty();
      message.ifPresent(messages::add);
      if (messages.size() > MAX_MESSAGES) {
        throw new Refused(Problem.Kind.TOO_MANY, "append.messages");
      }
    } while (in.take(' '));
    in.end();
    if (cancelled) {
      return Answer.no("nothing is appended: a message is empty"); // RFC 3502 section 6.3.11
    }
    Placed placed = client.post().messages().append(owner, to.get().mailbox().id(), messages);
    String uids = SequenceSet.text(placed.uids());
    return Answer.ok("[APPENDUID " + placed.uidValidity() + " " + uids + "] appended");
  }

  // append-message = [SP flag-list] [SP date-time] SP append-data
  private Optional<NewMessage> message() throws IOException, SyntaxException {
    Set<String> flags = new HashSet<>();
    if (in.peek() == '(') {
      flags.addAll(in.flagList());
      flags.removeIf(flag -> flag.equalsIgnoreCase("\\Recent"));
      CommandGrammar.checked(flags);
      in.space();
    }
    OffsetDateTime date = client.house().clock().instant().atOffset(ZoneOffset.UTC);
    if (in.peek() == '"') {
      date =
          InternalDate.parse(in.string())
              .orElseThrow(() -> new SyntaxException("that is no date-time"));
      in.space();
    }
    // append-data-ext of UTF8=ACCEPT (RFC 6855 section 4)
    boolean wrapped = in.takeWord("UTF8");
    if (wrapped) {
      in.space();
      in.expect('(');
    }
    Optional<NewMessage> message = literal(flags, date);
    if (wrapped) {
      in.expect(')');
    }
    return message;
  }

  private Optional<NewMessage> literal(Set<String> flags, OffsetDateTime date)
      throws IOException, SyntaxException {
    ImapReader.Literal literal = in.anyLiteral();
    if (literal.size() > client.house().config().maxAppend()) {
      throw new Refused(Problem.Kind.TOO_LARGE, "message.size", "" + literal.size());
    }
    if (literal.size() == 0) {
      in.open(literal).close();
      in.afterLiteral();
      return Optional.empty();
    }
    Arriving.Arrived arrived;
    try (InputStream octets = in.open(literal)) {
      arrived = arrive(octets);
    }
    in.afterLiteral();
    return Optional.of(
        new NewMessage(
            arrived.body(),
            new byte[0],
            arrived.structure(),
            arrived.preview(),
            scope.of(flags),
            date,
            List.of()));
  }

  private Arriving.Arrived arrive(InputStream octets) throws IOException {
    try (Arriving arriving = client.post().intake().begin(owner)) {
      boolean hasNul = false;
      byte[] piece = new byte[PIECE];
      for (int got = octets.read(piece); got >= 0; got = octets.read(piece)) {
        hasNul |= WithoutNul.isIn(piece, 0, got);
        arriving.write(piece, 0, got);
      }
      Arriving.Arrived arrived = arriving.finish(owner);
      return hasNul ? textual(arrived) : arrived;
    }
  }

  /** The message with its binary parts in base64 (RFC 3516 section 4.4). */
  private Arriving.Arrived textual(Arriving.Arrived binary) throws IOException {
    try (Arriving arriving = client.post().intake().begin(owner)) {
      ByteSource bytes = client.post().emails().bytes(binary.body());
      TextualForm.write(binary.structure(), bytes, arriving);
      return arriving.finish(owner);
    }
  }
}
