package org.mailstead.imap;

import org.mailstead.wire.ListenerConfig;

/**
 * One IMAP port.
 *
 * @param hostname what the server calls itself in its greeting
 * @param plaintextLogin whether passwords may be sent without TLS by programs on this machine: for
 *     a try-out
 * @param maxAppend octets of a message (RFC 7889)
 */
public record ImapConfig(
    ListenerConfig listener, String hostname, boolean plaintextLogin, long maxAppend) {
  public static final long DEFAULT_MAX_APPEND = 50L << 20;

  public ImapConfig {
    if (maxAppend < 64 << 10) {
      throw new IllegalArgumentException("maxAppend is under 64 KiB: " + maxAppend);
    }
  }

  public static ImapConfig of(ListenerConfig listener, String hostname) {
    return new ImapConfig(listener, hostname, false, DEFAULT_MAX_APPEND);
  }

  public ImapConfig withPlaintextLogin(boolean allowed) {
    return new ImapConfig(listener, hostname, allowed, maxAppend);
  }

  public ImapConfig withMaxAppend(long octets) {
    return new ImapConfig(listener, hostname, plaintextLogin, octets);
  }
}
