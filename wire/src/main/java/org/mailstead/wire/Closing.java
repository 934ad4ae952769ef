package org.mailstead.wire;

import java.io.IOException;

/**
 * The server ends this connection. Thrown by reads, and only by reads: the session can still write
 * its farewell (BYE, 421) and then closes.
 */
public final class Closing extends IOException {
  /** What the client did, or the server wants. */
  public enum Why {
    /** No command came within the idle time. */
    IDLE,
    /** A command, literal or message came more slowly than allowed. */
    SLOW,
    /** The server stops. */
    STOPPING,
    /** Whoever signed in may not be here any more: {@link Connection#revoke}. */
    REVOKED
  }

  private final Why why;

  Closing(Why why) {
    super(why.toString());
    this.why = why;
  }

  public Why why() {
    return why;
  }

  /** Part of normal traffic, so no stack trace is kept. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
