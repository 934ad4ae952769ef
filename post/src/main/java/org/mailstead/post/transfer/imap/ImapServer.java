package org.mailstead.post.transfer.imap;

/**
 * Where a mailbox is, and whose.
 *
 * @param host an A-label
 */
public record ImapServer(String host, int port, Security security, String user) {
  /** How the connection is encrypted; there is no password without that (RFC 8314 section 3). */
  public enum Security {
    /** From the start. */
    TLS,
    /** Once both have agreed to it, before anything is said that matters. */
    STARTTLS
  }
}
