package org.mailstead.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that changes at once in one partition. The limits are those that every engine can hold; they
 * are checked here, above all engines, so that none is laxer than another.
 *
 * @param expectedVersion the version this was made from; the commit becomes the next one
 * @param log what the partition's log keeps of it
 */
public record Commit(
    Partition partition, long expectedVersion, int epoch, CommitId id, List<Op> ops, byte[] log) {
  /** Octets of one value. */
  public static final int MAX_VALUE = 64 << 10;

  public static final int MAX_OPS = 1000;

  /** Octets of a commit: keys, values and log. */
  public static final int MAX_BYTES = 1 << 20;

  public Commit {
    ops = List.copyOf(ops);
    if (ops.size() > MAX_OPS) {
      throw new IllegalArgumentException(ops.size() + " operations in one commit");
    }
    Set<Key> seen = HashSet.newHashSet(ops.size());
    for (Op op : ops) {
      if (!seen.add(op.key())) {
        throw new IllegalArgumentException("two operations on " + op.key());
      }
    }
    long bytes = bytes(ops, log);
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(bytes + " B in one commit");
    }
  }

  /** The version that it becomes. */
  public long version() {
    return expectedVersion + 1;
  }

  /** Octets of keys, values and log. */
  long bytes() {
    return bytes(ops, log);
  }

  private static long bytes(List<Op> ops, byte[] log) {
    long bytes = log.length;
    for (Op op : ops) {
      bytes += size(op);
    }
    return bytes;
  }

  static int size(Op op) {
    return switch (op) {
      case Op.Put(Key key, byte[] value) -> {
        if (value.length > MAX_VALUE) {
          throw new IllegalArgumentException("a value of " + value.length + " B at " + key);
        }
        yield key.size() + value.length;
      }
      case Op.Delete(Key key) -> key.size();
    };
  }
}
