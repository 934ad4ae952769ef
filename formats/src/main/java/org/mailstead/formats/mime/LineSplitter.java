package org.mailstead.formats.mime;

/**
 * Splits bytes that arrive in pieces into lines. LF ends a line, with the CR before it. A CR alone
 * does so only in a message whose first line ends that way: elsewhere it is a stray octet, which
 * must not let anybody hide a boundary or a header field from programs that see none there.
 */
final class LineSplitter {
  /** What takes the lines. */
  interface Lines {
    /** Some of the current line, without its end; never empty. */
    void piece(byte[] bytes, int from, int to);

    /** The current line is over: its content ended here, the next line starts there. */
    void end(long contentEnd, long next);
  }

  private enum Style {
    UNKNOWN,
    LF,
    CR
  }

  private static final byte[] CR = {'\r'};

  private final Lines lines;
  private Style style = Style.UNKNOWN;
  private long position;
  private boolean pendingCr;

  LineSplitter(Lines lines) {
    this.lines = lines;
  }

  /** For lines that are not the first of their message, which ends them so. */
  LineSplitter(Lines lines, boolean inCr) {
    this(lines);
    style = inCr ? Style.CR : Style.LF;
  }

  /** Octets so far. */
  long position() {
    return position;
  }

  void write(byte[] bytes, int off, int len) {
    if (len == 0) {
      return;
    }
    int end = off + len;
    int at = pendingCr ? afterCr(bytes, off) : off;
    // What an offset of the array has to be raised by to be one of the message.
    long base = position - off;
    while (at < end) {
      at = style == Style.LF ? lineEndingInLf(bytes, at, end, base) : line(bytes, at, end, base);
    }
    position += len;
  }

  /** Decides about a CR that was the last octet of the piece before. */
  private int afterCr(byte[] bytes, int off) {
    pendingCr = false;
    if (bytes[off] == '\n') {
      style = style == Style.UNKNOWN ? Style.LF : style;
      lines.end(position - 1, position + 1);
      return off + 1;
    }
    loneCr();
    return off;
  }

  private void loneCr() {
    if (style == Style.LF) {
      lines.piece(CR, 0, 1);
    } else {
      style = Style.CR;
      lines.end(position - 1, position);
    }
  }

  private int lineEndingInLf(byte[] bytes, int at, int end, long base) {
    int stop = at;
    while (stop < end && bytes[stop] != '\n') {
      stop++;
    }
    int content = stop > at && bytes[stop - 1] == '\r' ? stop - 1 : stop;
    if (content > at) {
      lines.piece(bytes, at, content);
    }
    if (stop == end) {
      pendingCr = content < stop;
      return end;
    }
    lines.end(base + content, base + stop + 1);
    return stop + 1;
  }

  private int line(byte[] bytes, int at, int end, long base) {
    int stop = at;
    while (stop < end && bytes[stop] != '\n' && bytes[stop] != '\r') {
      stop++;
    }
    if (stop > at) {
      lines.piece(bytes, at, stop);
    }
    if (stop == end) {
      return end;
    }
    if (bytes[stop] == '\r' && stop + 1 == end) {
      pendingCr = true;
      return end;
    }
    boolean crlf = bytes[stop] == '\r' && bytes[stop + 1] == '\n';
    if (style == Style.UNKNOWN) {
      style = crlf || bytes[stop] == '\n' ? Style.LF : Style.CR;
    }
    int next = stop + (crlf ? 2 : 1);
    lines.end(base + stop, base + next);
    return next;
  }

  /** No more bytes follow. */
  void finish() {
    if (pendingCr) {
      pendingCr = false;
      loneCr();
    }
  }
}
