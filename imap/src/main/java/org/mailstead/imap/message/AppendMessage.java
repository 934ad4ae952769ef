package org.mailstead.imap.message;

import java.io.IOException;
import java.io.InputStream;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.imap.TextualForm;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.imap.fetch.SectionOctets;
import org.mailstead.imap.fetch.WithoutNul;
import org.mailstead.imap.grammar.CommandGrammar;
import org.mailstead.imap.grammar.ImapReader;
import org.mailstead.imap.grammar.InternalDate;
import org.mailstead.imap.grammar.SyntaxException;
import org.mailstead.imap.response.Respond;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.url.UrlReader;
import org.mailstead.post.Arriving;
import org.mailstead.post.FlagScope;
import org.mailstead.post.NewMessage;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** One message of APPEND or REPLACE: read while it is stored, never whole in memory. */
final class AppendMessage {
  private static final int PIECE = 8192;

  private final Client client;
  private final ImapReader in;

  /** Whose the mailbox is. */
  private final AccountId owner;

  /** The flags that the client may set there. */
  private final FlagScope scope;

  AppendMessage(Client client, ImapReader in, AccountId owner, FlagScope scope) {
    this.client = client;
    this.in = in;
    this.owner = owner;
    this.scope = scope;
  }

  /** Empty for one without octets, which cancels the command (RFC 3502 section 6.3.11). */
  // append-message = [SP flag-list] [SP date-time] SP append-data
  Optional<NewMessage> read() throws IOException, SyntaxException {
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
    Optional<Arriving.Arrived> arrived = data();
    if (arrived.isEmpty()) {
      return Optional.empty();
    }
    Arriving.Arrived body = arrived.get();
    return Optional.of(
        new NewMessage(
            body.body(),
            new byte[0],
            body.structure(),
            body.preview(),
            scope.of(flags),
            date,
            List.of()));
  }

  // append-data = literal / literal8 / utf8-literal / "CATENATE" SP "(" cat-part … ")"
  private Optional<Arriving.Arrived> data() throws IOException, SyntaxException {
    try (Arriving arriving = client.post().intake().begin(owner)) {
      var octets = new Octets(arriving);
      if (in.takeWord("CATENATE")) {
        in.space();
        in.expect('(');
        do {
          part(octets);
        } while (in.take(' '));
        in.expect(')');
      } else if (in.takeWord("UTF8")) {
        wrapped(octets); // append-data of UTF8=ACCEPT (RFC 6855 section 4)
      } else {
        literal(octets);
      }
      if (octets.size == 0) {
        return Optional.empty();
      }
      Arriving.Arrived arrived = arriving.finish(owner);
      checkHeader(arrived);
      return Optional.of(octets.hasNul ? textual(arrived) : arrived);
    }
  }

  private void checkHeader(Arriving.Arrived arrived) {
    if (!client.utf8()
        && client.house().terms().offers("UTF8=ACCEPT")
        && AppendedHeader.isInternationalized(arrived.structure())) {
      throw new Refused(Problem.Kind.UNSUPPORTED, Respond.NEEDS_UTF8);
    }
  }

  // cat-part = "TEXT" SP literal / "URL" SP astring / utf8-literal (RFC 4469 section 5)
  private void part(Octets to) throws IOException, SyntaxException {
    switch (in.word()) {
      case "TEXT" -> {
        in.space();
        literal(to);
      }
      case "UTF8" -> wrapped(to);
      case "URL" -> {
        in.space();
        url(in.astring(), to);
      }
      case String _ -> throw new SyntaxException("TEXT or URL is missing");
    }
  }

  // utf8-literal = "UTF8" SP "(" literal8 ")"
  private void wrapped(Octets to) throws IOException, SyntaxException {
    in.space();
    in.expect('(');
    literal(to);
    in.expect(')');
  }

  private void literal(Octets to) throws IOException, SyntaxException {
    ImapReader.Literal literal = in.anyLiteral();
    to.expect(literal.size());
    try (InputStream octets = in.open(literal)) {
      to.take(octets);
    }
    in.afterLiteral();
  }

  private void url(String text, Octets to) throws IOException {
    Optional<SectionOctets> found = new UrlReader(client).find(text);
    if (found.isEmpty()) {
      throw new Refused(Problem.Kind.INVALID, Respond.BAD_URL, text);
    }
    to.expect(found.get().size());
    try (InputStream octets = found.get().opening().open()) {
      to.take(octets);
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

  /** What has come so far. */
  private final class Octets {
    private final Arriving arriving;
    private long size;
    private boolean hasNul;

    Octets(Arriving arriving) {
      this.arriving = arriving;
    }

    /** Refuses what would make the message larger than a message may be, before it comes. */
    void expect(long more) {
      if (more > client.house().terms().maxAppend() - size) {
        throw new Refused(Problem.Kind.TOO_LARGE, "message.size", "" + (size + more));
      }
      size += more;
    }

    void take(InputStream octets) throws IOException {
      byte[] piece = new byte[PIECE];
      for (int got = octets.read(piece); got >= 0; got = octets.read(piece)) {
        hasNul |= WithoutNul.isIn(piece, 0, got);
        arriving.write(piece, 0, got);
      }
    }
  }
}
