package org.mailstead.search.extract;

import java.io.IOException;

/** Collects text until there is enough of it, or it took too long. */
final class Sink {
  private final StringBuilder text = new StringBuilder();
  private final int most;
  private final long deadline;
  private boolean full;

  Sink(Limits limits) {
    most = limits.text();
    deadline = System.nanoTime() + limits.time().toNanos();
  }

  /** Whether all further text is left away. */
  boolean isFull() {
    return full;
  }

  void add(CharSequence more) {
    int room = most - text.length();
    if (more.length() > room) {
      full = true;
      boolean half = room > 0 && Character.isHighSurrogate(more.charAt(room - 1));
      text.append(more, 0, half ? room - 1 : room);
    } else {
      text.append(more);
    }
  }

  /** A line end, unless there is one. */
  void line() {
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
      add("\n");
    }
  }

  /** Something that keeps words apart. */
  void blank() {
    if (!text.isEmpty() && !Character.isWhitespace(text.charAt(text.length() - 1))) {
      add(" ");
    }
  }

  void checkTime() throws IOException {
    if (System.nanoTime() > deadline) {
      throw new IOException("it takes too long");
    }
  }

  Extracted.Text result() {
    return new Extracted.Text(text.toString().strip(), !full);
  }
}
