package org.mailstead.wire;

/**
 * Why a server is not known to be the one that we mean.
 *
 * @param why for logs and for the sender of a message
 */
public record Distrust(Kind kind, String why) {
  /** What is wrong, as coarsely as it is reported (RFC 8460 section 4.3). */
  public enum Kind {
    /** It is somebody else's certificate. */
    NAME,
    /** It was good once, or will be. */
    EXPIRED,
    /** Nobody whom we trust vouches for it. */
    UNTRUSTED
  }

  static Distrust wrongName(String host) {
    return new Distrust(Kind.NAME, "the certificate is not for " + host);
  }
}
