package org.mailstead.identity.audit;

import static java.lang.System.Logger.Level.ERROR;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mailstead.identity.rows.AuditEventRow;
import org.mailstead.identity.rows.AuditHeadRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Entry;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.Refused;

/**
 * The log. Each entry's hash covers the entry before, so that none can be changed, taken out or put
 * in without changing all that follow; whoever has noted a number and its hash elsewhere can prove
 * it. An entry is written before its action is begun: what cannot be logged is not done.
 */
public final class AuditLog {
  private static final System.Logger LOG = System.getLogger(AuditLog.class.getName());
  private static final Partition PARTITION = new Partition(Partition.Kind.AUDIT, 0);
  private static final int ENTRIES = 1;
  private static final Key HEAD = Key.of(2, 0);
  private static final Key START = Key.of(3, 0);
  private static final int PAGE = 500;

  /** Entries that one question looks at, at most: then it tells how to go on. */
  private static final int MOST_LOOKED_AT = 20_000;

  /** The hash before the first entry. */
  private static final String NOTHING = "0".repeat(64);

  private final Accounts store;
  private final InstantSource clock;

  public AuditLog(Accounts store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * The last entry of a stretch.
   *
   * @param number 0 when there is none
   * @param hash of it
   */
  public record Head(long number, String hash) {}

  /** Appends; returns its number when it is durable. */
  public long append(AuditEvent event) {
    return append(event, "", 0);
  }

  private long append(AuditEvent event, String outcome, long about) {
    return store.change(
        PARTITION,
        draft -> {
          Head head = head(draft, HEAD);
          long number = head.number + 1;
          var bare = new AuditEntry(number, clock.instant(), event, outcome, about, "");
          String hash = hash(head.hash, bare);
          draft.put(Key.of(ENTRIES, number), Row.write(row(bare, hash)));
          write(draft, HEAD, new Head(number, hash));
          return number;
        });
  }

  /** Logs that something is begun, does it, and logs it once more when it did not come about. */
  public <T> T doing(AuditEvent event, Supplier<T> work) {
    long number = append(event);
    try {
      return work.get();
    } catch (Refused e) {
      append(event, e.problem().key(), number);
      throw e;
    } catch (RuntimeException e) {
      append(event, "failed", number);
      throw e;
    }
  }

  /** Appends what has happened already and cannot be taken back; a failure is logged elsewhere. */
  public void note(AuditEvent event) {
    try {
      append(event);
    } catch (Refused e) {
      LOG.log(ERROR, "the audit log lacks {0}: {1}", event.action(), e.problem());
    }
  }

  private static Head head(Rows rows, Key key) {
    return rows.get(key)
        .map(bytes -> Row.read(bytes, AuditHeadRow.parser()))
        .map(row -> new Head(row.getNumber(), hex(row.getHash())))
        .orElseGet(() -> new Head(0, NOTHING));
  }

  private static void write(Draft draft, Key key, Head head) {
    draft.put(
        key,
        Row.write(
            AuditHeadRow.newBuilder()
                .setNumber(head.number)
                .setHash(ByteString.copyFrom(HexFormat.of().parseHex(head.hash)))
                .build()));
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static String hash(String before, AuditEntry entry) {
    try {
      byte[] covered = (before + " " + entry.text()).getBytes(UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(covered));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static AuditEventRow row(AuditEntry entry, String hash) {
    AuditEvent event = entry.event();
    return AuditEventRow.newBuilder()
        .setAtMs(entry.at().toEpochMilli())
        .setActor(event.actor())
        .setFrom(event.from())
        .setAction(event.action())
        .setSubject(event.subject())
        .setDomain(event.domain())
        .putAllDetails(event.details())
        .setOutcome(entry.outcome())
        .setAbout(entry.about())
        .setHash(ByteString.copyFrom(HexFormat.of().parseHex(hash)))
        .build();
  }

  private static AuditEntry entry(Entry stored) {
    AuditEventRow row = Row.read(stored.value(), AuditEventRow.parser());
    var event =
        new AuditEvent(
            row.getActor(),
            row.getFrom(),
            row.getAction(),
            row.getSubject(),
            row.getDomain(),
            row.getDetailsMap());
    return new AuditEntry(
        stored.key().group(),
        Instant.ofEpochMilli(row.getAtMs()),
        event,
        row.getOutcome(),
        row.getAbout(),
        hex(row.getHash()));
  }

  /**
   * Entries, the latest first.
   *
   * @param next the number to ask before for more; empty at the end
   */
  public record Page(List<AuditEntry> entries, Optional<Long> next) {}

  /**
   * Looks backwards.
   *
   * @param before not included; {@link Long#MAX_VALUE} for the latest
   */
  public Page page(AuditQuery query, long before, int limit) {
    List<AuditEntry> found = new ArrayList<>();
    KeyRange left = new KeyRange(Key.of(ENTRIES, 0), Key.of(ENTRIES, Math.max(1, before)));
    for (int looked = 0; looked < MOST_LOOKED_AT; looked += PAGE) {
      List<Entry> rows = store.read(PARTITION).scan(left, true, PAGE);
      for (Entry stored : rows) {
        AuditEntry entry = entry(stored);
        if (query.matches(entry)) {
          if (found.size() == limit) {
            return new Page(found, Optional.of(found.getLast().number()));
          }
          found.add(entry);
        }
      }
      if (rows.size() < PAGE) {
        return new Page(found, Optional.empty());
      }
      left = left.after(rows.getLast().key(), true);
    }
    return new Page(found, Optional.of(left.to().group()));
  }

  /** All that match, the oldest first. */
  public void each(AuditQuery query, Consumer<AuditEntry> told) {
    some(query, 0, Integer.MAX_VALUE, told);
  }

  /**
   * Some that match, the oldest first.
   *
   * @param since the number after which they begin
   */
  public void some(AuditQuery query, long since, int most, Consumer<AuditEntry> told) {
    int count = 0;
    var left = new KeyRange(Key.of(ENTRIES, since + 1), Key.of(ENTRIES, Long.MAX_VALUE));
    while (true) {
      List<Entry> rows = store.read(PARTITION).scan(left, false, PAGE);
      for (Entry stored : rows) {
        AuditEntry entry = entry(stored);
        if (query.matches(entry)) {
          if (count == most) {
            return;
          }
          count++;
          told.accept(entry);
        }
      }
      if (rows.size() < PAGE) {
        return;
      }
      left = left.after(rows.getLast().key(), false);
    }
  }

  public Head head() {
    return head(store.read(PARTITION), HEAD);
  }

  /**
   * What a look at the whole chain found.
   *
   * @param broken the first entry that is not what was written; empty when all are
   */
  public record Verified(long entries, Head head, Optional<Long> broken) {}

  /**
   * Computes the whole chain anew.
   *
   * @param noted a number and hash that were written down earlier; empty for none
   */
  public Verified verify(Optional<Head> noted) {
    Rows rows = store.read(PARTITION);
    Head end = head(rows, HEAD); // first: what is appended meanwhile does not disturb
    var walk = new Walk(head(rows, START), noted);
    rows.each(
        new KeyRange(Key.of(ENTRIES, 0), Key.of(ENTRIES, end.number + 1)),
        stored -> walk.step(entry(stored)));
    return walk.end(end);
  }

  /** Goes along the chain, from one entry to the next. */
  private static final class Walk {
    private final Optional<Head> noted;
    private Head last;
    private long entries;
    private Optional<Long> broken = Optional.empty();

    Walk(Head start, Optional<Head> noted) {
      this.last = start;
      this.noted = noted;
    }

    void step(AuditEntry entry) {
      boolean follows =
          entry.number() == last.number + 1 && hash(last.hash, entry).equals(entry.hash());
      boolean asNoted =
          noted
              .filter(one -> one.number == entry.number())
              .map(one -> one.hash.equals(entry.hash()))
              .orElse(true);
      if (broken.isEmpty() && !(follows && asNoted)) {
        broken = Optional.of(entry.number());
      }
      last = new Head(entry.number(), entry.hash());
      entries++;
    }

    Verified end(Head end) {
      boolean cut = !last.equals(end) || noted.filter(one -> one.number > end.number).isPresent();
      if (broken.isEmpty() && cut) {
        broken = Optional.of(last.number + 1);
      }
      return new Verified(entries, end, broken);
    }
  }

  /** Forgets entries from before a time; the chain begins with the first that is left. */
  public int forget(Instant before) {
    int gone = 0;
    while (true) {
      int now = store.change(PARTITION, draft -> forgetSome(draft, before));
      gone += now;
      if (now < PAGE) {
        return gone;
      }
    }
  }

  private static int forgetSome(Draft draft, Instant before) {
    int gone = 0;
    for (Entry stored : draft.scan(KeyRange.collection(ENTRIES), false, PAGE)) {
      AuditEntry entry = entry(stored);
      if (!entry.at().isBefore(before)) {
        break;
      }
      draft.delete(stored.key());
      write(draft, START, new Head(entry.number(), entry.hash()));
      gone++;
    }
    return gone;
  }
}
