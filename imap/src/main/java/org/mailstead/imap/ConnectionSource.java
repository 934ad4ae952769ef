package org.mailstead.imap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;
import org.mailstead.imap.grammar.CommandSource;
import org.mailstead.imap.grammar.LineTooLong;
import org.mailstead.wire.Connection;
import org.mailstead.wire.Line;

/**
 * Commands as they come over a connection.
 *
 * @param writing held while something is written
 */
record ConnectionSource(Connection connection, ReentrantLock writing) implements CommandSource {
  /** Octets of a line, literals not counted (RFC 9051 section 4.3 asks for 8,192). */
  static final int MAX_LINE = 64 << 10;

  @Override
  public String line() throws IOException {
    // Replies to commands that came together leave together.
    if (connection.in().buffered() == 0) {
      writing.lock();
      try {
        connection.out().flush();
      } finally {
        writing.unlock();
      }
    }
    return nextLine();
  }

  /** A line, without a flush: for when another thread may be writing. */
  String nextLine() throws IOException {
    return switch (connection.in().readLine(MAX_LINE)) {
      case Line.Text text -> text.latin1();
      case Line.TooLong _ -> throw new LineTooLong("the line is too long");
      case Line.End _ -> throw new EOFException("the client has gone");
    };
  }

  @Override
  public InputStream literal(long size, boolean synchronizing) throws IOException {
    if (synchronizing) {
      writing.lock();
      try {
        connection.out().print("+ OK\r\n").flush();
      } finally {
        writing.unlock();
      }
    }
    return connection.in().literal(size);
  }
}
