package org.mailstead.post;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.store.Blob;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

class DeliveryTest {
  @TempDir Path folder;

  private final World.TestClock clock = new World.TestClock();
  private World world;
  private AccountId ada;
  private MailboxId inbox;

  @BeforeEach
  void open() {
    world = new World(new MemoryEngine(clock), folder, clock);
    ada = world.account("ada");
    inbox = world.post.mailboxes().tree(ada).inbox().id();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private int deliver(NewMessage message, String key) {
    return world.post.delivery().deliver(ada, message, key);
  }

  private NewMessage message(String text) {
    return world.message(ada, text.getBytes(UTF_8), Set.of());
  }

  private Email only() {
    MailboxView view = world.post.view(ada, inbox);
    return world.post.emails().get(ada, view.get(view.size() - 1).email());
  }

  @Test
  void theSameKeyDeliversOnce() {
    NewMessage message = world.tagged(ada, "x", Set.of());
    assertEquals(1, deliver(message, "q1/ada"));
    assertEquals(0, deliver(message, "q1/ada"));
    assertEquals(2, deliver(message, "q2/ada"));
    assertEquals(2, world.post.view(ada, inbox).size());
  }

  @Test
  void theSameKeyDeliversOnceAlsoAfterItWasDeleted() {
    NewMessage message = world.tagged(ada, "x", Set.of());
    deliver(message, "k");
    world.post.messages().expunge(ada, inbox, List.of(1), false);
    assertEquals(0, deliver(message, "k"));
  }

  @Test
  void aDeliveryMayOvershootTheQuotaByOneMessageAndAnAppendMayNot() {
    NewMessage message = world.tagged(ada, "x", Set.of());
    world.quota(ada, message.size() + 1);
    deliver(message, "1");
    Refused append =
        assertThrows(
            Refused.class, () -> world.post.messages().append(ada, inbox, List.of(message)));
    assertEquals(Problem.Kind.OVER_QUOTA, append.problem().kind());
    world.post.delivery().check(ada);
    deliver(message, "2");
    Refused full = assertThrows(Refused.class, () -> deliver(message, "3"));
    assertEquals(Problem.Kind.OVER_QUOTA, full.problem().kind());
    assertThrows(Refused.class, () -> world.post.delivery().check(ada));
    assertEquals(0, deliver(message, "2"));
    assertEquals(2 * message.size(), world.post.usage(ada).bytes());
  }

  @Test
  void copiesCostNoQuotaAndExpungingGivesItBack() {
    NewMessage message = world.tagged(ada, "x", Set.of());
    world.quota(ada, message.size());
    world.post.messages().append(ada, inbox, List.of(message));
    world.post.messages().copy(ada, inbox, List.of(1), inbox);
    world.post.messages().expunge(ada, inbox, List.of(1), false);
    assertEquals(message.size(), world.post.usage(ada).bytes());
    world.post.messages().expunge(ada, inbox, List.of(2), false);
    assertEquals(0, world.post.usage(ada).bytes());
    Books.check(world, ada, new Books.Seen());
  }

  @Test
  void aLargeAppendOverTheQuotaLeavesNothing() {
    List<NewMessage> messages = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      messages.add(world.tagged(ada, "m" + i, Set.of()));
    }
    world.quota(ada, 1000);
    assertThrows(Refused.class, () -> world.post.messages().append(ada, inbox, messages));
    assertEquals(0, world.post.view(ada, inbox).size());
    Books.check(world, ada, new Books.Seen());
  }

  @Test
  void aLargeMessageComesBackByteForByteAndInRanges() throws IOException {
    byte[] bytes = RetentionTest.random(3 << 20);
    byte[] prefix = "Received: from here\r\n".getBytes(US_ASCII);
    NewMessage message = world.message(ada, bytes, Set.of(), prefix);
    assertTrue(message.body() instanceof Blob.Large);
    deliver(message, "k");
    byte[] whole = Arrays.copyOf(prefix, prefix.length + bytes.length);
    System.arraycopy(bytes, 0, whole, prefix.length, bytes.length);
    ByteSource source = world.post.emails().bytes(ada, only());
    assertEquals(whole.length, source.length());
    assertArrayEquals(whole, read(source, 0, whole.length));
    for (long[] range :
        new long[][] {
          {0, 5}, {10, 30}, {prefix.length - 1, 2}, {prefix.length, 1}, {2 << 20, 99}
        }) {
      byte[] part = Arrays.copyOfRange(whole, (int) range[0], (int) (range[0] + range[1]));
      assertArrayEquals(part, read(source, range[0], range[1]));
    }
    try (var files = Files.walk(folder)) {
      assertTrue(files.filter(Files::isRegularFile).anyMatch(f -> f.toFile().length() > 3 << 20));
    }
  }

