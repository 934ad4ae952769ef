package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.mailstead.formats.mime.BodyText;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.CommandGrammar;
import org.mailstead.imap.grammar.CommandSource;
import org.mailstead.imap.grammar.ImapReader;
import org.mailstead.imap.grammar.SearchKey;
import org.mailstead.imap.grammar.SortCriterion;
import org.mailstead.imap.grammar.SyntaxException;
import org.mailstead.post.FlagChange;
import org.mailstead.post.Keywords;
import org.mailstead.post.MailSearch;
import org.mailstead.post.MailboxView;
import org.mailstead.post.Member;
import org.mailstead.post.NewMessage;
import org.mailstead.search.Query;
import org.mailstead.store.Engine;
import org.mailstead.words.MailboxId;

/** A mailbox, a client that searches it, and what {@link SlowSearch} finds in it. */
final class SearchWorld implements AutoCloseable {
  private static final OffsetDateTime FIRST = OffsetDateTime.parse("2026-01-04T22:00:00-03:00");

  private final TestServer server;
  private final Talk talk;
  private final MailboxId inbox;
  private final List<Kept> kept = new ArrayList<>();
  private MailboxView told;

  private record Kept(byte[] prefix, byte[] message, MessageStructure structure) {}

  SearchWorld(Engine engine) throws Exception {
    this(new TestServer(engine, true));
  }

  SearchWorld(TestServer server) throws Exception {
    this.server = server;
    talk = new Talk(server.port);
    inbox = server.post.mailboxes().tree(server.ada.id()).find("INBOX").orElseThrow().id();
    told = view();
    talk.line();
    command("LOGIN ada@example.test " + TestServer.PASSWORD);
  }

  /** Messages come, three hours after each other, all with these trace fields and flags. */
  void append(List<byte[]> messages, byte[] prefix, Set<String> flags) throws IOException {
    List<NewMessage> fresh = new ArrayList<>();
    for (byte[] message : messages) {
      try (var arriving = server.post.intake().begin(server.ada.id())) {
        arriving.write(message, 0, message.length);
        var arrived = arriving.finish(server.ada.id());
        fresh.add(
            new NewMessage(
                arrived.body(),
                prefix,
                arrived.structure(),
                arrived.preview(),
                flags,
                FIRST.plusHours(3L * kept.size()),
                List.of()));
        kept.add(new Kept(prefix, message, MessageStructure.of(message)));
      }
    }
    server.post.messages().append(server.ada.id(), inbox, fresh);
  }

  /** The client looks at the mailbox as it is now. */
  void select() throws IOException {
    command("SELECT INBOX");
    told = view();
  }

  /** Waits until the index has all that there is. */
  void awaitIndex() {
    MailSearch index = server.search.orElseThrow();
    Query all = new Query.SizeAtLeast(0);
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (index.find(server.ada.id(), all).matches().size() < told.size()) {
      assertTrue(System.nanoTime() < end, "the index is late");
    }
  }

  /** Says a search for relevancy on a port with the index and on one without. */
  void compareWithout(String search) throws Exception {
    String command = "SEARCH RETURN (ALL RELEVANCY) " + search;
    List<String> narrowed = command(command);
    try (ImapServer plain = server.withoutIndex();
        Talk other = new Talk(plain.start())) {
      other.line();
      said(other, "LOGIN ada@example.test " + TestServer.PASSWORD);
      said(other, "SELECT INBOX");
      assertEquals(said(other, command), narrowed, search);
    }
  }

  /** How many messages the index tells of that they have no such text. */
  int lacking(String text) {
    return server
        .search
        .orElseThrow()
        .without(server.ada.id(), text)
        .map(without ->
            (int) IntStream.range(0, told.size()).filter(i -> without.test(told.email(i))).count())
        .orElse(0);
  }

