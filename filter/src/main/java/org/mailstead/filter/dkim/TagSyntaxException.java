package org.mailstead.filter.dkim;

/** A list of tags, or the value of one, that is not what its standard says. */
public final class TagSyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  private final String why;

  public TagSyntaxException(String why) {
    super(why, null, false, false); // an outsider decides how often: no stack trace
    this.why = why;
  }

  /** For people. */
  public String why() {
    return why;
  }
}
