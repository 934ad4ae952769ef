package org.mailstead.post.clients;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.mailstead.filter.client.Keeping;
import org.mailstead.post.Timers;
import org.mailstead.post.rows.ClientRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;

/**
 * What was learnt about clients, in rows of a partition of its own. The numbers are stored: never
 * change or reuse one.
 */
public final class ClientRows implements Keeping {
  private static final int REPUTATION = 0x78;
  private static final int GREYLIST = 0x79;
  private static final int BATCH = 500;

  /** Beside the shards of the queue, its trace and the reports. */
  private static final Partition PARTITION =
      new Partition(Partition.Kind.QUEUE, Timers.SHARDS + 3L);

  private final Accounts store;

  public ClientRows(Accounts store) {
    this.store = store;
  }

  private static int collection(Kind kind) {
    return switch (kind) {
      case REPUTATION -> REPUTATION;
      case GREYLIST -> GREYLIST;
    };
  }

  private static Key key(Kind kind, String name) {
    return Key.named(collection(kind), name);
  }

  @Override
  public void each(Kind kind, Consumer<Kept> kept) {
    store
        .read(PARTITION)
        .each(
            KeyRange.collection(collection(kind)),
            entry -> {
              ClientRow row = Row.read(entry.value(), ClientRow.parser());
              kept.accept(new Kept(row.getName(), row.getNumbersList()));
            });
  }

  @Override
  public void write(Kind kind, Collection<Kept> changed, Collection<String> gone) {
    List<Kept> rows = List.copyOf(changed);
    for (int from = 0; from < rows.size(); from += BATCH) {
      List<Kept> some = rows.subList(from, Math.min(rows.size(), from + BATCH));
      store.update(
          PARTITION,
          draft ->
              some.forEach(kept ->
                  draft.put(
                      key(kind, kept.name()),
                      Row.write(
                          ClientRow.newBuilder()
                              .setName(kept.name())
                              .addAllNumbers(kept.numbers())
                              .build()))));
    }
    List<String> dead = List.copyOf(gone);
    for (int from = 0; from < dead.size(); from += BATCH) {
      List<String> some = dead.subList(from, Math.min(dead.size(), from + BATCH));
      store.update(PARTITION, draft -> some.forEach(name -> draft.delete(key(kind, name))));
    }
  }
}
