package org.mailstead.formats.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * That somebody complained of a message, or what else was noticed of it (RFC 5965 section 3).
 *
 * @param type abuse, fraud, virus, not-spam or another word, lower case
 * @param agent the program that reports; may be empty
 * @param sender the envelope sender of the message; may be empty
 * @param arrived when the message came there
 * @param source the address that sent it; may be empty
 * @param incidents how many like it; one when nothing is said
 * @param domains who is thought to be responsible
 */
public record FeedbackReport(
    String type,
    String agent,
    String sender,
    Optional<Instant> arrived,
    String source,
    long incidents,
    List<String> domains)
    implements Report {
  public FeedbackReport {
    domains = List.copyOf(domains);
  }
}
