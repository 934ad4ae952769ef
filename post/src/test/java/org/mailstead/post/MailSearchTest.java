package org.mailstead.post;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.post.rows.AccountRow;
import org.mailstead.search.Query;
import org.mailstead.search.SearchIndex;
import org.mailstead.store.Engine;
import org.mailstead.store.Entry;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Level;
import org.mailstead.store.LogEntry;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** The index follows the accounts whatever happens, and never says that it has what it has not. */
class MailSearchTest {
  private static final Query WORD = new Query.Text(Query.Scope.ALL, "steady");

  @TempDir Path folder;

  private final World.TestClock clock = new World.TestClock();
  private final FlakyEngine engine = new FlakyEngine(new MemoryEngine(clock), 5);
  private final List<SearchIndex> indexes = new ArrayList<>();
  private World world;
  private Optional<MailSearch> search = Optional.empty();
  private AccountId ada;
  private MailboxId inbox;

  @BeforeEach
  void openWorld() {
    world = new World(engine, folder.resolve("blobs"), clock);
    ada = world.account("ada");
    inbox = world.post.mailboxes().tree(ada).inbox().id();
  }

  @AfterEach
  void closeAll() {
    engine.calm();
    close();
    world.close();
  }

  private MailSearch open() {
    return open(List.of(ada));
  }

  private MailSearch open(List<AccountId> accounts) {
    try {
      var index = SearchIndex.open(folder.resolve("search"), Clock.systemUTC());
      indexes.add(index);
      var made = new MailSearch(index, world.store, world.post.emails());
      search = Optional.of(made);
      made.start(accounts);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SearchIndex index() {
    return indexes.getLast();
  }

  private void close() {
    search.ifPresent(MailSearch::close);
    search = Optional.empty();
  }

  private List<Integer> append(int count) {
    List<NewMessage> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(
          world.message(ada, "Subject: a mail\r\n\r\nsteady\r\n".getBytes(UTF_8), Set.of()));
    }
    return world.post.messages().append(ada, inbox, messages).uids();
  }

  private Set<Long> there() {
    Set<Long> numbers = new TreeSet<>();
    world.post.view(ada).newestFirst().forEach(email -> numbers.add(email.number()));
    return numbers;
  }

  /** Asks; whatever was there before is found or told as not looked at. */
  private MailSearch.Answer honest(MailSearch asked, Set<Long> there) {
    MailSearch.Answer answer = asked.find(ada, WORD);
    for (long number : there) {
      assertTrue(
          number > answer.upTo() || answer.matches().contains(number),
          () -> number + " is missing, though all are known up to " + answer.upTo());
    }
    return answer;
  }

  private static void until(String what, BooleanSupplier done) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!done.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, what);
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static long last(Set<Long> numbers) {
    return numbers.stream().mapToLong(number -> number).max().orElse(0);
  }

