package org.mailstead.imap.response;

/**
 * How a command ended: OK or NO, with what follows it.
 *
 * @param upTo whether the text goes on with up to which mod-sequence the client knows all, which is
 *     only known when it has been told
 */
public record Answer(boolean ok, String text, boolean upTo) {
  public static Answer ok(String text) {
    return new Answer(true, text, false);
  }

  public static Answer no(String text) {
    return new Answer(false, text, false);
  }

  /**
   * After messages have been removed (RFC 7162 sections 3.2.7 and 3.2.9, RFC 6851 section 4.4).
   *
   * @param qresync whether the client has enabled it
   */
  public static Answer removed(boolean qresync, String text) {
    return new Answer(true, text, qresync);
  }

  /** Whether it has a response code already. */
  public boolean hasCode() {
    return upTo || text.startsWith("[");
  }

  /** The text when all has been told. */
  public String text(long knownUpTo) {
    return upTo ? "[HIGHESTMODSEQ " + knownUpTo + "] " + text : text;
  }
}
