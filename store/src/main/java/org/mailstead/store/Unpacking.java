package org.mailstead.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** A range of a blob's plain bytes, read from what {@link Packing} wrote, a frame at a time. */
final class Unpacking extends InputStream {
  private static final byte[] NONE = {};

  private final BlobSource source;
  private final Zstd zstd;
  private final ByteBuffer index;
  private final int frameBits;
  private final long size;
  private final long end;

  private long at;
  private byte[] frame = NONE;

  /** Number of the frame held, and where the next one to be packed out lies. */
  private long held = -1;

  private int nextFrame;
  private long nextOffset = Packing.HEADER;

  /**
   * @param from plain octets to leave out; beyond the end gives an empty stream
   * @param length plain octets at most
   * @throws Refused CORRUPT when what is stored is not a blob
   */
  Unpacking(BlobSource source, Zstd zstd, long from, long length) throws IOException {
    if (from < 0 || length < 0) {
      throw new IllegalArgumentException("from " + from + ", length " + length);
    }
    this.source = source;
    this.zstd = zstd;
    if (source.length() < Packing.HEADER + Packing.END) {
      throw corrupt("too short");
    }
    byte[] header = source.read(0, Packing.HEADER);
    byte[] tail = source.read(source.length() - Packing.END, Packing.END);
    this.size = ByteBuffer.wrap(tail).getLong();
    this.frameBits = frameBits(header);
    this.index = index(header, tail);
    this.at = Math.min(from, size);
    this.end = at + Math.min(length, size - at);
  }

  private static int frameBits(byte[] header) {
    if (header[0] != Packing.MAGIC || header[1] != Packing.FORMAT || header[2] != Packing.ZSTD) {
      throw corrupt("no blob of format 1");
    }
    if (ByteBuffer.wrap(header).getInt(4) != 0) {
      throw new Refused(Problem.Kind.UNSUPPORTED, "blob.sealed");
    }
    if (header[3] < 10 || header[3] > 24) {
      throw corrupt("frames of 2^" + header[3]);
    }
    return header[3];
  }

  private ByteBuffer index(byte[] header, byte[] tail) throws IOException {
    long frames = size < 0 ? -1 : (size + (1L << frameBits) - 1) >>> frameBits;
    long room = source.length() - Packing.HEADER - Packing.END;
    if (frames < 0 || frames > room / Packing.INDEX || frames * Packing.INDEX > 1 << 30) {
      throw corrupt("size " + size);
    }
    int length = (int) frames * Packing.INDEX;
    byte[] bytes = source.read(source.length() - Packing.END - length, length);
    var crc = new CRC32C();
    crc.update(header);
    crc.update(bytes);
    crc.update(tail, 0, Long.BYTES);
    if ((int) crc.getValue() != ByteBuffer.wrap(tail).getInt(Long.BYTES)) {
      throw corrupt("index");
    }
    return ByteBuffer.wrap(bytes);
  }

  private static Refused corrupt(String why) {
    return new Refused(Problem.Kind.CORRUPT, "blob.corrupt", why);
  }

  /** Plain octets of the whole blob. */
  long size() {
    return size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    java.util.Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (at >= end) {
      return -1;
    }
    long number = at >>> frameBits;
    if (number != held) {
      load((int) number);
    }
    int start = (int) (at - (number << frameBits));
    int part = (int) Math.min(Math.min(length, frame.length - start), end - at);
    System.arraycopy(frame, start, into, offset, part);
    at += part;
    return part;
  }

  @Override
  public long skip(long octets) {
    long part = Math.clamp(octets, 0, end - at);
    at += part;
    return part;
  }

  private void load(int number) throws IOException {
    for (; nextFrame < number; nextFrame++) {
      nextOffset += packedLength(nextFrame);
    }
    int plain = (int) Math.min(1L << frameBits, size - ((long) number << frameBits));
    int length = packedLength(number);
    byte[] packed;
    try {
      packed = source.read(nextOffset, length);
    } catch (EOFException e) {
      throw corrupt("frame " + number + " lies outside");
    }
    var crc = new CRC32C();
    crc.update(packed);
    if ((int) crc.getValue() != index.getInt(number * Packing.INDEX + Integer.BYTES)) {
      throw corrupt("frame " + number);
    }
    boolean stored = (index.getInt(number * Packing.INDEX) & Packing.UNPACKED) != 0;
    frame = stored ? packed : unpack(packed, plain, number);
    if (frame.length != plain) {
      throw corrupt("frame " + number + " has another size");
    }
    held = number;
    nextFrame = number + 1;
    nextOffset += length;
  }

  private int packedLength(int number) {
    int length = index.getInt(number * Packing.INDEX) & ~Packing.UNPACKED;
    if (length > Zstd.bound(1 << frameBits)) {
      throw corrupt("frame " + number + " of " + length + " B");
    }
    return length;
  }

  private byte[] unpack(byte[] packed, int plain, int number) {
    byte[] bytes = new byte[plain];
    if (zstd.unpack(packed, bytes).orElse(-1) != plain) {
      throw corrupt("frame " + number);
    }
    return bytes;
  }

  @Override
  public int available() {
    return held >= 0 && at >>> frameBits == held
        ? (int) Math.min(end - at, frame.length - (at - (held << frameBits)))
        : 0;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
