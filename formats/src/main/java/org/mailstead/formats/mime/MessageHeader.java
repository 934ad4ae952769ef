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

  public MessageHeader {
    fields = List.copyOf(fields);
  }

  /** Reads no further than to the chunk that the header ends in. */
  public static MessageHeader read(ByteSource message, MimeLimits limits) throws IOException {
    var lines = new Lines(limits);
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

  /** Collects lines until the empty one. */
  private static final class Lines implements LineSplitter.Lines {
    private final HeaderBlock header;
    private final LineBuffer line = new LineBuffer();
    private final int room;
    private long lineStart;
    private long body = -1;

    Lines(MimeLimits limits) {
      header = new HeaderBlock(limits.header(), limits.fields());
      room = limits.header() + 1000; // as the scanner: the longest legal line fits beyond
    }

    @Override
    public void piece(byte[] bytes, int from, int to) {
      if (body < 0) {
        line.append(bytes, from, to, room);
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
