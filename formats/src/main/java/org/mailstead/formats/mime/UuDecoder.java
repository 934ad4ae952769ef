package org.mailstead.formats.mime;

import java.io.InputStream;

/**
 * The encoding of the program uuencode, older than MIME: everything between begin and end lines.
 */
final class UuDecoder extends TransferDecoder {
  // A length letter and 63 octets in 84 letters, with room for a checksum
  private final byte[] line = new byte[100];
  private int length;
  private boolean begun;
  private boolean done;

  UuDecoder(InputStream in) {
    super(in);
  }

  @Override
  void octet(int octet) {
    if (octet == '\n') {
      line();
      length = 0;
    } else if (octet != '\r' && length < line.length) {
      line[length++] = (byte) octet;
    }
  }

  @Override
  void end() {
    line();
    length = 0;
  }

  private void line() {
    String text = Octets.of(line, 0, length).latin1();
    if (!begun) {
      begun = text.startsWith("begin ");
    } else if (text.equals("end")) {
      done = true;
    } else if (!done && length > 0) {
      data(value(0));
    }
  }

  private void data(int octets) {
    int left = octets;
    for (int at = 1; left > 0 && at < length; at += 4) {
      int bits = value(at) << 18 | value(at + 1) << 12 | value(at + 2) << 6 | value(at + 3);
      for (int shift = 16; shift >= 0 && left > 0; shift -= 8, left--) {
        emit(bits >> shift);
      }
    }
  }

  private int value(int index) {
    return index < length ? (line[index] - ' ') & 0x3f : 0;
  }
}
