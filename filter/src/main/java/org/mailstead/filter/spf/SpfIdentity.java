package org.mailstead.filter.spf;

/** Whose name was checked (RFC 7208 section 2). */
public enum SpfIdentity {
  /** What the client called itself in HELO or EHLO. */
  HELO,
  /** The sender in MAIL FROM. */
  MAIL_FROM
}
