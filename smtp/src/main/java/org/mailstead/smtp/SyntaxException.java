package org.mailstead.smtp;

/** A command that cannot be understood, and the reply that says so. */
final class SyntaxException extends Exception {
  private final Reply reply;

  SyntaxException(Reply reply) {
    super(reply.toString(), null, false, false);
    this.reply = reply;
  }

  Reply reply() {
    return reply;
  }
}
