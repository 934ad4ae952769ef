package org.mailstead.wire.acme;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How it goes with one certificate; outlives the process, so that a server that starts again and
 * again asks its CA no more often than one that runs.
 *
 * @param failures in a row
 * @param next the CA is not asked for a certificate before
 * @param why it did not go well the last time; empty when it did
 * @param issued when the CA was last asked with success
 * @param window when the CA wants it renewed (RFC 9773)
 * @param asked when that is asked again
 */
record Standing(
    int failures,
    Instant next,
    String why,
    Instant issued,
    Optional<Window> window,
    Instant asked) {
  static final Standing FRESH =
      new Standing(0, Instant.EPOCH, "", Instant.EPOCH, Optional.empty(), Instant.EPOCH);

  private static final int MOST_FAILURES = 1_000_000;

  /**
   * The CA's proposal for one certificate.
   *
   * @param serial of the certificate, in hexadecimal digits
   */
  record Window(String serial, Instant start, Instant end) {}

  /** Before an attempt: if we are killed in it, that counts as one. */
  Standing attempting(Instant now) {
    int count = Math.min(MOST_FAILURES, failures + 1);
    return new Standing(
        count, now.plus(Schedule.pause(count)), "it was cut short", issued, window, asked);
  }

  /** After the attempt that {@link #attempting} began. */
  Standing failed(String reason, Optional<Instant> notBefore) {
    Instant later = notBefore.filter(next::isBefore).orElse(next);
    return new Standing(failures, later, reason, issued, window, asked);
  }

  Standing succeeded(Instant now) {
    return new Standing(
        0, now.plus(Schedule.LEAST_BETWEEN), "", now, Optional.empty(), Instant.EPOCH);
  }

  /** Without an attempt: the CA was not asked. */
  Standing hindered(String reason) {
    return new Standing(failures, next, reason, issued, window, asked);
  }

  Standing told(Optional<Window> proposal, Instant again) {
    return new Standing(failures, next, why, issued, proposal, again);
  }

  String toText() {
    var text = new StringBuilder();
    text.append("failures=").append(failures).append('\n');
    text.append("next=").append(next).append('\n');
    text.append("why=").append(why.replaceAll("\\p{Cntrl}+", " ")).append('\n');
    text.append("issued=").append(issued).append('\n');
    text.append("asked=").append(asked).append('\n');
    window.ifPresent(one ->
        text.append(
            "serial=%s\nstart=%s\nend=%s\n".formatted(one.serial(), one.start(), one.end())));
    return text.toString();
  }

  /** What cannot be read is as if it were not there. */
  static Standing parse(String text) {
    Map<String, String> lines = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      int at = line.indexOf('=');
      if (at > 0) {
        lines.put(line.substring(0, at), line.substring(at + 1));
      }
    }
    try {
      Optional<Window> window =
          lines.containsKey("serial")
              ? Optional.of(
                  new Window(
                      lines.getOrDefault("serial", ""),
                      instant(lines, "start"),
                      instant(lines, "end")))
              : Optional.empty();
      return new Standing(
          Math.clamp(Integer.parseInt(lines.getOrDefault("failures", "0")), 0, MOST_FAILURES),
          instant(lines, "next"),
          lines.getOrDefault("why", ""),
          instant(lines, "issued"),
          window,
          instant(lines, "asked"));
    } catch (NumberFormatException | DateTimeException e) {
      return FRESH;
    }
  }

  private static Instant instant(Map<String, String> lines, String key) {
    return Instant.parse(lines.getOrDefault(key, Instant.EPOCH.toString()));
  }
}
