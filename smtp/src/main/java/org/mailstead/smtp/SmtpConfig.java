package org.mailstead.smtp;

import org.mailstead.wire.ListenerConfig;

/**
 * One SMTP or LMTP port.
 *
 * @param hostname what the server calls itself, in greetings and trace fields
 * @param maxSize octets of a message
 * @param maxRecipients of one transaction
 * @param plaintextLogin whether passwords may be sent without TLS by programs on this machine: for
 *     a try-out
 */
public record SmtpConfig(
    Service service,
    ListenerConfig listener,
    String hostname,
    long maxSize,
    int maxRecipients,
    boolean plaintextLogin) {
  /** What the port is for. */
  public enum Service {
    /** Mail from other servers (port 25). */
    INBOUND,
    /** Mail from our users' programs (ports 587 and 465, RFC 6409, RFC 8314). */
    SUBMISSION,
    /** Mail from a program of the operator's own (RFC 2033). */
    LMTP
  }

  public static final long DEFAULT_MAX_SIZE = 50L << 20;
  public static final int DEFAULT_MAX_RECIPIENTS = 1000;

  public SmtpConfig {
    if (maxSize < 64 << 10 || maxRecipients < 100) {
      throw new IllegalArgumentException("limits below RFC 5321 section 4.5.3.1");
    }
  }

  public static SmtpConfig of(Service service, ListenerConfig listener, String hostname) {
    return new SmtpConfig(
        service, listener, hostname, DEFAULT_MAX_SIZE, DEFAULT_MAX_RECIPIENTS, false);
  }

  public SmtpConfig withPlaintextLogin(boolean allowed) {
    return new SmtpConfig(service, listener, hostname, maxSize, maxRecipients, allowed);
  }

  public SmtpConfig withMaxSize(long octets) {
    return new SmtpConfig(service, listener, hostname, octets, maxRecipients, plaintextLogin);
  }
}
