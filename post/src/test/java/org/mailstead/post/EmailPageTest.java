package org.mailstead.post;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.Rows;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/** What many emails' rows say, kept together, is the same, and goes when an email goes. */
class EmailPageTest {
  private static final int COUNT = 2 * EmailPage.SIZE + 10;

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

  private static Optional<String> subject(int i) {
    return switch (i % 4) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of("");
      case 2 -> Optional.of("gr\u00fc\u00df dich " + i);
      default -> Optional.of("number " + i);
    };
  }

  private static byte[] message(Optional<String> subject) {
    String field = subject.map(text -> "Subject: " + text + "\r\n").orElse("");
    return (field + "From: bob@example.test\r\n\r\nhello\r\n").getBytes(UTF_8);
  }

  private List<Integer> fill() {
    List<NewMessage> messages = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      messages.add(world.message(ada, message(subject(i)), Set.of()));
    }
    return world.post.messages().append(ada, inbox, messages).uids();
  }

  private Rows rows() {
    return world.store.read(MailKeys.partition(ada));
  }

  private long[] numbers() {
    MailboxView view = world.post.view(ada, inbox);
    long[] numbers = new long[view.size()];
    Arrays.setAll(numbers, view::email);
    return numbers;
  }

  @Test
  void saysWhatTheRowsSay() {
    fill();
    long[] numbers = numbers();
    EmailPages subjects = world.post.emails().subjects(ada, numbers[0], numbers[COUNT - 1]);
    EmailPages envelopes = Envelopes.of(rows(), numbers);
    int kept = 0;
    for (int i = 0; i < COUNT; i++) {
      assertEquals(envelopes.has(numbers[i]), subjects.has(numbers[i]));
      if (subjects.has(numbers[i])) {
        kept++;
        assertEquals(subject(i), subjects.subject(numbers[i]).map(Utf8::toString));
        assertArrayEquals(
            octets(world.post.emails().get(ada, numbers[i]).envelope().orElseThrow()),
            octets(envelopes.envelope(numbers[i])));
      }
    }
    assertTrue(kept >= EmailPage.SIZE, "a page at least is full");
    assertTrue(kept < COUNT, "the newest wait for their page");
    assertFalse(subjects.has(numbers[COUNT - 1] + 100));
  }

  private static byte[] octets(EnvelopeForm form) {
    return Arrays.copyOfRange(form.array(), form.offset(), form.offset() + form.length());
  }

  @Test
  void whatIsPurgedIsGoneFromThem() {
    List<Integer> uids = fill();
    long[] numbers = numbers();
    world.post.messages().expunge(ada, inbox, List.of(uids.get(3)), false);
    clock.pass(Duration.ofDays(20));
    assertEquals(1, world.post.retention().purge(ada, clock.instant()));
    EmailPages subjects = world.post.emails().subjects(ada, numbers[0], numbers[COUNT - 1]);
    assertFalse(subjects.has(numbers[3]));
    assertFalse(Envelopes.of(rows(), numbers).has(numbers[3]));
    assertEquals(subject(2), subjects.subject(numbers[2]).map(Utf8::toString));
    assertEquals(subject(5), subjects.subject(numbers[5]).map(Utf8::toString));
  }

  @Test
  void aPageThatIsTooLargeIsNotWritten() {
    List<NewMessage> messages = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      var random = new java.util.Random(i);
      var text = new StringBuilder();
      random.ints(4000, 'A', 'z').forEach(text::appendCodePoint);
      messages.add(world.message(ada, message(Optional.of(text.toString())), Set.of()));
    }
    world.post.messages().append(ada, inbox, messages);
    long[] numbers = numbers();
    EmailPages subjects = world.post.emails().subjects(ada, numbers[0], numbers[COUNT - 1]);
    for (long number : numbers) {
      assertFalse(subjects.has(number));
    }
  }
}
