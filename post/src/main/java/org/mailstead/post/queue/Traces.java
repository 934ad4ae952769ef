package org.mailstead.post.queue;

import static java.lang.System.Logger.Level.WARNING;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.mailstead.post.Passage;
import org.mailstead.post.Timers;
import org.mailstead.post.rows.TraceRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Entry;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.EmailAddress;

/**
 * What happened to messages, for as long as the operator wants it kept: who brought them, what was
 * found out, each attempt with the other server's answer. Found by queue id, message id or address.
 *
 * <p>No message waits for it: what happens within a second is written in a commit of its own,
 * behind the messages' commits. A crash may lose that second of the trace, and a flood of events
 * some of it, never a message.
 */
public final class Traces implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Traces.class.getName());

  /** Beside the shards of the queue. */
  private static final Partition PARTITION =
      new Partition(Partition.Kind.QUEUE, Timers.SHARDS + 1L);

  /** Events that are not yet written. */
  private static final int WAITING = 20_000;

  /** Events in a commit; each is a row and some for the index. */
  private static final int BATCH = 100;

  /** Addresses and ids by which a message is found; of a very long list not each recipient. */
  private static final int MOST_TERMS = 8;

  private static final Pattern UNSHOWN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private static final int MAX_TEXT = 600;
  private static final int MOST_MESSAGES = 50;
  private static final int MOST_EVENTS = 2_000;
  private static final Duration TOGETHER = Duration.ofSeconds(1);

  private final Accounts store;
  private final InstantSource clock;
  private final Supplier<Duration> kept;
  private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final Thread writer;
  private volatile boolean closed;

  /** What is written, with the words by which it is found. */
  private record Event(Told told, Set<String> terms) {}

  /**
   * One thing that happened.
   *
   * @param id of the message in the queue
   */
  public record Told(Instant at, String id, String what) {}

  /**
   * @param kept for how long; zero for not at all
   */
  public Traces(Accounts store, Supplier<Duration> kept, InstantSource clock) {
    this.store = store;
    this.kept = kept;
    this.clock = clock;
    this.writer = Thread.ofVirtual().name("traces").unstarted(this::write);
  }

  void start() {
    writer.start();
  }

  void passed(Passage passage) {
    Set<String> terms = new LinkedHashSet<>();
    terms.add(passage.id());
    if (!passage.messageId().isEmpty()) {
      terms.add(bare(passage.messageId()));
    }
    passage.from().map(EmailAddress::canonical).ifPresent(terms::add);
    passage.to().stream().map(EmailAddress::canonical).limit(MOST_TERMS).forEach(terms::add);
    String to =
        passage.to().isEmpty()
            ? ""
            : " to <" + passage.to().getFirst() + ">" + others(passage.to().size() - 1);
    String from = passage.from().map(EmailAddress::toString).orElse("");
    String id = passage.messageId().isEmpty() ? "" : " message-id " + passage.messageId();
    add(passage.at(), passage.id(), "from <" + from + ">" + to + id + ": " + passage.what(), terms);
  }

  private static String others(int count) {
    return count == 0 ? "" : " and " + count + " more";
  }

  /** Something happened to a message. */
  void note(String id, String what) {
    add(clock.instant(), id, what, Set.of(id));
  }

  private void add(Instant at, String id, String what, Set<String> terms) {
    if (closed || kept.get().isZero()) {
      return;
    }
    if (!waiting.offer(new Event(new Told(at, id, clean(what)), terms))) {
      lost.incrementAndGet();
    }
  }

  /** It is shown on a terminal. */
  private static String clean(String text) {
    String printable = UNSHOWN.matcher(text).replaceAll("?");
    return printable.length() <= MAX_TEXT ? printable : printable.substring(0, MAX_TEXT);
  }

  private static String bare(String messageId) {
    String id = messageId.strip();
    return id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id;
  }

  private void write() {
    while (!closed) {
      try {
        Thread.sleep(TOGETHER);
      } catch (InterruptedException e) {
        return;
      }
      flush();
    }
  }

  /** Writes what is there. */
  synchronized void flush() {
    List<Event> some = new ArrayList<>();
    while (waiting.drainTo(some, BATCH) > 0) {
      commit(List.copyOf(some));
      some.clear();
    }
    long missing = lost.getAndSet(0);
    if (missing > 0) {
      LOG.log(WARNING, "too much happens at once: {0} events are not in the trace", missing);
    }
  }

  private void commit(List<Event> events) {
    try {
      store.update(PARTITION, draft -> events.forEach(event -> put(draft, event)));
    } catch (RuntimeException e) {
      LOG.log(WARNING, "the trace cannot be written now", e);
    }
  }

  private void put(Draft draft, Event event) {
    long at = event.told().at().toEpochMilli();
    long number = (clock.millis() << 20) + (numbers.incrementAndGet() & 0xfffff);
    TraceRow.Builder row =
        TraceRow.newBuilder().setAtMs(at).setId(event.told().id()).setWhat(event.told().what());
    for (String term : event.terms()) {
      row.addTerms(hash(term));
      draft.put(index(hash(term), at, number), new byte[0]);
    }
    draft.put(event(at, number), Row.write(row.build()));
  }

  private static long hash(String term) {
    return QueueKeys.of(term).group();
  }

  private static Key event(long at, long number) {
    return Key.of(QueueKeys.TRACE, at, number);
  }

  private static Key index(long term, long at, long number) {
    return Key.of(
        QueueKeys.TRACED, term, ByteBuffer.allocate(16).putLong(at).putLong(number).array());
  }

  /**
   * What is known of the newest messages that a word leads to, in the order of time.
   *
   * @param word a queue id, a message id or an address
   */
  public List<Told> find(String word) {
    Rows rows = store.read(PARTITION);
    String term =
        EmailAddress.parse(word.strip()).map(EmailAddress::canonical).orElseGet(() -> bare(word));
    Set<String> ids = new LinkedHashSet<>();
    // A message id looks like an address, so the word is tried as it is, too.
    for (String each : List.of(term, bare(word))) {
      events(rows, hash(each), MOST_MESSAGES * 4).forEach(told -> ids.add(told.id()));
    }
    List<Told> all = new ArrayList<>();
    ids.stream()
        .limit(MOST_MESSAGES)
        .forEach(id -> all.addAll(events(rows, hash(id), MOST_EVENTS - all.size())));
    return all.stream()
        .distinct()
        .sorted(Comparator.comparing(Told::at).thenComparing(Told::id))
        .toList();
  }

  private static List<Told> events(Rows rows, long term, int most) {
    if (most <= 0) {
      return List.of();
    }
    List<Told> found = new ArrayList<>();
    for (Entry entry : rows.scan(KeyRange.group(QueueKeys.TRACED, term), true, most)) {
      Key key = entry.key();
      rows.get(event(key.suffixLong(0), key.suffixLong(8)))
          .map(value -> Row.read(value, TraceRow.parser()))
          .map(row -> new Told(Instant.ofEpochMilli(row.getAtMs()), row.getId(), row.getWhat()))
          .ifPresent(found::add);
    }
    return found.reversed();
  }

  /** Forgets what is too old. */
  void sweep() {
    long before = Math.max(0, clock.instant().minus(kept.get()).toEpochMilli());
    Rows rows = store.read(PARTITION);
    var old = new KeyRange(event(0, 0), event(before, 0));
    for (List<Entry> page = rows.scan(old, false, BATCH);
        !page.isEmpty();
        page = rows.scan(old, false, BATCH)) {
      List<Entry> some = page;
      store.update(PARTITION, draft -> some.forEach(entry -> delete(draft, entry)));
    }
  }

  private static void delete(Draft draft, Entry entry) {
    long at = entry.key().group();
    long number = entry.key().suffixLong(0);
    TraceRow row = Row.read(entry.value(), TraceRow.parser());
    row.getTermsList().forEach(term -> draft.delete(index(term, at, number)));
    draft.delete(entry.key());
  }

  @Override
  public void close() {
    closed = true;
    flush();
  }

  /** How a result reads. */
  static String words(Letter.To to, Result result) {
    String address = "<" + to.address() + "> ";
    return address
        + switch (result) {
          case Result.Delivered() -> "delivered into mailbox a" + to.row().getAccount();
          case Result.Relayed(_, var said) -> "taken by " + words(said);
          case Result.Later(_, var said) -> "not now: " + words(said);
          case Result.Failed(var said) -> "failed: " + words(said);
          case Result.Unsent() -> "held, sending is off";
        };
  }

  private static String words(Result.Said said) {
    String host = said.host().isEmpty() ? "this server" : said.host();
    String code = said.code() == 0 ? said.status() : Integer.toString(said.code());
    return String.format(Locale.ROOT, "%s: %s %s", host, code, said.text());
  }
}
