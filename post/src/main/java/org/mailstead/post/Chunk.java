package org.mailstead.post;

import java.util.Arrays;
import org.mailstead.post.rows.MemberRow;

/** A run of members of a mailbox, packed: some fifty bytes a message. Never changed once shared. */
final class Chunk {
  static final int CAPACITY = 256;

  private final int[] uids;
  private final long[] emails;
  private final long[] low;
  private final long[] high;
  private final long[] modseqs;
  private final long[] dates;
  private final int[] sizes;

  /** Seconds since 1970, unsigned; 0 when it is not known. */
  private final int[] saved;

  private int count;

  Chunk() {
    this(16);
  }

  private Chunk(int capacity) {
    uids = new int[capacity];
    emails = new long[capacity];
    low = new long[capacity];
    high = new long[capacity];
    modseqs = new long[capacity];
    dates = new long[capacity];
    sizes = new int[capacity];
    saved = new int[capacity];
  }

  /** A copy with room for more. */
  Chunk copy() {
    int room = Math.min(CAPACITY, Math.max(16, count + count / 2 + 1));
    Chunk copy = new Chunk(Math.max(room, count));
    copy.count = count;
    System.arraycopy(uids, 0, copy.uids, 0, count);
    System.arraycopy(emails, 0, copy.emails, 0, count);
    System.arraycopy(low, 0, copy.low, 0, count);
    System.arraycopy(high, 0, copy.high, 0, count);
    System.arraycopy(modseqs, 0, copy.modseqs, 0, count);
    System.arraycopy(dates, 0, copy.dates, 0, count);
    System.arraycopy(sizes, 0, copy.sizes, 0, count);
    System.arraycopy(saved, 0, copy.saved, 0, count);
    return copy;
  }

  boolean isFull() {
    return count == uids.length;
  }

  int count() {
    return count;
  }

  int uid(int i) {
    return uids[i];
  }

  int lastUid() {
    return uids[count - 1];
  }

  /** The position of a uid, or where it would stand, as {@link Arrays#binarySearch} tells it. */
  int find(int uid) {
    return Arrays.binarySearch(uids, 0, count, uid);
  }

  void set(int i, int uid, MemberRow row) {
    uids[i] = uid;
    emails[i] = row.getEmail();
    low[i] = row.getFlagsLow();
    high[i] = row.getFlagsHigh();
    modseqs[i] = row.getModseq();
    dates[i] = row.getDate();
    sizes[i] = row.getSize();
    saved[i] = (int) (row.getSavedMs() / 1000);
  }

  void append(int uid, MemberRow row) {
    set(count++, uid, row);
  }

  void remove(int i) {
    int after = count - i - 1;
    System.arraycopy(uids, i + 1, uids, i, after);
    System.arraycopy(emails, i + 1, emails, i, after);
    System.arraycopy(low, i + 1, low, i, after);
    System.arraycopy(high, i + 1, high, i, after);
    System.arraycopy(modseqs, i + 1, modseqs, i, after);
    System.arraycopy(dates, i + 1, dates, i, after);
    System.arraycopy(sizes, i + 1, sizes, i, after);
    System.arraycopy(saved, i + 1, saved, i, after);
    count--;
  }

  Member member(int i) {
    return new Member(
        uids[i],
        emails[i],
        new Flags(low[i], high[i]),
        modseqs[i],
        dates[i],
        sizes[i],
        Integer.toUnsignedLong(saved[i]));
  }

  Flags flags(int i) {
    return new Flags(low[i], high[i]);
  }

  long modseq(int i) {
    return modseqs[i];
  }

  long email(int i) {
    return emails[i];
  }
}
