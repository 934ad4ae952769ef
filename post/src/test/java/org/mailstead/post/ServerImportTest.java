package org.mailstead.post;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.post.transfer.FileImport;
import org.mailstead.post.transfer.ServerImport;
import org.mailstead.post.transfer.ServerImport.Position;
import org.mailstead.post.transfer.imap.ImapServer;
import org.mailstead.post.transfer.imap.ImapSource;
import org.mailstead.store.MemoryEngine;
import org.mailstead.testkit.FakeImap;
import org.mailstead.testkit.FakeImap.Message;
import org.mailstead.wire.Connector;
import org.mailstead.wire.OutsideHosts;
import org.mailstead.wire.Wire;
import org.mailstead.wire.dns.ZoneFileResolver;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/** Mail comes in from another server, once, whatever happens on the way. */
@Timeout(120)
class ServerImportTest {
  private static final long DEED = 42;

  @TempDir Path folder;
  private final FakeImap server = new FakeImap(FakeImap.HOST, false);
  private final Wire wire = new Wire();
  private World world;
  private AccountId ada;
  private Optional<MailboxId> below = Optional.empty();
  private Position reached = Position.START;
  private Optional<Long> total = Optional.empty();

  @BeforeEach
  void open() {
    var clock = new World.TestClock();
    world = new World(new MemoryEngine(clock), folder.resolve("blobs"), clock);
    ada = world.account("ada");
  }

  @AfterEach
  void close() {
    Books.check(world, ada, new Books.Seen());
    world.close();
    server.close();
    wire.close();
  }

  private ServerImport begin() throws IOException {
    var resolver =
        new ZoneFileResolver(
            new ByteArrayInputStream("imap.test. A 127.0.0.1\n".getBytes(ISO_8859_1)), false);
    var hosts =
        new OutsideHosts(
            resolver, new Connector(wire, server.trusted()), OutsideHosts.Reach.ANYWHERE);
    var at = new ImapServer(FakeImap.HOST, server.port(), ImapServer.Security.TLS, FakeImap.USER);
    var wanted = new FileImport.Wanted(ada, below, DEED);
    return new ServerImport(
        world.post,
        world.clock,
        wanted,
        reached,
        total,
        () -> ImapSource.open(hosts, at, FakeImap.PASSWORD));
  }

  /** Goes on until nothing is left, over as many connections as it takes. */
  private Map<String, Integer> bringIn() throws IOException {
    Map<String, Integer> all = new TreeMap<>(Map.of("in", 0));
    try (ServerImport imports = begin()) {
      for (int i = 0; i < 1_000; i++) {
        ServerImport.Part part = imports.step();
        all.merge("in", part.brought(), Integer::sum);
        part.problems().forEach((type, count) -> all.merge(type, count, Integer::sum));
        reached = part.reached();
        total = part.total();
        if (!part.more()) {
          return all;
        }
      }
    }
    throw new AssertionError("it does not end");
  }

  private void again() {
    reached = Position.START;
    total = Optional.empty();
  }

  /** What lies where, with its flags: paths by subjects. */
  private Map<String, Set<String>> content() {
    MailboxTree tree = world.post.mailboxes().tree(ada);
    Map<String, Set<String>> content = new TreeMap<>();
    world
        .post
        .view(ada)
        .each(email -> {
          Set<String> where = content.computeIfAbsent(subject(email), _ -> new TreeSet<>());
          email.mailboxes().forEach(box -> where.add(tree.path(tree.find(box).orElseThrow())));
          where.addAll(world.post.keywords(ada).names(email.flags()));
        });
    return content;
  }

  private String subject(AccountEmail email) {
    return world
        .post
        .emails()
        .get(ada, email.number())
        .envelope()
        .flatMap(e -> e.text(EnvelopeForm.Field.SUBJECT))
        .orElse("");
  }

