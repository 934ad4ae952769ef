package org.mailstead.formats.mime;

import java.util.ArrayList;
import java.util.List;

/**
 * The entities that are open at the current line, outermost first, and what a line does to them.
 */
final class EntityStack implements LineSplitter.Lines {
  private enum Kept {
    UNDECIDED,
    YES,
    NO
  }

  private final MimeLimits limits;
  private final Allowance allowance;
  private final LineBuffer line = new LineBuffer();
  private final List<Frame> open = new ArrayList<>();
  private Kept kept = Kept.UNDECIDED;
  private int entities;
  private int partHeaders;
  private int boundaries;
  private long lineStart;
  private long previousContentEnd;
  private long lineEnds;

  EntityStack(MimeLimits limits) {
    this.limits = limits;
    this.allowance = new Allowance(limits);
    this.partHeaders = limits.partHeaders();
    push(0, true, ContentType.PLAIN_ASCII, limits.header());
  }

  private void push(long start, boolean isMessage, ContentType byDefault, int headerLimit) {
    entities++;
    var header = new HeaderBlock(headerLimit, limits.fields());
    open.add(new Frame(start, isMessage, byDefault, header, headerLimit));
  }

  private void pushInner(long start, boolean isMessage, ContentType byDefault) {
    push(start, isMessage, byDefault, Math.min(limits.partHeader(), partHeaders));
  }

  @Override
  public void piece(byte[] bytes, int from, int to) {
    boolean inHeader = open.getLast().place == Frame.Place.HEADER;
    if (kept == Kept.UNDECIDED) {
      boolean needed = inHeader || (boundaries > 0 && bytes[from] == '-');
      kept = needed ? Kept.YES : Kept.NO;
    }
    if (kept == Kept.YES) {
      // Room for the hyphens on both sides, and in a header for the longest legal line.
      int room = inHeader ? open.getLast().headerLimit + 1000 : limits.boundary() + 4;
      line.append(bytes, from, to, room);
    }
  }

  @Override
  public void end(long contentEnd, long next) {
    line(next);
    previousContentEnd = contentEnd;
    lineStart = next;
    lineEnds++;
  }

  private void line(long next) {
    Frame last = open.getLast();
    String delimiter = boundaries > 0 && kept == Kept.YES ? line.delimiter() : "";
    boolean taken = !delimiter.isEmpty() && delimiter(delimiter, next);
    if (!taken && last.place == Frame.Place.HEADER) {
      headerLine(last, next);
    }
    kept = Kept.UNDECIDED;
    line.clear();
  }

  private void headerLine(Frame last, long next) {
    if (line.isEmpty()) {
      endOfHeader(last, next, lineEnds + 1);
    } else if (!last.header.line(line.bytes(), line.length(), lineStart, next)) {
      endOfHeader(last, lineStart, lineEnds);
      if (open.getLast() != last) { // the line is the first of a message inside
        headerLine(open.getLast(), next);
      }
    }
  }

  /** Whether the line is a delimiter of an open multipart; it is then done. */
  private boolean delimiter(String text, long next) {
    int index = delimited(text);
    if (index < 0) {
      return false;
    }
    Frame multipart = open.get(index);
    // Blanks before the hyphens belong to a boundary that was declared with blanks at its end.
    boolean last = text.substring(multipart.boundary.length()).stripLeading().startsWith("--");
    closeInside(index);
    if (last || entities >= limits.parts()) {
      endBoundary(multipart);
    } else {
      boolean digest = multipart.content.type().subtype().equals("digest");
      pushInner(next, false, digest ? ContentType.MESSAGE : ContentType.PLAIN_ASCII);
    }
    return true;
  }

  /**
   * The multipart whose delimiter this is. RFC 2046 section 5.1.1 has it match when the line only
   * begins with the boundary; where boundaries begin with each other the longest counts, and of the
   * same the innermost.
   */
  private int delimited(String text) {
    int found = -1;
    int length = 0;
    for (int i = open.size() - 1; i >= 0; i--) {
      String boundary = open.get(i).boundary;
      if (boundary.length() > length && text.startsWith(boundary)) {
        found = i;
        length = boundary.length();
      }
    }
    return found;
  }

  private void endBoundary(Frame multipart) {
    boundaries -= multipart.boundary.isEmpty() ? 0 : 1;
    multipart.boundary = "";
  }

  /** Closes what is open inside of this frame: the line end before the delimiter is not theirs. */
  private void closeInside(int outer) {
    // Without an empty line the body is empty; the header in it, when it is a message, as well.
    while (open.size() - 1 > outer && open.getLast().place == Frame.Place.HEADER) {
      Frame last = open.getLast();
      endOfHeader(last, Math.max(previousContentEnd, last.start), lineEnds);
    }
    while (open.size() - 1 > outer) {
      pop(previousContentEnd, lineEnds - 1);
    }
  }

  /** Closes the innermost entity, which ends here or where its last child does. */
  private void pop(long end, long lineEndsThere) {
    Frame last = open.removeLast();
    endBoundary(last);
    Part part = last.close(end, lineEndsThere);
    open.getLast().inside = last.envelope;
    open.getLast().parts.add(part);
  }

  private void endOfHeader(Frame last, long body, long lineEndsThere) {
    last.body = body;
    last.lineAtBody = lineEndsThere;
    last.fields = last.header.finish();
    last.content = Content.of(last.fields, last.byDefault, allowance);
    if (last.isMessage) {
      last.envelope = Envelope.of(last.fields, allowance);
    }
    if (open.size() > 1) {
      last.fields = List.of();
      partHeaders -= last.headerLimit - last.header.room();
    }
    ContentType type = last.content.type();
    if (type.isMultipart()) {
      startMultipart(last);
    } else if (type.isMessage()
        && last.content.hasIdentityEncoding()
        && open.size() < limits.depth()
        && entities < limits.parts()) {
      last.place = Frame.Place.AROUND;
      pushInner(body, true, ContentType.PLAIN_ASCII);
    } else {
      last.place = Frame.Place.LEAF;
    }
  }

  private void startMultipart(Frame last) {
    String boundary =
        last.content.type().parameters().raw("boundary").map(Octets::latin1).orElse("");
    String usable = boundary.stripTrailing();
    if (usable.isEmpty() || usable.length() > limits.boundary()) {
      last.content = last.content.as(ContentType.PLAIN);
      last.place = Frame.Place.LEAF;
    } else if (open.size() >= limits.depth()) {
      last.content = last.content.as(ContentType.UNKNOWN);
      last.place = Frame.Place.LEAF;
    } else {
      last.boundary = usable;
      boundaries++;
      last.place = Frame.Place.AROUND;
    }
  }

  /** Closes everything; the message has this size. */
  MessageStructure finish(long size) {
    if (lineStart < size) { // a last line without its end
      line(size);
    }
    while (open.getLast().place == Frame.Place.HEADER) {
      endOfHeader(open.getLast(), size, lineEnds);
    }
    while (open.size() > 1) {
      pop(size, lineEnds);
    }
    Frame message = open.getFirst();
    Part body = message.close(size, lineEnds);
    boolean complete = message.header.isComplete();
    return new MessageStructure(size, message.fields, complete, message.envelope, body);
  }
}
