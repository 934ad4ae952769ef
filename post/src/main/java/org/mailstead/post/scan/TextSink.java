package org.mailstead.post.scan;

import org.mailstead.formats.mime.HeaderField;

/** Is given the texts of a message, part by part, and looks for something in them. */
public interface TextSink {
  /** Whether more may change what has been found. */
  boolean some();

  boolean someInHeaders();

  void field(HeaderField field);

  /** Another part begins: no text lies across two. */
  void begin();

  void ascii(byte[] piece, int length);

  void characters(char[] piece, int length);
}
