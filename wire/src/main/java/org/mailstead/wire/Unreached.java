package org.mailstead.wire;

import java.io.IOException;

/** A server that somebody has named is not talked to; says why in words for that somebody. */
public final class Unreached extends IOException {
  /** What stood in the way. */
  public enum Why {
    /** There is no such host. */
    NO_HOST,
    /** We do not go there, whatever is there. */
    FORBIDDEN,
    /** Nobody answers there, or not just now. */
    NO_ANSWER,
    /** It is not the server that its name means. */
    IMPOSTOR,
    /** There is no encryption with it. */
    NO_TLS
  }

  private final Why why;

  Unreached(Why why, String message) {
    super(message);
    this.why = why;
  }

  Unreached(Why why, String message, IOException cause) {
    super(message, cause);
    this.why = why;
  }

  public Why why() {
    return why;
  }
}
