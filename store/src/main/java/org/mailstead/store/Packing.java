package org.mailstead.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes a blob's stored form, which lets any part be read without unpacking what stands before it:
 *
 * <pre>
 * header  8 B   'M', format 1, compression (1 = zstd), log2 of the frame size; key id (4 B, 0 = none)
 * frames        256 KiB of plain bytes each, the last one less; each packed by itself
 * index   8 B   a frame: its length (high bit: not packed, because that saved nothing), its CRC32C
 * end    12 B   plain size (8 B); CRC32C of header, index and plain size
 * </pre>
 *
 * Numbers are big-endian.
 */
final class Packing extends OutputStream {
  static final byte MAGIC = 'M';
  static final byte FORMAT = 1;
  static final byte ZSTD = 1;
  static final int FRAME_BITS = 18;
  static final int FRAME = 1 << FRAME_BITS;
  static final int HEADER = 8;
  static final int INDEX = 8;
  static final int END = 12;
  static final int UNPACKED = 1 << 31;

  private static final int FIRST_BUFFER = 8 << 10;

  private final OutputStream out;
  private final Zstd zstd;
  private final ByteArrayOutputStream index = new ByteArrayOutputStream(INDEX);
  private final byte[] header =
      ByteBuffer.allocate(HEADER).put(MAGIC).put(FORMAT).put(ZSTD).put((byte) FRAME_BITS).array();

  private byte[] frame = new byte[FIRST_BUFFER];
  private int filled;
  private long size;

  Packing(OutputStream out, Zstd zstd) throws IOException {
    this.out = out;
    this.zstd = zstd;
    out.write(header);
  }

  /** Plain octets so far. */
  long size() {
    return size;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (filled == frame.length && frame.length < FRAME) {
        frame = Arrays.copyOf(frame, Math.min(FRAME, 4 * frame.length));
      }
      int part = Math.min(left, frame.length - filled);
      System.arraycopy(bytes, from, frame, filled, part);
      filled += part;
      from += part;
      left -= part;
      if (filled == FRAME) {
        pack();
      }
    }
    size += length;
  }

  private void pack() throws IOException {
    byte[] packed = new byte[(int) Zstd.bound(filled)];
    int length = zstd.pack(frame, filled, packed).orElse(filled);
    var entry = ByteBuffer.allocate(INDEX);
    var crc = new CRC32C();
    if (length >= filled) {
      crc.update(frame, 0, filled);
      entry.putInt(filled | UNPACKED);
      out.write(frame, 0, filled);
    } else {
      crc.update(packed, 0, length);
      entry.putInt(length);
      out.write(packed, 0, length);
    }
    index.write(entry.putInt((int) crc.getValue()).array());
    filled = 0;
  }

  /** Writes the last frame, index and end; does not close what it writes to. */
  void finish() throws IOException {
    if (filled > 0) {
      pack();
    }
    byte[] plain = ByteBuffer.allocate(Long.BYTES).putLong(size).array();
    var crc = new CRC32C();
    crc.update(header);
    crc.update(index.toByteArray());
    crc.update(plain);
    index.writeTo(out);
    out.write(plain);
    out.write(ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array());
  }
}
