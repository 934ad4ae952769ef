package org.mailstead.formats.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The header of a message, with the same eyes as {@link MessageScanner}, and nothing of its body:
 * what checks signatures must see the fields that a reader of the message sees.
 *
 * @param fields in their order
 * @param body offset of the body
 * @param complete whether all fields are there, or only what {@link MimeLimits} allow
 */
public record MessageHeader(List<HeaderField> fields, long body, boolean complete) {
  private static final int CHUNK = 8 << 10;
  private static final int MAX_FIRST_LINE = 64 << 10;

  public MessageHeader {
    fields = List.copyOf(fields);
  }

  /** Reads no further than to the chunk that the header ends in. */
  public static MessageHeader read(ByteSource message, MimeLimits limits) throws IOException {
    var lines = new Lines(limits.header(), limits.fields());
    var splitter = new LineSplitter(lines);
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = message.open(0, message.length())) {
      for (int n = in.read(chunk); n >= 0 && lines.body < 0; n = in.read(chunk)) {
        splitter.write(chunk, 0, n);
      }
    }
    splitter.finish();
    return lines.finish(splitter.position());
  }

  /** The header of an entity of the message. */
  public static MessageHeader of(Part part, ByteSource message, MimeLimits limits)
      throws IOException {
    Extent extent = part.extent();
    if (extent.start() == 0) {
      return read(message, limits);
    }
    Lines lines = lines(extent, message, limits, false);
    // Only then does it matter what ends the lines of the message.
    if (lines.loneCr && endsLinesInCr(message)) {
      lines = lines(extent, message, limits, true);
    }
    return lines.finish(extent.body() - extent.start()).behind(extent.start());
  }

  private static Lines lines(Extent extent, ByteSource message, MimeLimits limits, boolean inCr)
      throws IOException {
    var lines = new Lines(limits.partHeader(), limits.fields());
    var splitter = new LineSplitter(lines, inCr);
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = message.open(extent.start(), extent.body() - extent.start())) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        splitter.write(chunk, 0, n);
      }
    }
    splitter.finish();
    return lines;
  }

  private static boolean endsLinesInCr(ByteSource message) throws IOException {
    try (InputStream in = message.open(0, Math.min(message.length(), MAX_FIRST_LINE))) {
      byte[] start = in.readAllBytes();
      int end = 0;
      while (end < start.length && start[end] != '\r' && start[end] != '\n') {
        end++;
      }
      return end + 1 < start.length && start[end] == '\r' && start[end + 1] != '\n';
    }
  }

  private MessageHeader behind(long start) {
    List<HeaderField> moved =
        fields.stream()
            .map(field ->
                new HeaderField(
                    field.name(), field.start() + start, field.end() + start, field.value()))
            .toList();
    return new MessageHeader(moved, body + start, complete);
  }

  /** Collects lines until the empty one. */
  private static final class Lines implements LineSplitter.Lines {
    private final HeaderBlock header;
    private final LineBuffer line = new LineBuffer();
    private final int room;
    private long lineStart;
    private long body = -1;
    private boolean loneCr;

    Lines(int octets, int fields) {
      header = new HeaderBlock(octets, fields);
      room = octets + 1000; // as the scanner: the longest legal line fits beyond
    }

    @Override
    public void piece(byte[] bytes, int from, int to) {
      if (body < 0) {
        line.append(bytes, from, to, room);
        for (int i = from; i < to; i++) {
          loneCr |= bytes[i] == '\r';
        }
      }
    }

    @Override
    public void end(long contentEnd, long next) {
      if (body >= 0) {
        return;
      }
      if (line.isEmpty()) {
        body = next;
      } else if (!header.line(line.bytes(), line.length(), lineStart, next)) {
        body = lineStart;
      }
      lineStart = next;
      line.clear();
    }

    MessageHeader finish(long position) {
      if (body < 0 && !line.isEmpty()) { // a last line without its end
        end(position, position);
      }
      List<HeaderField> fields = header.finish();
      return new MessageHeader(fields, body < 0 ? position : body, header.isComplete());
    }
  }
}
