package org.mailstead.formats.jmap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * Text that is decoded as it is read, CRLF as LF, until it has so many octets of UTF-8. What is
 * malformed becomes U+FFFD, also half of a surrogate pair, which no UTF-8 can carry.
 */
final class LimitedText {
  private static final int BUFFER = 8 << 10;
  private static final char REPLACEMENT = '\ufffd';

  private final StringBuilder text = new StringBuilder();
  private int room;
  private boolean truncated;
  private boolean malformed;
  private boolean pendingCr;
  private char pendingHigh; // 0 for none

  LimitedText(int maxBytes) {
    this.room = maxBytes;
  }

  String text() {
    return text.toString();
  }

  boolean isTruncated() {
    return truncated;
  }

  boolean isMalformed() {
    return malformed;
  }

  /** Reads to the end or the limit. */
  void read(InputStream in, Charset charset) throws IOException {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    CharBuffer chars = CharBuffer.allocate(BUFFER);
    boolean over = false;
    while (!over && !truncated) {
      int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
      over = n < 0;
      bytes.position(bytes.position() + Math.max(n, 0)).flip();
      decode(decoder, bytes, chars, over);
      bytes.compact();
    }
    if (!truncated) {
      decoder.flush(chars);
      drain(chars);
      end();
    }
  }

  private void decode(CharsetDecoder decoder, ByteBuffer bytes, CharBuffer chars, boolean over) {
    while (!truncated) {
      CoderResult result = decoder.decode(bytes, chars, over);
      drain(chars);
      if (result.isError()) {
        malformed = true;
        add(REPLACEMENT);
        bytes.position(Math.min(bytes.limit(), bytes.position() + result.length()));
      } else if (result.isUnderflow()) {
        return;
      }
    }
  }

  private void drain(CharBuffer chars) {
    chars.flip();
    while (chars.hasRemaining() && !truncated) {
      add(chars.get());
    }
    chars.clear();
  }

  private void add(char c) {
    if (pendingHigh != 0) {
      char high = pendingHigh;
      pendingHigh = 0;
      if (Character.isLowSurrogate(c)) {
        put(Character.toCodePoint(high, c));
        return;
      }
      half();
    }
    if (pendingCr && c != '\n') {
      put('\r');
    }
    pendingCr = c == '\r';
    if (Character.isHighSurrogate(c)) {
      pendingHigh = c;
    } else if (Character.isLowSurrogate(c)) {
      half();
    } else if (!pendingCr) {
      put(c);
    }
  }

  private void half() {
    malformed = true;
    put(REPLACEMENT);
  }

  private void end() {
    if (pendingHigh != 0) {
      half();
    }
    if (pendingCr) {
      put('\r');
    }
  }

  private void put(int c) {
    int octets = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    truncated |= octets > room;
    if (!truncated) {
      text.appendCodePoint(c);
      room -= octets;
    }
  }
}
