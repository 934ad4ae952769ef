package org.mailstead.store;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.mailstead.store.rows.BlobHolder;
import org.mailstead.store.rows.BlobRow;
import org.mailstead.words.AccountId;

/**
 * Where blobs lie and who may refer to them: rows of 64 partitions, by the id's first byte. Every
 * change re-reads what it decides on inside its commit, so that a put and the sweeper never cross.
 */
final class BlobIndex {
  static final int SHARDS = 64;

  private static final int BLOBS = 1;
  private static final int HOLDERS = 2;

  private final Accounts accounts;
  private final Duration grace;

  BlobIndex(Accounts accounts, Duration grace) {
    this.accounts = accounts;
    this.grace = grace;
  }

  static Partition shard(BlobId id) {
    return new Partition(Partition.Kind.BLOBS, (id.a() >>> 56) % SHARDS);
  }

  private static byte[] rest(BlobId id, int more) {
    return ByteBuffer.allocate(24 + more).putLong(id.b()).putLong(id.c()).putLong(id.d()).array();
  }

  private static Key key(BlobId id) {
    return Key.of(BLOBS, id.a(), rest(id, 0));
  }

  private static BlobId id(Key key) {
    return new BlobId(key.group(), key.suffixLong(0), key.suffixLong(8), key.suffixLong(16));
  }

  private static Key key(BlobId id, AccountId holder) {
    byte[] suffix = rest(id, Long.BYTES);
    ByteBuffer.wrap(suffix).putLong(24, holder.value());
    return Key.of(HOLDERS, id.a(), suffix);
  }

  static AccountId holder(Key key) {
    return new AccountId(key.suffixLong(24));
  }

  private static KeyRange holders(BlobId id) {
    Key last = key(id, new AccountId(Long.MAX_VALUE));
    return new KeyRange(Key.of(HOLDERS, id.a(), rest(id, 0)), last.next());
  }

  Optional<BlobRow> find(BlobId id) {
    return accounts.read(shard(id)).get(key(id)).map(BlobIndex::row);
  }

  private static BlobRow row(byte[] value) {
    return Row.read(value, BlobRow.parser());
  }

  /** Renews the mark of a blob and notes the holder; false when there is no such blob. */
  boolean renew(BlobId id, Optional<AccountId> holder, Instant now) {
    return accounts.change(
        shard(id),
        draft -> {
          Optional<BlobRow> known = draft.get(key(id)).map(BlobIndex::row);
          // Whoever wants it for new mail is refused by that mail's own commit.
          draft.useReserve();
          known.ifPresent(row -> touch(draft, id, row, holder, now));
          return known.isPresent();
        });
  }

  /** Adds a blob, unless somebody else did first; returns the row that counts. */
  BlobRow add(BlobId id, BlobRow fresh, Optional<AccountId> holder, Instant now) {
    return accounts.change(
        shard(id),
        draft -> {
          Optional<BlobRow> known = draft.get(key(id)).map(BlobIndex::row);
          if (known.isEmpty()) {
            draft.put(key(id), Row.write(fresh));
          }
          touch(draft, id, known.orElse(fresh), holder, now);
          return known.orElse(fresh);
        });
  }

  private void touch(Draft draft, BlobId id, BlobRow row, Optional<AccountId> holder, Instant now) {
    // A mark that is nearly new is left: the thousandth copy of a newsletter costs no commit.
    if (now.toEpochMilli() - row.getMarked() > grace.toMillis() / 16) {
      var renewed = row.toBuilder().setMarked(now.toEpochMilli()).build();
      draft.put(key(id), Row.write(renewed));
    }
    holder
        .map(account -> key(id, account))
        .filter(key -> draft.get(key).isEmpty())
        .ifPresent(key -> {
          var since = BlobHolder.newBuilder().setSince(now.toEpochMilli()).build();
          draft.put(key, Row.write(since));
        });
  }

  /** Points a blob at its copy, if it still lies where it was read from. */
  void move(BlobId id, BlobRow from, BlobRow to) {
    accounts.update(
        shard(id),
        draft ->
            draft
                .get(key(id))
                .map(BlobIndex::row)
                .filter(row -> samePlace(row, from))
                .ifPresent(row -> {
                  draft.useReserve();
                  var moved = row.toBuilder().setSegment(to.getSegment()).build();
                  draft.put(key(id), Row.write(moved));
                }));
  }

  static boolean samePlace(BlobRow one, BlobRow other) {
    return one.getPlaceCase() == other.getPlaceCase()
        && one.getSegment().equals(other.getSegment())
        && one.getFile().equals(other.getFile());
  }

  /** Calls back for every blob. */
  void each(BiConsumer<BlobId, BlobRow> blob) {
    for (int shard = 0; shard < SHARDS; shard++) {
      accounts
          .read(new Partition(Partition.Kind.BLOBS, shard))
          .each(
              KeyRange.collection(BLOBS),
              entry -> blob.accept(id(entry.key()), row(entry.value())));
    }
  }

  /** The holders noted of a blob, at most a limit of them, as the keys of their rows. */
  List<Key> holders(BlobId id, int limit) {
    return accounts.read(shard(id)).scan(holders(id), false, limit).stream()
        .map(Entry::key)
        .toList();
  }

  /**
   * Forgets holders, and with {@code whole} the blob too; but nothing when the blob was put again
   * since {@code seen} was read, or when {@code whole} and others hold it now.
   *
   * @return whether it was done
   */
  boolean forget(BlobId id, BlobRow seen, List<Key> holders, boolean whole) {
    return accounts.change(
        shard(id),
        draft -> {
          Optional<BlobRow> row = draft.get(key(id)).map(BlobIndex::row);
          if (!row.equals(Optional.of(seen))) {
            return false;
          }
          if (whole) {
            List<Key> now = new ArrayList<>();
            draft.scan(holders(id), false, holders.size() + 1).forEach(e -> now.add(e.key()));
            if (!now.equals(holders)) {
              return false;
            }
            draft.delete(key(id));
          }
          holders.forEach(draft::delete);
          return true;
        });
  }

  void trimLogs(Instant now) {
    new Trimming(accounts, LogHorizon.UNREAD).all(Partition.Kind.BLOBS, now);
  }
}
