package org.mailstead.formats.mime;

import java.io.InputStream;

/**
 * Quoted-printable (RFC 2045 section 6.7). A broken escape stays as it is written; white space at
 * the end of a line was added on the way and goes.
 */
final class QuotedPrintableDecoder extends TransferDecoder {
  // White space is held back until the line goes on; a line of nothing else is not worth memory.
  private static final int MAX_BLANKS = 1000;

  private final byte[] blanks = new byte[MAX_BLANKS];
  private int blankCount;
  // An escape that is not complete: -1 none, 0 '=' seen, else '=' and this digit seen
  private int escape = -1;
  private boolean softBreak;

  QuotedPrintableDecoder(InputStream in) {
    super(in);
  }

  @Override
  void octet(int octet) {
    if (softBreak) {
      if (octet == ' ' || octet == '\t' || octet == '\r') {
        return; // white space, or the CR of the line end, behind the equals sign
      }
      softBreak = false;
      if (octet == '\n') {
        return;
      }
    }
    if (escape >= 0) {
      escaped(octet);
    } else {
      plain(octet);
    }
  }

  private void plain(int octet) {
    if (octet == ' ' || octet == '\t') {
      if (blankCount == MAX_BLANKS) {
        flushBlanks();
      }
      blanks[blankCount++] = (byte) octet;
    } else if (octet == '\r' || octet == '\n') {
      blankCount = 0;
      emit(octet);
    } else {
      flushBlanks();
      if (octet == '=') {
        escape = 0;
      } else {
        emit(octet);
      }
    }
  }

  private void escaped(int octet) {
    int first = escape;
    escape = -1;
    if (first == 0) {
      if (Ascii.hex(octet) >= 0) {
        escape = octet;
      } else if (Ascii.isSpace(octet)) {
        softBreak = octet != '\n';
      } else {
        emit('=');
        plain(octet);
      }
    } else if (Ascii.hex(octet) >= 0) {
      emit(Ascii.hex(first) << 4 | Ascii.hex(octet));
    } else {
      emit('=');
      emit(first);
      plain(octet);
    }
  }

  private void flushBlanks() {
    for (int i = 0; i < blankCount; i++) {
      emit(blanks[i]);
    }
    blankCount = 0;
  }

  @Override
  void end() {
    if (escape > 0) {
      emit('=');
      emit(escape);
    }
    escape = -1;
    blankCount = 0;
  }
}
