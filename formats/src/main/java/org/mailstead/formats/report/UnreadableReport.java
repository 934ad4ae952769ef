package org.mailstead.formats.report;

/** What looks like a report and cannot be read as one. */
public final class UnreadableReport extends Exception {
  private static final long serialVersionUID = 1;

  private final String why;

  public UnreadableReport(String why) {
    super(why);
    this.why = why;
  }

  UnreadableReport(String why, Throwable cause) {
    super(why, cause);
    this.why = why;
  }

  /** What is wrong with it, for the operator: nothing of its text. */
  public String why() {
    return why;
  }
}
