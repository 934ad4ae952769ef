package org.mailstead.wire;

/** A certificate or key that cannot be used; says which file and what to do. */
public final class BadCertificate extends Exception {
  private final String why;

  public BadCertificate(String why) {
    super(why);
    this.why = why;
  }

  public String why() {
    return why;
  }
}
