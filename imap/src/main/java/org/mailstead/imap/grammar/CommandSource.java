package org.mailstead.imap.grammar;

import java.io.IOException;
import java.io.InputStream;

/** Where the lines and literals of commands come from. */
public interface CommandSource {
  /** The next line, one character for each octet, without its end. */
  String line() throws IOException;

  /**
   * The octets of a literal that was announced at the end of the line before.
   *
   * @param synchronizing whether the client waits to be told to go on
   */
  InputStream literal(long size, boolean synchronizing) throws IOException;
}
