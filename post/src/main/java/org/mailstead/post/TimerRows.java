package org.mailstead.post;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mailstead.post.Timers.Timer;
import org.mailstead.post.rows.TimerRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Entry;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;

/**
 * Timers as they are stored: a row by name, which says when, and a row in the order of time, which
 * is read in pages, so that a million of them cost no memory. The collections' numbers are stored.
 */
final class TimerRows {
  private static final int TIMER = 0x10;
  private static final int BY_TIME = 0x18;

  /** That each timer of the shard stands in the order of time: older homes have only names. */
  private static final int ORDERED = 0x19;

  private static final byte[] NOTHING = {};
  private static final int BATCH = 200;

  private TimerRows() {}

  /** A timer's name, short. */
  record Mark(long a, long b) {
    static Mark of(String kind, String id) {
      var hash = ByteBuffer.wrap(Threads.hash(kind + "/" + id));
      return new Mark(hash.getLong(), hash.getLong());
    }

    private Key key() {
      return Key.of(TIMER, a, ByteBuffer.allocate(16).putLong(a).putLong(b).array());
    }
  }

  /** A place in the order of time. */
  record Due(Key key, Mark mark, long lane) {
    private static Due of(Entry entry) {
      Key key = entry.key();
      long lane = entry.value().length < 8 ? 0 : ByteBuffer.wrap(entry.value()).getLong();
      return new Due(key, new Mark(key.suffixLong(0), key.suffixLong(8)), lane);
    }
  }

  /** Where those due at a time begin. */
  static Key from(Instant due) {
    return Key.of(BY_TIME, Math.max(0, due.toEpochMilli()));
  }

  static Key place(Timer timer) {
    Mark mark = timer.mark();
    return Key.of(BY_TIME, Math.max(0, timer.due().toEpochMilli()), mark.a, mark.b);
  }

  static void write(Draft draft, Timer timer) {
    Key name = timer.mark().key();
    displace(draft, name);
    var row =
        TimerRow.newBuilder()
            .setKind(timer.kind())
            .setId(timer.id())
            .setDueMs(timer.due().toEpochMilli())
            .setPayload(ByteString.copyFrom(timer.payload()))
            .setLane(timer.lane());
    draft.put(name, Row.write(row.build()));
    draft.put(place(timer), lane(timer));
  }

  static void erase(Draft draft, String kind, String id) {
    Key name = Mark.of(kind, id).key();
    displace(draft, name);
    draft.delete(name);
  }

  private static void displace(Draft draft, Key name) {
    draft.get(name).ifPresent(before -> draft.delete(place(timer(before))));
  }

  private static byte[] lane(Timer timer) {
    return timer.lane() == 0 ? NOTHING : ByteBuffer.allocate(8).putLong(timer.lane()).array();
  }

  static Timer timer(byte[] value) {
    TimerRow row = Row.read(value, TimerRow.parser());
    return new Timer(
        row.getKind(),
        row.getId(),
        Instant.ofEpochMilli(row.getDueMs()),
        row.getPayload().toByteArray(),
        row.getLane());
  }

  /** Places of a range in the order of time, at most so many. */
  static List<Due> page(Rows rows, Key from, Key to, int limit) {
    if (from.compareTo(to) >= 0) {
      return List.of();
    }
    return rows.scan(new KeyRange(from, to), false, limit).stream().map(Due::of).toList();
  }

  /** The timers that stand at places, without those that have moved away since. */
  static List<Timer> read(Rows rows, List<Due> places) {
    Map<Key, byte[]> found =
        rows.multiGet(places.stream().map(due -> due.mark().key()).distinct().toList());
    List<Timer> timers = new ArrayList<>();
    for (Due due : places) {
      byte[] value = found.get(due.mark().key());
      if (value != null) {
        Timer timer = timer(value);
        if (place(timer).equals(due.key())) {
          timers.add(timer);
        }
      }
    }
    return timers;
  }

  /** Brings the timers of an older home into the order of time. */
  static void order(Accounts store, Partition shard) {
    Rows rows = store.read(shard);
    if (rows.get(Key.of(ORDERED, 0)).isPresent()) {
      return;
    }
    KeyRange left = KeyRange.collection(TIMER);
    for (boolean more = true; more; ) {
      List<Entry> page = rows.scan(left, false, BATCH);
      more = page.size() == BATCH;
      boolean last = !more;
      store.update(
          shard,
          draft -> {
            draft.useReserve();
            // As they are by now: somebody may have moved one since the page was read.
            page.forEach(entry ->
                draft
                    .get(entry.key())
                    .map(TimerRows::timer)
                    .ifPresent(timer -> draft.put(place(timer), lane(timer))));
            if (last) {
              draft.put(Key.of(ORDERED, 0), NOTHING);
            }
          });
      if (more) {
        left = left.after(page.getLast().key(), false);
      }
    }
  }
}
