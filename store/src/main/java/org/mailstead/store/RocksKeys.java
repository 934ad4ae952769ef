package org.mailstead.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.time.Instant;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * How {@link RocksEngine} writes keys, heads and log entries. Every key begins with its partition:
 * kind (one byte) and id (8 bytes, big-endian), so that a partition lies in one piece. A row's key
 * goes on with {@link Key#bytes}, a log entry's with its version; a head's ends there.
 */
final class RocksKeys {
  static final Charset TEXT = US_ASCII;
  static final int PREFIX = 1 + Long.BYTES;

  /** Collections of message bodies, which lie in a column family of their own. */
  static final int BULK_FROM = 0x4000;

  static final int BULK_TO = 0x8000;

  private static final byte FORMAT = 1;
  private static final int HEAD = 1 + Long.BYTES + 2 * Integer.BYTES + CommitId.BYTES;
  private static final int LOG = 1 + Long.BYTES + CommitId.BYTES;

  private RocksKeys() {}

  private static ByteBuffer start(Partition partition, int more) {
    return ByteBuffer.allocate(PREFIX + more)
        .put((byte) partition.kind().code())
        .putLong(partition.id());
  }

  static byte[] head(Partition partition) {
    return start(partition, 0).array();
  }

  static byte[] row(Partition partition, Key key) {
    return start(partition, key.size()).put(key.bytes()).array();
  }

  static byte[] log(Partition partition, long version) {
    return start(partition, Long.BYTES).putLong(version).array();
  }

  static Partition partition(byte[] stored) {
    var in = ByteBuffer.wrap(stored);
    return new Partition(Partition.Kind.ofCode(in.get()), in.getLong());
  }

  static Key key(byte[] stored) {
    return Key.ofBytes(stored, PREFIX);
  }

  static RocksHandles.Family family(Key key) {
    int collection = key.collection();
    return collection >= BULK_FROM && collection < BULK_TO
        ? RocksHandles.Family.BULK
        : RocksHandles.Family.ROWS;
  }

  static byte[] write(Head head) {
    var out = ByteBuffer.allocate(HEAD).put(FORMAT).putLong(head.version());
    out.putInt(head.epoch()).putInt(head.home());
    head.lastCommit().write(out);
    return out.array();
  }

  static Head head(byte[] value) {
    ByteBuffer in = open(value, HEAD);
    return new Head(in.getLong(), in.getInt(), in.getInt(), CommitId.read(in));
  }

  static byte[] write(CommitId id, Instant time, byte[] body) {
    var out = ByteBuffer.allocate(LOG + body.length).put(FORMAT).putLong(time.toEpochMilli());
    id.write(out);
    return out.put(body).array();
  }

  static LogEntry entry(byte[] stored, byte[] value) {
    ByteBuffer in = open(value, LOG);
    var time = Instant.ofEpochMilli(in.getLong());
    CommitId id = CommitId.read(in);
    byte[] body = new byte[in.remaining()];
    in.get(body);
    return new LogEntry(ByteBuffer.wrap(stored).getLong(PREFIX), id, time, body);
  }

  private static ByteBuffer open(byte[] value, int least) {
    if (value.length < least || value[0] != FORMAT) {
      throw new Refused(Problem.Kind.CORRUPT, "store.engine", "a head or log entry");
    }
    return ByteBuffer.wrap(value).position(1);
  }
}
