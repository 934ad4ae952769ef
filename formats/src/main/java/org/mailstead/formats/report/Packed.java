package org.mailstead.formats.report;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Unpacks a report's file: gzip, zip or neither, which its first octets tell, since names and types
 * are wrong too often. Of a zip only the first file is read, and nothing inside is unpacked again,
 * so that a bomb costs no more than {@link #MOST_UNPACKED} octets read and none kept.
 */
public final class Packed {
  /** As large as the message may be that brings it (RFC 9990 section 3.3 expects far less). */
  public static final int MOST_PACKED = 10 << 20;

  /** What comes out of it. */
  public static final int MOST_UNPACKED = 50 << 20;

  private Packed() {}

  /** What is inside. Reading fails behind the limit, and where the packing is broken. */
  public static InputStream open(byte[] packed) throws UnreadableReport {
    if (packed.length > MOST_PACKED) {
      throw new UnreadableReport("the file is larger than " + MOST_PACKED + " octets");
    }
    var in = new ByteArrayInputStream(packed);
    try {
      if (startsWith(packed, 0x1f, 0x8b)) {
        return new Bounded(new GZIPInputStream(in), MOST_UNPACKED);
      }
      return startsWith(packed, 'P', 'K', 3, 4) ? first(in) : new Bounded(in, MOST_UNPACKED);
    } catch (IOException | IllegalArgumentException e) { // the latter for names that are no text
      throw new UnreadableReport("the file cannot be unpacked", e);
    }
  }

  private static InputStream first(InputStream in) throws IOException, UnreadableReport {
    var zip = new ZipInputStream(in);
    ZipEntry entry = zip.getNextEntry();
    // A directory can have content, too, which going on would unpack.
    if (entry == null || entry.isDirectory()) {
      throw new UnreadableReport("the zip file does not begin with a file");
    }
    return new Bounded(zip, MOST_UNPACKED);
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    for (int i = 0; i < start.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != start[i]) {
        return false;
      }
    }
    return true;
  }

  /** Fails behind a limit: an end there could pass for the end of what is inside. */
  static final class Bounded extends FilterInputStream {
    private long room;

    Bounded(InputStream in, long room) {
      super(in);
      this.room = room;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int off, int len) throws IOException {
      int n = super.read(to, off, len);
      room -= Math.max(0, n);
      if (room < 0) {
        throw new IOException("larger than allowed");
      }
      return n;
    }

    @Override
    public long skip(long n) throws IOException {
      return n <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(n, 8192)]));
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
