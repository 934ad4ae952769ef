package org.mailstead.wire;

import java.time.Duration;

/**
 * How long a connection may take.
 *
 * @param handshake for PROXY header and TLS handshake together
 * @param idle between two commands; a session changes its own with {@link Connection#idleTimeout}
 * @param command head start for a command, literal or message once it has begun
 * @param bytesPerSecond what must come beyond the head start, on average since the beginning
 * @param write for 32 KiB to leave
 */
public record Timeouts(
    Duration handshake, Duration idle, Duration command, int bytesPerSecond, Duration write) {
  /** Five minutes of everything but the handshake (RFC 5321 section 4.5.3.2). */
  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          100,
          Duration.ofMinutes(5));

  public Timeouts {
    positive("handshake", handshake);
    positive("idle", idle);
    positive("command", command);
    positive("write", write);
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException("bytesPerSecond is under 1: " + bytesPerSecond);
    }
  }

  private static void positive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " is not above zero: " + value);
    }
  }

  public Timeouts withIdle(Duration other) {
    return new Timeouts(handshake, other, command, bytesPerSecond, write);
  }

  /** The longest time that so many octets may take. */
  Duration allowance(long octets) {
    return command.plusMillis(octets * 1000 / bytesPerSecond);
  }
}
