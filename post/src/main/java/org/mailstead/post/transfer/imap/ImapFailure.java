package org.mailstead.post.transfer.imap;

import java.io.IOException;

/** Mail is not read from a server; says why in words for whoever wants it. */
public final class ImapFailure extends IOException {
  private final boolean passes;
  private final String why;

  /**
   * @param passes whether it may go better later
   */
  ImapFailure(boolean passes, String why) {
    super(why);
    this.passes = passes;
    this.why = why;
  }

  private ImapFailure(boolean passes, String why, IOException cause) {
    super(why, cause);
    this.passes = passes;
    this.why = why;
  }

  /** Of a connection. */
  static ImapFailure lost(String host, IOException cause) {
    return cause instanceof ImapFailure known
        ? known
        : new ImapFailure(true, "the connection to " + host + " was lost", cause);
  }

  static ImapFailure of(boolean passes, IOException cause) {
    return new ImapFailure(passes, cause.getMessage() + "", cause);
  }

  static ImapFailure noImap(String host) {
    return new ImapFailure(false, host + " does not speak IMAP as it is known here");
  }

  public boolean passes() {
    return passes;
  }

  public String why() {
    return why;
  }
}
