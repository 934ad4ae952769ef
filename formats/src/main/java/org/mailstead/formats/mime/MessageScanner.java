package org.mailstead.formats.mime;

/**
 * Finds the structure of a message in one pass over its bytes as they arrive. Memory is bounded by
 * {@link MimeLimits}, time is linear, and no input is refused.
 */
public final class MessageScanner {
  private final EntityStack entities;
  private final LineSplitter lines;

  /** A scanner for one message. */
  public MessageScanner(MimeLimits limits) {
    entities = new EntityStack(limits);
    lines = new LineSplitter(entities);
  }

  /** Takes the next bytes of the message. */
  public void write(byte[] bytes, int off, int len) {
    lines.write(bytes, off, len);
  }

  /** The structure of what was written. Nothing may be written afterwards. */
  public MessageStructure finish() {
    lines.finish();
    return entities.finish(lines.position());
  }
}