  private static byte[] read(ByteSource source, long from, long length) throws IOException {
    try (InputStream in = source.open(from, length)) {
      return in.readAllBytes();
    }
  }

  @Test
  void whatIsDeliveredIsHeldAgainstTheSweeper() throws IOException {
    byte[] bytes = RetentionTest.random(100_000);
    try (Arriving arriving = world.post.intake().begin(ada)) {
      arriving.write(bytes, 0, bytes.length);
      Arriving.Arrived arrived = arriving.finish(); // as for several: nobody holds it yet
      NewMessage known = world.tagged(ada, "x", Set.of());
      deliver(
          new NewMessage(
              arrived.body(),
              new byte[0],
              arrived.structure(),
              "",
              Set.of(),
              known.date(),
              List.of()),
          "k");
    }
    clock.pass(Duration.ofDays(30));
    assertEquals(0, world.blobs.sweep(world.post.retention(), clock.instant()).blobs());
    assertArrayEquals(bytes, read(world.post.emails().bytes(ada, only()), 0, bytes.length));
    world.post.messages().expunge(ada, inbox, List.of(1), false);
    clock.pass(Duration.ofDays(30));
    world.post.retention().purge(ada, clock.instant());
    assertEquals(1, world.blobs.sweep(world.post.retention(), clock.instant()).blobs());
  }

  @Test
  void aHundredMessagesWithTheLargestEnvelopesAreCopiedMovedAndExpunged() {
    List<NewMessage> messages = new ArrayList<>();
    String to = "To: " + "someone.with.a.long.name@example.test, ".repeat(40) + "x@example.test";
    for (int i = 0; i < 210; i++) {
      messages.add(
          message(to + "\r\nSubject: " + "s".repeat(900) + "\r\n\r\n" + "text ".repeat(60)));
    }
    MailboxId trash = world.post.mailboxes().tree(ada).find("Trash").orElseThrow().id();
    List<Integer> uids = world.post.messages().append(ada, inbox, messages).uids();
    assertTrue(only().envelope().orElseThrow().length() > 3000);
    world.post.messages().copy(ada, inbox, uids, trash);
    world.post.messages().copy(ada, inbox, uids.subList(0, 100), trash);
    world.post.messages().expunge(ada, trash, uids, false);
    world.post.messages().move(ada, inbox, uids, trash);
    world.post.messages().expunge(ada, trash, uids, false);
    Books.check(world, ada, new Books.Seen());
  }

  @Test
  void aReplyThatComesFirstAndItsParentAreOneThread() {
    deliver(message("Message-ID: <b@x>\r\nIn-Reply-To: <a@x>\r\nSubject: Re: tea\r\n\r\n"), "1");
    long thread = only().thread();
    deliver(message("Message-ID: <a@x>\r\nSubject: tea\r\n\r\n"), "2");
    assertEquals(thread, only().thread());
  }

  @Test
  void aChangedSubjectBeginsAThreadThatLaterOnesFind() {
    deliver(message("Message-ID: <a@x>\r\nSubject: tea\r\n\r\n"), "1");
    long tea = only().thread();
    deliver(message("Message-ID: <b@x>\r\nReferences: <a@x>\r\nSubject: coffee\r\n\r\n"), "2");
    long coffee = only().thread();
    assertNotEquals(tea, coffee);
    // Neither names the other, but they share an id and a subject.
    deliver(message("Message-ID: <c@x>\r\nReferences: <a@x>\r\nSubject: Re: coffee\r\n\r\n"), "3");
    assertEquals(coffee, only().thread());
    deliver(message("Message-ID: <d@x>\r\nReferences: <a@x>\r\nSubject: RE: tea\r\n\r\n"), "4");
    assertEquals(tea, only().thread());
  }

  @Test
  void messagesWithoutIdsAreAlone() {
    deliver(message("Subject: tea\r\n\r\n"), "1");
    long first = only().thread();
    deliver(message("Subject: tea\r\n\r\n"), "2");
    assertNotEquals(first, only().thread());
  }
}
