package org.mailstead.post.transfer;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a message as it stands in an mbox: lines end with LF, and those that look like a From_
 * line, with or without {@code >} before it, begin with another {@code >} (mboxrd).
 */
final class MboxStream extends OutputStream {
  private static final String FROM = "From ";

  private final OutputStream out;
  private boolean begins = true;
  private boolean cr;

  /** Of a line's beginning that may be a From_ line: how many quotes, how much of the word. */
  private int quotes;

  private int matched;

  MboxStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int octet) throws IOException {
    if (cr && octet != '\n') {
      put('\r');
    }
    cr = octet == '\r';
    if (!cr) {
      put(octet);
    }
  }

  private void put(int octet) throws IOException {
    if (begins && matched == 0 && octet == '>') {
      quotes++;
    } else if (begins && octet == FROM.charAt(matched)) {
      matched++;
      if (matched == FROM.length()) {
        quotes++;
        release();
      }
    } else {
      release();
      out.write(octet);
      begins = octet == '\n';
    }
  }

  /** Writes what was held back. */
  private void release() throws IOException {
    for (; quotes > 0; quotes--) {
      out.write('>');
    }
    for (int i = 0; i < matched; i++) {
      out.write(FROM.charAt(i));
    }
    matched = 0;
    begins = false;
  }

  /** Ends the message and its last line; an empty line follows it. */
  void finish() throws IOException {
    if (cr) {
      put('\r');
    }
    if (!begins || quotes > 0 || matched > 0) {
      release();
      out.write('\n');
    }
    out.write('\n');
  }
}
