package org.mailstead.imap;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.mailstead.imap.response.Responses;
import org.mailstead.wire.Connection;

/** Our side of a conversation: one thread at a time speaks, and nobody after the BYE. */
final class Voice {
  private final Connection connection;
  private final Responses out;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile boolean open = true;

  Voice(Connection connection) {
    this.connection = connection;
    this.out = new Responses(connection.out());
  }

  Responses out() {
    return out;
  }

  /** Held by who speaks, so that the responses of two threads do not mix. */
  ReentrantLock writing() {
    return writing;
  }

  /** Whether BYE has not been said yet. */
  boolean isOpen() {
    return open;
  }

  void flush() throws IOException {
    writing.lock();
    try {
      connection.out().flush();
    } finally {
      writing.unlock();
    }
  }

  /** The last word of who speaks at this moment. */
  void bye(String text) throws IOException {
    out.untagged("BYE " + text);
    connection.out().flush();
    open = false;
  }

  /** The last word, unless it was said already; what is told of changes may be under way. */
  void farewell(String text) throws IOException {
    writing.lock();
    try {
      if (open) {
        bye(text);
      }
    } finally {
      writing.unlock();
    }
  }
}
