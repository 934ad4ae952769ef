package org.mailstead.formats.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;

/** Writes base64 (RFC 2045 section 6.8) as it reads. */
public final class Base64Lines {
  // 57 octets are a line of 76 letters.
  private static final int BLOCK = 57 * 128;

  private Base64Lines() {}

  /** Writes the content, the last line with its end too. */
  public static void write(ByteSource content, OutputStream out) throws IOException {
    try (InputStream in = content.open(0, content.length())) {
      byte[] block = in.readNBytes(BLOCK);
      while (block.length > 0) {
        out.write(Base64.getMimeEncoder().encode(block));
        out.write('\r');
        out.write('\n');
        block = in.readNBytes(BLOCK);
      }
    }
  }
}