  /** Texts of the messages: what their octets say, and what of them is decoded. */
  List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    for (Kept one : kept) {
      texts.add(new String(one.message, UTF_8));
      one.structure.header().forEach(field -> texts.add(field.text()));
      texts.add(BodyText.of(one.structure, ByteSource.of(one.message), 20_000));
    }
    return texts;
  }

  int size() {
    return told.size();
  }

  /** Another session changes flags and expunges, and this client is not told yet. */
  void othersGoOn() {
    var change = new FlagChange(FlagChange.Mode.ADD, Set.of("\\Deleted", "$work"));
    var messages = server.post.messages();
    messages.flag(server.ada.id(), inbox, List.of(2, 5, 7), change, OptionalLong.empty());
    messages.expunge(server.ada.id(), inbox, List.of(3, 5), false);
  }

  private MailboxView view() {
    return server.post.view(server.ada.id(), inbox);
  }

  /** Says a search to the server and compares. */
  void compare(String search, boolean uid) throws IOException {
    List<Integer> expected = slowly(search, uid);
    List<Integer> found = found(command((uid ? "UID SEARCH " : "SEARCH ") + search));
    assertEquals(expected, found, search);
  }

  /** Says a SORT of all messages to the server and compares. */
  void compareSort(List<SortCriterion> criteria) throws IOException {
    List<SlowSort.Mail> mails = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      Member member = told.get(i);
      mails.add(new SlowSort.Mail(i, member, kept.get(member.uid() - 1).structure));
    }
    List<Integer> expected =
        SlowSort.sort(mails, criteria).stream().map(index -> index + 1).toList();
    String words =
        String.join(
            " ",
            criteria.stream()
                .map(some -> (some.reverse() ? "REVERSE " : "") + some.field())
                .toList());
    List<Integer> found = new ArrayList<>();
    for (String line : command("SORT (" + words + ") UTF-8 ALL")) {
      if (line.startsWith("* SORT ")) {
        for (String number : line.substring("* SORT ".length()).split(" ", -1)) {
          found.add(Integer.parseInt(number));
        }
      }
    }
    assertEquals(expected, found, words);
  }

  private List<Integer> slowly(String search, boolean uid) throws IOException {
    SearchKey key = parse(search);
    MailboxView now = view();
    Keywords keywords = server.post.keywords(server.ada.id());
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      int at = now.indexOf(told.uid(i));
      Member member = at >= 0 ? now.get(at) : told.get(i);
      Kept message = kept.get(member.uid() - 1);
      var slow =
          new SlowSearch(
              new SlowSearch.Place(i, told.size(), told.lastUid()),
              member,
              keywords.names(member.flags()),
              message.prefix,
              message.message,
              message.structure);
      if (slow.matches(key)) {
        found.add(uid ? member.uid() : i + 1);
      }
    }
    return found;
  }

  private static SearchKey parse(String search) throws IOException {
    var in = new ImapReader(new Said("t SEARCH " + octets(search)));
    in.begin();
    try {
      String tag = in.tag();
      in.space();
      return ((Command.Search) new CommandGrammar(in, tag).command()).key();
    } catch (SyntaxException e) {
      throw new AssertionError(search, e);
    }
  }

  private record Said(String line) implements CommandSource {
    @Override
    public InputStream literal(long size, boolean synchronizing) {
      return new ByteArrayInputStream(new byte[0]);
    }
  }

  private List<String> command(String text) throws IOException {
    return said(talk, text);
  }

  private static List<String> said(Talk talk, String text) throws IOException {
    talk.send("t " + octets(text) + "\r\n");
    List<String> lines = new ArrayList<>();
    do {
      lines.add(talk.response());
    } while (!lines.getLast().startsWith("t "));
    assertTrue(lines.getLast().startsWith("t OK"), text + " -> " + lines);
    return lines;
  }

  private static String octets(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static List<Integer> found(List<String> lines) {
    List<Integer> found = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("* SEARCH")) {
        for (String number : line.substring(8).replaceAll("\\(.*", "").trim().split(" ", -1)) {
          if (!number.isEmpty()) {
            found.add(Integer.parseInt(number));
          }
        }
      }
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    talk.close();
    server.close();
  }
}
