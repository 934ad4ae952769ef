package org.mailstead.store;

/** One change of one row. */
public sealed interface Op {
  Key key();

  /** Writes the row, whether or not it was there. */
  record Put(Key key, byte[] value) implements Op {}

  /** Removes the row; nothing happens when it is not there. */
  record Delete(Key key) implements Op {}
}