  private static Message[] many(String name, int count) {
    List<Message> all = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      all.add(Message.of(i * 3L, name + i, "\\Seen"));
    }
    return all.toArray(Message[]::new);
  }

  @Test
  void foldersFlagsAndDatesComeAlong() throws IOException {
    server
        .box("INBOX", "", Message.of(5, "a", "\\Seen \\FLAGGED $Work \\Recent \\*"))
        .box("Gesendet", "\\Sent", Message.of(1, "b", "\\Answered"))
        .box("Sent Items", "", Message.of(1, "c", "\\Draft"))
        .box("Spam", "", Message.of(1, "d", ""), Message.of(2, "e", "\\Deleted \\Seen"))
        .box("&ZeVnLIqe-/a", "", Message.of(1, "f", ""))
        .box("Starred", "\\Flagged", Message.of(1, "a", "\\Seen"))
        .box("Everything", "\\All", Message.of(1, "z", ""))
        .box("shut", "\\Noselect");
    assertEquals(Map.of("in", 5, "removed", 1), bringIn());
    assertEquals(
        Map.of(
            "s a", Set.of("INBOX", "\\Seen", "\\Flagged", "$Work"),
            "s b", Set.of("Sent", "\\Answered"),
            "s c", Set.of("Sent", "\\Draft"),
            "s d", Set.of("Junk"),
            "s f", Set.of("日本語/a")),
        content());
    world
        .post
        .view(ada)
        .each(email -> assertEquals(Instant.parse("2020-03-03T09:00:00Z"), email.received()));
    assertEquals(Optional.of(6L), total);
    assertEquals(0, server.times("SELECT"));
    assertEquals(1, server.connections.get());
  }

  @Test
  void nothingComesTwiceAndMostlyIsNotEvenAskedFor() throws IOException {
    String bare = "Subject: bare\r\n\r\nno Message-ID\r\n";
    server.box("INBOX", "", many("m", 30));
    server.add("INBOX", new Message(99, "", "1-Jan-2021 00:00:00 +0000", "", bare));
    assertEquals(Map.of("in", 31), bringIn());
    long asked = server.times("UID FETCH");
    again();
    assertEquals(Map.of("in", 0, "alreadyExists", 31), bringIn());
    assertEquals(asked + 1, server.times("UID FETCH"), "the one that has no Message-ID");
    again();
    server.add("INBOX", Message.of(100, "new", ""));
    assertEquals(Map.of("in", 1, "alreadyExists", 31), bringIn());
    assertEquals(32, content().size());
  }

  @Test
  void aConnectionThatBreaksIsMadeAnewAndGoesOn() throws IOException {
    server.box("INBOX", "", many("m", 260)).box("z", "", many("z", 120));
    server.patience = 70;
    assertEquals(Map.of("in", 380), bringIn());
    assertEquals(6, server.connections.get(), "70 messages each");
    assertEquals(380, content().size());
    assertTrue(server.times("(UID)") < 60, "the place is looked for by halves");
  }

  @Test
  void aRestartGoesOnWhereItWas() throws IOException {
    server.box("INBOX", "", many("m", 30)).box("z", "", many("z", 40));
    server.patience = 50;
    Map<String, Integer> all = new TreeMap<>();
    while (!all.containsKey("end")) {
      try (ServerImport imports = begin()) { // remembers nothing but where it was
        ServerImport.Part part = imports.step();
        all.merge("in", part.brought(), Integer::sum);
        reached = part.reached();
        total = part.total();
        if (!part.more()) {
          all.put("end", 1);
        }
      }
    }
    assertEquals(Map.of("in", 70, "end", 1), all);
    assertEquals(new Position("z", 7, 120), reached);
  }

  @Test
  void newNumbersOfAMailboxBeginItAnewWithoutCopies() throws IOException {
    server.box("INBOX", "", many("m", 20));
    server.patience = 15;
    try (ServerImport imports = begin()) {
      ServerImport.Part part = imports.step();
      assertTrue(part.stopped().isPresent());
      assertTrue(part.stopped().get().passes());
      reached = part.reached();
      total = part.total();
    }
    assertEquals(new Position("INBOX", 7, 45), reached);
    server.validity = 8;
    server.patience = 100;
    assertEquals(Map.of("in", 5, "alreadyExists", 15), bringIn());
    assertEquals(20, content().size());
  }

  @Test
  void whatGoesMeanwhileMakesNothingElseGetLost() throws IOException {
    server.box("INBOX", "", many("m", 450));
    // The first message goes each time: the numbers of all others become smaller by one.
    server.expunges = true;
    assertEquals(449, bringIn().getOrDefault("in", 0), "all but the one that had gone before");
  }

  @Test
  void labelsOfGmailAreMailboxes() throws IOException {
    server.capabilities = "IMAP4rev1 AUTH=PLAIN SASL-IR X-GM-EXT-1";
    String mail = "Message-ID: <%s@x>\r\nSubject: %s\r\n\r\n";
    server
        .box("INBOX", "", Message.of(1, "not read here", ""))
        .box("Work", "", Message.of(1, "nor here", ""))
        .box(
            "[Gmail]/All Mail",
            "\\All",
            new Message(1, "", "", "\"\\\\Inbox\" Work \"\\\\Important\"", mail.formatted(1, 1)),
            new Message(2, "\\Seen", "", "\"\\\\Sent\" \"a/b c\"", mail.formatted(2, 2)),
            new Message(3, "\\Flagged", "", "\"\\\\Starred\" &ZeVnLIqe-", mail.formatted(3, 3)),
            new Message(4, "\\Seen", "", "", mail.formatted(4, 4)))
        .box("[Gmail]/Spam", "\\Junk", new Message(1, "", "", "Work", mail.formatted(5, 5)))
        .box("[Gmail]/Trash", "\\Trash", new Message(1, "", "", "", mail.formatted(6, 6)));
    assertEquals(Map.of("in", 6), bringIn());
    assertEquals(
        Map.of(
            "1", Set.of("INBOX", "Work"),
            "2", Set.of("Sent", "a/b c", "\\Seen"),
            "3", Set.of("日本語", "\\Flagged"),
            "4", Set.of("Archive", "\\Seen"),
            "5", Set.of("Junk", "Work"),
            "6", Set.of("Trash")),
        content());
  }

  @Test
  void withoutTheMailboxOfAllFoldersAreRead() throws IOException {
    server.capabilities = "IMAP4rev1 AUTH=PLAIN SASL-IR X-GM-EXT-1";
    server
        .box("INBOX", "", Message.of(1, "a", ""))
        .box("[Gmail]/Sent Mail", "\\Sent", Message.of(1, "b", ""))
        .box("[Gmail]/x", "", Message.of(1, "c", ""));
    assertEquals(Map.of("in", 3), bringIn());
    assertEquals(
        Map.of("s a", Set.of("INBOX"), "s b", Set.of("Sent"), "s c", Set.of("x")), content());
  }

  @Test
  void allOfItMayLieInOneMailbox() throws IOException {
    below = Optional.of(world.post.mailboxes().create(ada, "Old", Mailbox.Role.NONE));
    server.box("INBOX", "", Message.of(1, "a", "")).box("Gone", "\\Trash", Message.of(1, "b", ""));
    assertEquals(Map.of("in", 2), bringIn());
    assertEquals(Map.of("s a", Set.of("Old/INBOX"), "s b", Set.of("Old/Gone")), content());
  }

  @Test
  void whatAHeaderSaysOfItselfDoesNotCount() throws IOException {
    String mail = "Message-ID: <1@x>\r\nSubject: s\r\nX-Mozilla-Status: 0009\r\nStatus: D\r\n\r\n";
    server.box("INBOX", "", new Message(1, "", "1-Jan-2020 00:00:00 +0000", "", mail));
    assertEquals(Map.of("in", 1), bringIn());
    assertEquals(Map.of("s", Set.of("INBOX")), content());
  }

  @Test
  void whatIsTooLargeOrNoMessageIsCounted() throws IOException {
    server.box(
        "INBOX",
        "",
        Message.of(1, "a", ""),
        new Message(2, "", "", "", ""),
        Message.of(3, "b", ""));
    server.instead.put(
        "FETCH 1:3",
        "* 1 FETCH (UID 1 RFC822.SIZE 999999999)\r\n* 2 FETCH (UID 2 RFC822.SIZE 0)\r\n"
            + "* 3 FETCH (UID 3 RFC822.SIZE 70)\r\n* 4 FETCH (UID 4 RFC822.SIZE 70)\r\n$tag OK");
    assertEquals(Map.of("in", 1, "tooLarge", 1, "notMessage", 1), bringIn());
    server.boxes.clear();
    server.instead.clear();
    server.box("y", "", Message.of(1, "y", ""), Message.of(2, "x", ""));
    server.instead.put("UID FETCH 1,2", "$tag NO one of them cannot be read");
    again();
    assertEquals(Map.of("in", 0, "notFound", 2), bringIn());
  }

  @Test
  void whatFailsSaysWhy() throws IOException {
    server.instead.put("AUTHENTICATE", "$tag NO go away");
    try (ServerImport imports = begin()) {
      ServerImport.Part part = imports.step();
      assertEquals(
          "imap.test does not take that user and password: go away",
          part.stopped().orElseThrow().why());
      assertEquals(Optional.empty(), part.total());
    }
    server.instead.put("LIST", "* BAD\r\n$tag BAD no lists");
    server.instead.remove("AUTHENTICATE");
    try (ServerImport imports = begin()) {
      assertTrue(imports.step().stopped().orElseThrow().why().endsWith("no lists"));
    }
  }

  @Test
  void whatItBroughtInCanBeUndone() throws IOException {
    server.box("INBOX", "", many("m", 5));
    long from = world.post.version(ada);
    assertEquals(Map.of("in", 5), bringIn());
    var deed = new Deed(DEED, from, world.post.version(ada));
    assertEquals(5, content().size());
    var part = world.post.undoing().undo(ada, deed, from, 100, _ -> Rights.ALL, DEED + 1);
    assertEquals(5, part.undone().size());
    assertEquals(Map.of(), content());
  }
}