  private void untilWhole(MailSearch asked) {
    until(
        "all is searched",
        () -> {
          Set<Long> there = there();
          MailSearch.Answer answer = honest(asked, there);
          return answer.upTo() >= last(there)
              && answer.matches().stream().boxed().toList().equals(List.copyOf(there));
        });
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder.resolve("search"))) {
      return files.filter(file -> file.toFile().length() > 0).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatComesIsFoundAndWhatGoesIsNot() {
    MailSearch asked = open();
    assertEquals(0, asked.find(ada, WORD).matches().size(), "an account without mail");
    for (int i = 0; i < 20; i++) {
      List<Integer> uids = append(1 + i % 3);
      honest(asked, there());
      if (i % 4 == 3) {
        world.post.messages().expunge(ada, inbox, uids, false);
      }
    }
    untilWhole(asked);
  }

  @Test
  void whatJustCameIsFoundAtOnceByWhoLooks() {
    MailSearch asked = open();
    append(1);
    untilWhole(asked);
    for (int i = 0; i < 30; i++) {
      append(1);
      // The question waits for it a moment, and a look that is a little old does not count.
      Set<Long> there = there();
      MailSearch.Answer answer = honest(asked, there);
      assertTrue(answer.upTo() < last(there) || answer.matches().contains(last(there)));
    }
    untilWhole(asked);
  }

  @Test
  void flagsAndFoldersChangeNothing() {
    MailSearch asked = open();
    List<Integer> uids = append(3);
    untilWhole(asked);
    MailboxId trash = world.post.mailboxes().tree(ada).find(Mailbox.Role.TRASH).orElseThrow().id();
    world.post.messages().move(ada, inbox, uids, trash);
    untilWhole(asked);
    assertEquals(3, asked.find(ada, WORD).matches().size());
  }

  @Test
  void anAccountWithMailIsReadOnce() {
    append(60);
    engine.emailScans.set(0);
    MailSearch asked = open();
    untilWhole(asked);
    append(1);
    untilWhole(asked);
    int scans = engine.emailScans.get();
    assertTrue(
        scans == 3 || scans == 4, "60 emails in pages of 25, and perhaps a last look: " + scans);
    close();
    engine.emailScans.set(0);
    untilWhole(open());
    assertEquals(0, engine.emailScans.get(), "the log was enough");
  }

  @Test
  void aLogThatWasForgottenIsNoHarm() {
    untilWhole(open());
    append(5);
    untilWhole(search.orElseThrow());
    close();
    append(30);
    world.store.trim(
        MailKeys.partition(ada), world.store.head(MailKeys.partition(ada)).version() - 1);
    untilWhole(open());
  }

  @Test
  void anIndexThatIsGoneAtTheStartIsMadeAnew() throws IOException {
    append(40);
    untilWhole(open());
    close();
    for (Path file : files()) {
      Files.delete(file);
    }
    untilWhole(open());
    close();
    for (Path file : files()) {
      if (file.toString().endsWith(".cfs") || file.toString().contains("segments_")) {
        byte[] octets = Files.readAllBytes(file);
        for (int i = 20; i < octets.length; i += 7) {
          octets[i] ^= 0x55;
        }
        Files.write(file, octets);
      }
    }
    MailSearch asked = open();
    assertTrue(index().rebuilt());
    untilWhole(asked);
  }

  @Test
  void anIndexOfAnotherFormatIsMadeAnew() throws IOException {
    append(40);
    untilWhole(open());
    close();
    try (var directory = FSDirectory.open(folder.resolve("search"));
        var writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.setLiveCommitData(Map.of("format", "0").entrySet());
      writer.commit();
    }
    MailSearch asked = open();
    assertTrue(index().rebuilt());
    untilWhole(asked);
  }

  @Test
  void anIndexThatIsDeletedWhileItIsOpenIsMadeAnewWithoutALie() throws IOException {
    append(40);
    MailSearch asked = open();
    untilWhole(asked);
    index().commit();
    for (Path file : files()) {
      Files.delete(file);
    }
    append(1);
    until(
        "the loss is noticed",
        () -> {
          honest(asked, there());
          try {
            index().commit();
          } catch (IOException e) {
            honest(asked, there());
          }
          return index().rebuilt();
        });
    untilWhole(asked);
  }

  @Test
  void aClosedAccountIsForgottenAlsoWhenNobodyLooked() throws IOException {
    append(3);
    AccountId bob = world.account("bob");
    MailSearch asked = open(List.of(ada, bob));
    untilWhole(asked);
    shut(ada);
    until("forgotten", () -> isForgotten(ada));
    MailboxId box = world.post.mailboxes().tree(bob).inbox().id();
    world.post.messages().append(bob, box, List.of(world.tagged(bob, "steady", Set.of())));
    until("followed", () -> asked.find(bob, WORD).matches().size() == 1);
    close();
    shut(bob);
    open(List.of()); // the directory knows it no more
    until("forgotten", () -> isForgotten(bob));
  }

  private void shut(AccountId account) {
    byte[] closed = Row.write(AccountRow.newBuilder().setClosed(true).build());
    world.store.update(MailKeys.partition(account), draft -> draft.put(MailKeys.account(), closed));
  }

  private boolean isForgotten(AccountId account) {
    try {
      return index().cursor(account) == 0 && index().count(account) == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anEmailWhoseOctetsAreLostHidesNoOther() {
    append(2);
    long lost = there().iterator().next();
    world.store.update(MailKeys.partition(ada), draft -> draft.delete(MailKeys.body(lost)));
    MailSearch asked = open();
    append(1);
    until("the others", () -> asked.find(ada, WORD).matches().size() == 2);
    MailSearch.Answer all = asked.find(ada, new Query.SizeAtLeast(1));
    assertTrue(all.matches().contains(lost), "its size is known");
  }

  @Test
  void aStoreOnABadDayLosesNothing() {
    MailSearch asked = open();
    engine.bad(0.1);
    var random = new SplittableRandom(9);
    Set<Long> told = new TreeSet<>();
    for (int i = 0; i < 40; i++) {
      try {
        List<Integer> uids = append(1 + random.nextInt(3));
        if (random.nextInt(5) == 0) {
          world.post.messages().expunge(ada, inbox, uids, false);
        }
        told = there();
      } catch (Refused e) {
        assertTrue(BUSY.contains(e.problem().kind()), e::toString);
      }
      look(asked, told);
      if (i == 20) {
        close();
        asked = open();
      }
    }
    engine.calm();
    untilWhole(asked);
    assertFalse(there().isEmpty());
  }

  private static final Set<Problem.Kind> BUSY =
      Set.of(Problem.Kind.UNAVAILABLE, Problem.Kind.CONFLICT);

  private void look(MailSearch asked, Set<Long> told) {
    try {
      honest(asked, told);
    } catch (Refused e) {
      assertTrue(BUSY.contains(e.problem().kind()), e::toString);
    }
  }

  /** One whose reads fail, too. */
  private static final class FlakyEngine extends HostileEngine {
    final AtomicInteger emailScans = new AtomicInteger();
    private final SplittableRandom random = new SplittableRandom(3);
    private volatile double failing;

    FlakyEngine(Engine engine, long seed) {
      super(engine, seed, 0.1);
    }

    void bad(double often) {
      failing = often;
    }

    void calm() {
      failing = 0;
    }

    private void maybeFail() {
      synchronized (random) {
        if (random.nextDouble() < failing) {
          throw new Refused(Problem.Kind.UNAVAILABLE, "store.unknown", "a bad day");
        }
      }
    }

    @Override
    public Optional<byte[]> get(Partition partition, Key key, Level level) {
      maybeFail();
      return super.get(partition, key, level);
    }

    @Override
    public List<Entry> scan(
        Partition partition, KeyRange range, boolean reverse, int limit, Level level) {
      maybeFail();
      KeyRange emails = MailKeys.emails(0, Long.MAX_VALUE);
      if (limit == 25 && emails.contains(range.from())) {
        emailScans.incrementAndGet();
      }
      return super.scan(partition, range, reverse, limit, level);
    }

    @Override
    public List<LogEntry> changes(Partition partition, long afterVersion, int limit) {
      maybeFail();
      return super.changes(partition, afterVersion, limit);
    }
  }
}
