package org.mailstead.formats.jmap;

import java.io.IOException;
import java.io.InputStream;
import org.mailstead.formats.mime.ByteSource;

/**
 * Whether content can stand in a message as it is: lines that end in CRLF and are short enough (RFC
 * 2045 section 2.7 and 2.8).
 */
record BlobScan(boolean isLines, boolean isAscii) {
  private static final int MAX_LINE = 998;

  /** Reads the whole of it. */
  static BlobScan of(ByteSource blob) throws IOException {
    boolean lines = true;
    int all = 0;
    int before = 0;
    int length = 0;
    byte[] chunk = new byte[8 << 10];
    try (InputStream in = blob.open(0, blob.length())) {
      for (int n = in.read(chunk); n >= 0 && lines; n = in.read(chunk)) {
        for (int i = 0; i < n; i++) {
          int c = chunk[i];
          all |= c;
          length = c == '\n' ? 0 : length + 1;
          lines &= c != 0 && length <= MAX_LINE + 1 && (c == '\n') == (before == '\r');
          before = c;
        }
      }
    }
    return new BlobScan(lines && before != '\r' && length <= MAX_LINE, all >= 0);
  }
}
