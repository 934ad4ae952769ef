package org.mailstead.formats.tnef;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.IOException;
import java.util.Optional;
import org.mailstead.formats.mime.Charsets;
import org.mailstead.formats.mime.Range;

/** The properties of a message or an attachment (MS-OXTNEF). */
final class MapiProperties {
  static final int STRING8 = 0x1e;
  static final int UNICODE = 0x1f;
  static final int BINARY = 0x102;

  private static final int OBJECT = 0x0d;
  private static final int MULTIPLE = 0x1000;
  private static final int FIRST_NAMED = 0x8000;
  private static final int MOST_TEXT = 4096;

  /** Gets what there is, one property after the other. */
  interface Taker {
    /** Whether the value of a text is to be read; else only where it lies is told. */
    boolean wants(int id);

    void text(int id, String value);

    void number(int id, long value);

    /** Where a text or octets lie. */
    void octets(int id, int type, Range octets);

    /** Reads an object, or nothing of it. */
    void object(int id, TnefCursor in, long end) throws IOException;
  }

  private final TnefCursor in;
  private final String charset;

  /**
   * @param charset of texts that are not Unicode
   */
  MapiProperties(TnefCursor in, String charset) {
    this.in = in;
    this.charset = charset;
  }

  /** Reads them all, up to the end of the attribute that they are in. */
  void read(long end, Taker to) throws IOException {
    for (long left = in.u32(end); left > 0 && in.position() < end; left--) {
      int type = in.u16(end);
      int id = in.u16(end);
      if (id >= FIRST_NAMED) {
        skipName(end);
      }
      boolean multiple = (type & MULTIPLE) != 0;
      values(type & ~MULTIPLE, multiple ? -1 : id, multiple, end, to);
    }
  }

  private void skipName(long end) throws IOException {
    in.skip(16, end); // whose name it is
    if (in.u32(end) == 0) {
      in.skip(4, end);
    } else {
      skipPadded(in.u32(end), end);
    }
  }

  private void values(int type, int id, boolean multiple, long end, Taker to) throws IOException {
    switch (type) {
      case STRING8, UNICODE, BINARY, OBJECT -> {
        // Even a single one of these is counted.
        for (long left = in.u32(end); left > 0 && in.position() < end; left--) {
          variable(type, id, end, to);
        }
      }
      default -> {
        int size = size(type);
        if (multiple && size == 0) {
          throw new BrokenTnefException("many of what takes no room would cost time only");
        }
        for (long left = multiple ? in.u32(end) : 1; left > 0 && in.position() < end; left--) {
          fixed(size, id, end, to);
        }
      }
    }
  }

  /** Octets of a value; whatever is shorter than four of them is filled up. */
  private static int size(int type) throws BrokenTnefException {
    return switch (type) {
      case 0x02, 0x03, 0x04, 0x0a, 0x0b -> 4;
      case 0x05, 0x06, 0x07, 0x14, 0x40 -> 8;
      case 0x48 -> 16;
      case 0x01 -> 0;
      default -> throw new BrokenTnefException("there is no type " + type);
    };
  }

  private void fixed(int size, int id, long end, Taker to) throws IOException {
    if (size == 4) {
      to.number(id, in.u32(end));
    } else {
      in.skip(size, end);
    }
  }

  private void variable(int type, int id, long end, Taker to) throws IOException {
    long length = in.u32(end);
    long start = in.position();
    if (length > end - start) {
      throw new BrokenTnefException("a property is longer than what it is in");
    }
    if (type == OBJECT) {
      to.object(id, in, start + length);
    } else if (type != BINARY && to.wants(id)) {
      byte[] octets = in.octets(Math.min(length, MOST_TEXT), end);
      named(type == UNICODE ? new String(octets, UTF_16LE) : Charsets.decode(octets, charset))
          .ifPresent(text -> to.text(id, text));
    } else {
      to.octets(id, type, new Range(start, start + length));
    }
    in.skip(start + length - in.position(), end);
    in.skip(Math.min(-length & 3, end - in.position()), end);
  }

  private void skipPadded(long length, long end) throws IOException {
    in.skip(length, end);
    in.skip(Math.min(-length & 3, end - in.position()), end);
  }

  /** A text up to the zero that ends it; empty for none. */
  static Optional<String> named(String text) {
    int zero = text.indexOf('\0');
    String plain = (zero < 0 ? text : text.substring(0, zero)).strip();
    return plain.isEmpty() ? Optional.empty() : Optional.of(plain);
  }
}
