package org.mailstead.formats.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the fields of one header, line by line, within a limit. The header goes on until an
 * empty line: a line that is no field belongs to the field before it (RFC 7103 section 7.2), so
 * that nothing can be hidden behind it from those who read on.
 */
final class HeaderBlock {
  private static final byte[] CRLF = {'\r', '\n'};

  private final List<HeaderField> fields = new ArrayList<>();
  private final ByteArrayOutputStream value = new ByteArrayOutputStream();
  private final int maxFields;
  private int room;
  private boolean complete = true;
  private boolean started;
  private boolean open;
  private String name = "";
  private long start;
  private long end;

  HeaderBlock(int maxOctets, int maxFields) {
    this.room = maxOctets;
    this.maxFields = maxFields;
  }

  /** Takes a line that is not empty; false when the header must have ended before it. */
  boolean line(byte[] line, int length, long lineStart, long next) {
    boolean indented = line[0] == ' ' || line[0] == '\t';
    int nameEnd = indented ? -1 : nameEnd(line, length);
    if (nameEnd > 0) {
      int colon = nameEnd;
      while (line[colon] != ':') {
        colon++;
      }
      begin(line, nameEnd, lineStart);
      append(line, colon + 1, length);
    } else if (open) {
      append(CRLF, 0, 2);
      append(line, 0, length);
    } else if (!started && !isMailboxLine(line, length)) {
      return false;
    }
    started = true;
    end = next;
    return true;
  }

  private void begin(byte[] line, int nameEnd, long lineStart) {
    close();
    start = lineStart;
    open = fields.size() < maxFields && room >= nameEnd;
    if (open) {
      name = new String(line, 0, nameEnd, ISO_8859_1);
      room -= nameEnd;
    }
    complete &= open;
  }

  private void append(byte[] line, int from, int to) {
    int fits = Math.min(to - from, open ? room : 0);
    complete &= fits == to - from;
    value.write(line, from, fits);
    room -= fits;
  }

  private void close() {
    if (open) {
      byte[] bytes = value.toByteArray();
      fields.add(new HeaderField(name, start, end, Octets.of(bytes)));
    }
    value.reset();
    open = false;
  }

  /** The fields; no more lines follow. */
  List<HeaderField> finish() {
    close();
    return fields;
  }

  /** Whether everything fitted. */
  boolean isComplete() {
    return complete;
  }

  /** The octets of the limit that were not used. */
  int room() {
    return room;
  }

  // ftext = %d33-57 / %d59-126, then white space that RFC 5322 section 4.5 still allows
  private static int nameEnd(byte[] line, int length) {
    int end = 0;
    while (end < length && line[end] > ' ' && line[end] < 0x7f && line[end] != ':') {
      end++;
    }
    int colon = end;
    while (colon < length && (line[colon] == ' ' || line[colon] == '\t')) {
      colon++;
    }
    return colon < length && line[colon] == ':' ? end : -1;
  }

  // "From joe@example.com Mon …": the line between messages of an mbox file
  private static boolean isMailboxLine(byte[] line, int length) {
    String head = new String(line, 0, Math.min(length, 6), ISO_8859_1);
    return head.startsWith("From ") || head.equals(">From ");
  }
}
