package org.mailstead.post;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.post.transfer.Exporting;
import org.mailstead.post.transfer.FileImport;
import org.mailstead.post.transfer.Importing;
import org.mailstead.post.transfer.ZipExport;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Mail goes out into files, and comes in from them. */
class TransferTest {
  private static final long DEED = 42;

  @TempDir Path folder;
  private World world;
  private AccountId ada;
  private AccountId bob;
  private FileImport imports;

  @BeforeEach
  void open() {
    var clock = new World.TestClock();
    world = new World(new MemoryEngine(clock), folder.resolve("blobs"), clock);
    ada = world.account("ada");
    bob = world.account("bob");
    imports = new FileImport(world.post, clock);
  }

  @AfterEach
  void close() {
    Books.check(world, ada, new Books.Seen());
    Books.check(world, bob, new Books.Seen());
    world.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String mail(String id) {
    return "Message-ID: <%s@x.test>\nSubject: s %s\nDate: Tue, 3 Mar 2020 10:00:00 +0000\n\nbody\n"
        .formatted(id, id);
  }

  /** Imports to the end; how many came in, and what did not. */
  private Map<String, Integer> bringIn(AccountId account, byte[] file, Optional<MailboxId> below) {
    var wanted = new FileImport.Wanted(account, below, DEED);
    Map<String, Integer> all = new TreeMap<>(Map.of("in", 0));
    FileImport.Part part = imports.step(wanted, ByteSource.of(file), 0);
    while (true) {
      all.merge("in", part.brought(), Integer::sum);
      part.problems().forEach((type, count) -> all.merge(type, count, Integer::sum));
      if (!part.more()) {
        assertEquals(100, part.percent());
        return all;
      }
      part = imports.step(wanted, ByteSource.of(file), part.reached());
    }
  }

  private MailboxId box(AccountId account, String path) {
    return world.post.mailboxes().tree(account).find(path).orElseThrow().id();
  }

  /** What lies where, with its flags: paths by subjects. */
  private Map<String, Set<String>> content(AccountId account) {
    MailboxTree tree = world.post.mailboxes().tree(account);
    Map<String, Set<String>> content = new TreeMap<>();
    world
        .post
        .view(account)
        .each(email -> {
          Set<String> where =
              content.computeIfAbsent(subject(account, email), _ -> new TreeSet<>());
          email.mailboxes().forEach(box -> where.add(tree.path(tree.find(box).orElseThrow())));
          where.addAll(world.post.keywords(account).names(email.flags()));
        });
    return content;
  }

  private String subject(AccountId account, AccountEmail email) {
    Email row = world.post.emails().get(account, email.number());
    return row.envelope()
        .flatMap(e -> e.text(org.mailstead.formats.imap.EnvelopeForm.Field.SUBJECT))
        .orElse("");
  }

  @Test
  void anMboxComesInWithItsFlags() {
    String mbox =
        "From a@b Tue Mar  3 10:00:00 2020\nStatus: RO\nX-Status: AF\n"
            + mail("1")
            + "\nFrom a@b Tue Mar  3 10:00:00 2020\nStatus: O\n"
            + mail("2").replace("body", ">From here\n>>From there\nFrom x")
            + "\nFrom a@b Tue Mar  3 10:00:00 2020\nX-Mozilla-Status: 0009\n"
            + mail("3")
            + "\nFrom a@b Tue Mar  3 10:00:00 2020\n"
            + mail("4");
    Map<String, Integer> came = bringIn(ada, bytes(mbox), Optional.empty());
    assertEquals(Map.of("in", 3, "removed", 1), came);
    assertEquals(
        Map.of(
            "s 1", Set.of("Imported", "\\Answered", "\\Flagged", "\\Seen"),
            "s 2", Set.of("Imported"),
            "s 4", Set.of("Imported", "\\Seen")),
        content(ada));
    assertTrue(text(ada, "s 2").endsWith("\r\n\r\nFrom here\r\n>From there\r\nFrom x\r\n"));
  }

  private String text(AccountId account, String subject) {
    var found = new ArrayList<String>();
    world
        .post
        .view(account)
        .each(email -> {
          if (subject(account, email).equals(subject)) {
            Email row = world.post.emails().get(account, email.number());
            var source = world.post.emails().bytes(account, row);
            try (var in = source.open(0, source.length())) {
              found.add(new String(in.readAllBytes(), ISO_8859_1));
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          }
        });
    return found.getFirst();
  }

  @Test
  void itIsNotBroughtInTwice() {
    byte[] mbox = bytes("From a\n" + mail("1") + "\nFrom b\n" + mail("2"));
    assertEquals(Map.of("in", 2), bringIn(ada, mbox, Optional.empty()));
    assertEquals(Map.of("in", 0, "alreadyExists", 2), bringIn(ada, mbox, Optional.empty()));
    // The same id with another text is another message.
    byte[] other = bytes("From a\n" + mail("1") + "more\n");
    assertEquals(Map.of("in", 1), bringIn(ada, other, Optional.empty()));
  }

  @Test
  void whatGmailGivesGoesToItsLabels() {
    String mbox =
        """
        From 1@xxx Tue Mar 03 10:00:00 +0000 2020
        X-Gmail-Labels: Inbox,Unread,Category Updates,=?UTF-8?Q?B=C3=BCro=2FProjekt?=
        %s
        From 2@xxx Tue Mar 03 10:00:00 +0000 2020
        X-Gmail-Labels: Sent,Starred,Opened
        %s
        From 3@xxx Tue Mar 03 10:00:00 +0000 2020
        X-Gmail-Labels: "Me, myself",Spam
        %s
        From 4@xxx Tue Mar 03 10:00:00 +0000 2020
        X-Gmail-Labels: Archived,Important
        %s\
        """
            .formatted(mail("1"), mail("2"), mail("3"), mail("4"));
    assertEquals(Map.of("in", 4), bringIn(ada, bytes(mbox), Optional.empty()));
    assertEquals(
        Map.of(
            "s 1", Set.of("INBOX", "Büro/Projekt"),
            "s 2", Set.of("Sent", "\\Flagged", "\\Seen"),
            "s 3", Set.of("Junk", "Me, myself", "\\Seen"),
            "s 4", Set.of("Archive", "\\Seen")),
        content(ada));
  }

  @Test
  void foldersOfAZipAreMailboxes() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("Inbox/1.eml", mail("1"));
    files.put("Work/Deep/2.eml", mail("2"));
    files.put("Old/cur/123.host:2,S", mail("3"));
    files.put("List.mbox", "From a\n" + mail("4") + "\nFrom b\n" + mail("5"));
    files.put("readme.txt", "From here on nothing is mail"); // it is an mbox by its first word
    files.put("photo.jpg", "no mail");
    files.put("../../etc/6.eml", mail("6"));
    files.put("__MACOSX/7.eml", mail("7"));
    files.put("empty.eml", "");
    Map<String, Integer> came = bringIn(ada, zip(files), Optional.empty());
    assertEquals(Map.of("in", 6, "notMessage", 2), came);
    Map<String, Set<String>> content = content(ada);
    assertEquals(Set.of("INBOX", "\\Seen"), content.get("s 1"));
    assertEquals(Set.of("Work/Deep", "\\Seen"), content.get("s 2"));
    assertEquals(Set.of("Old", "\\Seen"), content.get("s 3"));
    assertEquals(Set.of("List", "\\Seen"), content.get("s 4"));
    assertEquals(Set.of("etc", "\\Seen"), content.get("s 6"));
  }

  private static byte[] zip(Map<String, String> files) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(bytes(file.getValue()));
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  @Test
  void allLiesBelowTheMailboxThatIsNamed() throws IOException {
    MailboxId box = world.post.mailboxes().create(ada, "From home", Mailbox.Role.NONE);
    Map<String, String> files = new LinkedHashMap<>();
    files.put("Inbox/1.eml", mail("1"));
    files.put("2.eml", mail("2"));
    bringIn(ada, zip(files), Optional.of(box));
    bringIn(ada, bytes(mail("3")), Optional.of(box));
    assertEquals(
        Map.of(
            "s 1", Set.of("From home/Inbox", "\\Seen"),
            "s 2", Set.of("From home", "\\Seen"),
            "s 3", Set.of("From home", "\\Seen")),
        content(ada));
  }

  private byte[] exported(AccountId account, boolean mbox) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      var export = new ZipExport(world.post, account, _ -> true);
      if (mbox) {
        export.mbox(zip);
      } else {
        export.eml(zip);
      }
    }
    return out.toByteArray();
  }

  /** Random mailboxes and flags: another account that takes the zip has the same. */
  @Test
  void whatWasWrittenIsReadAsItWas() throws IOException {
    var random = new Random(3);
    List<MailboxId> boxes = new ArrayList<>(List.of(box(ada, "INBOX"), box(ada, "Sent")));
    for (String path : List.of("A", "A/B", "Ünder/∂eep/x", "a.b", ".hidden", "x:y\\z")) {
      boxes.add(world.post.mailboxes().create(ada, path, Mailbox.Role.NONE));
    }
    List<String> flags = List.of("\\Seen", "\\Flagged", "\\Answered", "work", "$Forwarded");
    for (int i = 0; i < 60; i++) {
      Set<MailboxId> where = new java.util.HashSet<>(Set.of(boxes.get(random.nextInt(8))));
      if (random.nextInt(4) == 0) {
        where.add(boxes.get(random.nextInt(8)));
      }
      Set<String> some = new TreeSet<>();
      flags.stream().filter(_ -> random.nextInt(3) == 0).forEach(some::add);
      NewMessage message = world.message(ada, bytes(mail("n" + i).replace("\n", "\r\n")), some);
      world.post.edits().create(ada, where, message);
    }
    byte[] zip = exported(ada, false);
    assertEquals(Map.of("in", 60), bringIn(bob, zip, Optional.empty()));
    assertEquals(content(ada), content(bob));
    assertEquals(received(ada), received(bob));
    assertEquals(text(ada, "s n7"), text(bob, "s n7"));
    assertEquals(Map.of("in", 0, "alreadyExists", 60), bringIn(bob, zip, Optional.empty()));
  }

  private Map<String, Instant> received(AccountId account) {
    Map<String, Instant> all = new HashMap<>();
    world
        .post
        .view(account)
        .each(email -> all.put(subject(account, email), Instant.ofEpochMilli(email.receivedMs())));
    return all;
  }

  @Test
  void anMboxThatWasWrittenIsReadAsItWas() throws IOException {
    String odd =
        "Message-ID: <odd@x.test>\r\nSubject: odd\r\n\r\nFrom me\r\n>From me\r\n>>>From \r\n"
            + "Fromage\r\n\rFrom\r\n>\r\n>>F\r\n\r\nFrom the end\r\nFro";
    NewMessage message = world.message(ada, bytes(odd), Set.of());
    world.post.edits().create(ada, Set.of(box(ada, "INBOX")), message);
    NewMessage plain = world.message(ada, bytes(mail("p").replace("\n", "\r\n")), Set.of());
    world.post.edits().create(ada, Set.of(box(ada, "INBOX"), box(ada, "Archive")), plain);
    byte[] zip = exported(ada, true);
    Set<String> names = new TreeSet<>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    assertEquals(Set.of("mail/INBOX.mbox", "mail/Archive.mbox"), names);
    assertEquals(Map.of("in", 2, "alreadyExists", 1), bringIn(bob, zip, Optional.empty()));
    assertEquals(odd + "\r\n", text(bob, "odd"), "a last line gets an end");
  }

  /** The command line's folders, too. */
  @Test
  void filesAndFoldersGoOutAndIn() throws IOException {
    world
        .post
        .edits()
        .create(
            ada, Set.of(box(ada, "INBOX")), world.message(ada, bytes(mail("1")), Set.of("\\Seen")));
    for (Exporting.Kind kind : Exporting.Kind.values()) {
      Path to = folder.resolve(kind.name());
      assertEquals(1, new Exporting(world.post, ada, _ -> {}).to(to, kind));
      assertEquals(1, new Importing(world.post, bob, _ -> {}).from(to, "From " + kind));
    }
    Path junk = folder.resolve("notes.txt");
    Files.writeString(junk, "no mail at all");
    var e =
        assertThrows(
            Refused.class, () -> new Importing(world.post, bob, _ -> {}).from(junk, "INBOX"));
    assertEquals(Problem.Kind.INVALID, e.problem().kind());
  }

  /** An mbox begins with From and a space, a message may begin with From and a colon. */
  @Test
  void aMessageThatBeginsWithItsSenderIsOne() {
    var all = bringIn(ada, bytes("From: a@x.test\n" + mail("1")), Optional.empty());
    assertEquals(Map.of("in", 1), all);
    assertEquals(Set.of("s 1"), content(ada).keySet());
  }

  @Test
  void whatIsNoMailIsRefused() throws IOException {
    for (byte[] file :
        List.of(
            bytes(""),
            bytes("hello"),
            new byte[] {'P', 'K', 3, 4, 0, 0},
            zip(Map.of()),
            new byte[10_000])) {
      var e =
          assertThrows(
              Refused.class, () -> bringIn(ada, file, Optional.empty()), file.length + " octets");
      assertEquals(Problem.Kind.INVALID, e.problem().kind());
    }
    byte[] whole = zip(Map.of("1.eml", mail("1").repeat(500)));
    byte[] cut = java.util.Arrays.copyOf(whole, whole.length / 2);
    assertThrows(Refused.class, () -> bringIn(ada, cut, Optional.empty()));
  }

  @Test
  void aZipThatGrowsWithoutEndIsRefused() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("bomb.bin"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 450; i++) {
        zip.write(zeros);
      }
      zip.closeEntry();
    }
    var e = assertThrows(Refused.class, () -> bringIn(ada, out.toByteArray(), Optional.empty()));
    assertEquals(Problem.Kind.TOO_LARGE, e.problem().kind());
  }

  @Test
  void aLineWithoutEndTakesNoMemory() {
    byte[] mbox = new byte[20 << 20];
    java.util.Arrays.fill(mbox, (byte) 'x');
    byte[] start = bytes("From a\nMessage-ID: <long@x.test>\nSubject: long\n\n");
    System.arraycopy(start, 0, mbox, 0, start.length);
    assertEquals(Map.of("in", 1), bringIn(ada, mbox, Optional.empty()));
    assertEquals(mbox.length - "From a\n".length() + 3, text(ada, "long").length());
  }

  @Test
  void anImportIsUndone() {
    byte[] mbox = bytes("From a\n" + mail("1") + "\nFrom b\n" + mail("2"));
    long from = world.post.version(ada);
    bringIn(ada, mbox, Optional.empty());
    var deed = new Deed(DEED, from, world.post.version(ada));
    var part = world.post.undoing().undo(ada, deed, from, 100, _ -> Rights.ALL, 43);
    assertEquals(2, part.undone().size());
    assertEquals(Map.of(), content(ada));
    assertEquals(Map.of("in", 2), bringIn(ada, mbox, Optional.empty()), "and may come in again");
  }
}
