package org.mailstead.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The form of a segment file: a header, then one record a blob, appended and never changed.
 *
 * <pre>
 * file    16 B   "MSEG", format 1 (4 B), number (8 B)
 * record  48 B   "MREC", length of packed (4 B), blob id (32 B), CRC32C of length, id and packed,
 *                4 B zero; then packed, as {@link Packing} wrote it
 * </pre>
 */
final class SegmentFile {
  static final int HEADER = 16;
  static final int RECORD = 48;

  private static final int MAGIC = 0x4d534547;
  private static final int FORMAT = 1;
  private static final int RECORD_MAGIC = 0x4d524543;

  /** Records are at most this long without their header; a longer length is damage. */
  static final int MAX_PACKED = 2 << 20;

  private SegmentFile() {}

  /** A record found by {@link #scan}. */
  record Found(BlobId id, long offset, byte[] packed) {
    long end() {
      return offset + RECORD + packed.length;
    }
  }

  /** Called for each whole record. */
  @FunctionalInterface
  interface Visitor {
    void record(Found found) throws IOException;
  }

  /**
   * @param end after the last whole record
   * @param damaged whether something unreadable stands before it
   */
  record Extent(long end, boolean damaged) {}

  static ByteBuffer header(long number) {
    return ByteBuffer.allocate(HEADER).putInt(MAGIC).putInt(FORMAT).putLong(number).flip();
  }

  static ByteBuffer recordHeader(BlobId id, byte[] packed) {
    return ByteBuffer.allocate(RECORD)
        .putInt(RECORD_MAGIC)
        .putInt(packed.length)
        .put(id.bytes())
        .putInt(crc(id, packed))
        .putInt(0)
        .flip();
  }

  private static int crc(BlobId id, byte[] packed) {
    var crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(packed.length).flip());
    crc.update(id.bytes());
    crc.update(packed);
    return (int) crc.getValue();
  }

  /** Whether the record at a place is this blob's, as far as its header tells. */
  static boolean isRecord(FileChannel file, long offset, BlobId id, long packed)
      throws IOException {
    if (offset < HEADER || offset + RECORD + packed > file.size()) {
      return false;
    }
    var header = ByteBuffer.wrap(BlobSource.at(file, offset, RECORD));
    return header.getInt() == RECORD_MAGIC
        && header.getInt() == packed
        && BlobId.read(header).equals(id);
  }

  /**
   * Visits all whole records. What is unreadable is skipped byte by byte up to the next whole
   * record, because what follows the damage may be somebody's only copy.
   */
  static Extent scan(Path path, Visitor visitor) throws IOException {
    try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = file.size();
      long at = HEADER;
      long end = HEADER;
      boolean damaged = size < HEADER || !hasHeader(file);
      while (at + RECORD <= size) {
        Found found = whole(file, at, size);
        if (found == null) {
          at = next(file, at + 1, size);
          continue;
        }
        damaged |= found.offset > end;
        visitor.record(found);
        at = found.end();
        end = at;
      }
      return new Extent(end, damaged);
    }
  }

  private static boolean hasHeader(FileChannel file) throws IOException {
    var header = ByteBuffer.wrap(BlobSource.at(file, 0, HEADER));
    return header.getInt() == MAGIC && header.getInt() == FORMAT;
  }

  private static @org.jspecify.annotations.Nullable Found whole(
      FileChannel file, long at, long size) throws IOException {
    var header = ByteBuffer.wrap(BlobSource.at(file, at, RECORD));
    if (header.getInt() != RECORD_MAGIC) {
      return null;
    }
    int length = header.getInt();
    if (length < 0 || length > MAX_PACKED || at + RECORD + length > size) {
      return null;
    }
    BlobId id = BlobId.read(header);
    byte[] packed = BlobSource.at(file, at + RECORD, length);
    return header.getInt() == crc(id, packed) ? new Found(id, at, packed) : null;
  }

  /** The next place that looks like a record, or the end. */
  private static long next(FileChannel file, long from, long size) throws IOException {
    int block = 64 << 10;
    for (long at = from; at + RECORD <= size; at += block - Integer.BYTES + 1) {
      var bytes = ByteBuffer.wrap(BlobSource.at(file, at, (int) Math.min(block, size - at)));
      for (int i = 0; i + Integer.BYTES <= bytes.capacity(); i++) {
        if (bytes.getInt(i) == RECORD_MAGIC) {
          return at + i;
        }
      }
    }
    return size;
  }
}
