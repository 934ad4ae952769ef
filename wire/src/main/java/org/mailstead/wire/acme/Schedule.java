package org.mailstead.wire.acme;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** When a certificate is renewed, and when a CA that did not give one is asked again. */
final class Schedule {
  /** Whatever a certificate or a clock says, no more than one a day is asked for by ourselves. */
  static final Duration LEAST_BETWEEN = Duration.ofDays(1);

  /** RFC 9773 section 4.3 lets the CA say; within these. */
  static final Duration ASK_SOONEST = Duration.ofHours(1);

  static final Duration ASK_LATEST = Duration.ofDays(1);
  static final Duration ASK_USUALLY = Duration.ofHours(6);

  private static final Duration FIRST_PAUSE = Duration.ofHours(1);
  private static final int DOUBLINGS = 5;
  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

  /** Certificates that were made at one time shall not all be renewed at one time. */
  private static final int JITTER_PARTS = 20;

  private Schedule() {}

  /** The pause after so many failures in a row: 1, 2, 4 … 24 hours. */
  static Duration pause(int failures) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.clamp(failures - 1, 0, DOUBLINGS));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  static String serial(X509Certificate certificate) {
    return certificate.getSerialNumber().toString(16).toLowerCase(Locale.ROOT);
  }

  /**
   * When it is renewed: at a time within the CA's window (RFC 9773 section 4.2), else after two
   * thirds of its life and somewhat more. It is the same however often one asks.
   */
  static Instant due(X509Certificate certificate, Optional<Standing.Window> window) {
    Instant start = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    double place = place(certificate);
    Optional<Standing.Window> own = window.filter(one -> one.serial().equals(serial(certificate)));
    if (own.isPresent() && own.get().end().isAfter(own.get().start())) {
      return part(own.get().start(), own.get().end(), place);
    }
    Duration life = Duration.between(start, end);
    Instant usual = start.plus(life.multipliedBy(2).dividedBy(3));
    return part(usual, usual.plus(life.dividedBy(JITTER_PARTS)), place);
  }

  private static Instant part(Instant from, Instant to, double place) {
    return from.plusMillis((long) (Duration.between(from, to).toMillis() * place));
  }

  /** From 0 to 1, as if by chance: serial numbers are random. */
  private static double place(X509Certificate certificate) {
    int mixed = certificate.getSerialNumber().hashCode() * 0x9E3779B9;
    return (mixed >>> 8) / (double) (1 << 24);
  }
}
