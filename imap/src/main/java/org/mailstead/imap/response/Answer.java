package org.mailstead.imap.response;

/** How a command ended: OK or NO, with what follows it. */
public record Answer(boolean ok, String text) {
  public static Answer ok(String text) {
    return new Answer(true, text);
  }

  public static Answer no(String text) {
    return new Answer(false, text);
  }
}
