package org.mailstead.imap;

/** How a command ended: OK or NO, with what follows it. */
record Answer(boolean ok, String text) {
  static Answer ok(String text) {
    return new Answer(true, text);
  }

  static Answer no(String text) {
    return new Answer(false, text);
  }
}
