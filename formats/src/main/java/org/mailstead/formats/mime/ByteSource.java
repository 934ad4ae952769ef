package org.mailstead.formats.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Bytes that can be read from anywhere, such as a stored message. */
public interface ByteSource {
  /** How many there are. */
  long length();

  /** The bytes of a range, which must lie within the length. */
  InputStream open(long from, long length) throws IOException;

  /** Bytes in memory. */
  static ByteSource of(byte[] bytes) {
    return new ByteSource() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public InputStream open(long from, long length) {
        Objects.checkFromIndexSize(from, length, (long) bytes.length);
        return new ByteArrayInputStream(bytes, (int) from, (int) length);
      }
    };
  }
}
