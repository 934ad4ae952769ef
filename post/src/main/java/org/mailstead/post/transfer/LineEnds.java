package org.mailstead.post.transfer;

import java.io.ByteArrayOutputStream;

/** Files have LF, the wire has CRLF (RFC 5322 section 2.1). */
final class LineEnds {
  private LineEnds() {}

  static byte[] toLf(byte[] bytes) {
    var out = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '\r' || i + 1 == bytes.length || bytes[i + 1] != '\n') {
        out.write(bytes[i]);
      }
    }
    return out.toByteArray();
  }
}
