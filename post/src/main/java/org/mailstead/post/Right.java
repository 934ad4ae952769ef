package org.mailstead.post;

/** What somebody may do with a mailbox (RFC 4314 section 2.1). The bits are stored. */
public enum Right {
  LOOKUP('l', 0),
  READ('r', 1),
  SEEN('s', 2),
  WRITE('w', 3),
  INSERT('i', 4),
  POST('p', 5),
  CREATE('k', 6),
  DELETE('x', 7),
  DELETE_MESSAGES('t', 8),
  EXPUNGE('e', 9),
  ADMINISTER('a', 10);

  private final char letter;
  private final int bit;

  Right(char letter, int bit) {
    this.letter = letter;
    this.bit = 1 << bit;
  }

  public char letter() {
    return letter;
  }

  int bit() {
    return bit;
  }
}
