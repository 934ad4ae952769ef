package org.mailstead.server;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailstead.post.reports.Summary;

/**
 * Reports in plain words.
 *
 * @param own this server's addresses
 * @param days how far it goes back
 */
record ReportsText(Set<String> own, int days) {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Of each list, for people; programs get all. */
  private static final int MOST = 20;

  ReportsText {
    own = Set.copyOf(own);
  }

  List<String> lines(String domain, Summary summary) {
    List<String> lines = new ArrayList<>();
    lines.add(domain + ", the last " + days + " days");
    if (!summary.reporters().isEmpty()) {
      lines.add(
          "  reports came from "
              + summary.reporters().stream()
                  .limit(MOST)
                  .map(one -> one.domain() + " (" + one.reports() + ")")
                  .collect(Collectors.joining(", ")));
    }
    sent(summary, lines);
    received(summary, lines);
    complaints(summary, lines);
    rest(summary, lines);
    if (lines.size() == 1) {
      lines.add("  nothing was reported");
    }
    return lines;
  }

  private void sent(Summary summary, List<String> lines) {
    if (summary.messages() == 0) {
      return;
    }
    lines.add(
        "  in its name %d messages were seen: %d genuine, %d not"
            .formatted(
                summary.messages(), summary.passed(), summary.messages() - summary.passed()));
    for (Summary.Source source : summary.sources().stream().limit(MOST).toList()) {
      lines.add("    " + source(source));
      source.why().forEach(why -> lines.add("      " + why));
    }
    more(summary.sources().size(), "addresses", lines);
  }

  private String source(Summary.Source source) {
    String who = source.address() + (own.contains(source.address()) ? " (this server)" : "");
    long failed = source.messages() - source.passed();
    if (failed == 0) {
      return who + ": " + source.messages() + ", all genuine";
    }
    return "%s: %d, %d not genuine, of which %d were refused or put aside"
        .formatted(who, source.messages(), failed, source.refused());
  }

  private static void more(int size, String what, List<String> lines) {
    if (size > MOST) {
      lines.add("    and " + (size - MOST) + " more " + what + " (see --json)");
    }
  }

  private static void received(Summary summary, List<String> lines) {
    for (Summary.Tls tls : summary.tls().stream().limit(MOST).toList()) {
      lines.add(
          "  mail to it from %s: %d connections were encrypted as they must be, %d failed"
              .formatted(tls.reporter(), tls.successful(), tls.failed()));
      tls.failures().forEach(failure -> lines.add("    " + failure));
    }
    more(summary.tls().size(), "who report on TLS", lines);
  }

  private static void complaints(Summary summary, List<String> lines) {
    for (Summary.Complaint complaint : summary.complaints().stream().limit(MOST).toList()) {
      lines.add(
          "  %s %s reports %s: a message of %s, message-id %s"
              .formatted(
                  DAY.format(complaint.at()),
                  complaint.reporter(),
                  complaint.type(),
                  known(complaint.author()),
                  known(complaint.messageId())));
    }
    more(summary.complaints().size(), "complaints", lines);
  }

  private static String known(String text) {
    return text.isEmpty() ? "(not told)" : text;
  }

  private static void rest(Summary summary, List<String> lines) {
    if (summary.unproven() > 0) {
      lines.add(
          "  "
              + summary.unproven()
              + " reports are not proven to be of who they say; --unproven counts them, too");
    }
    for (Summary.Unreadable one : summary.unreadable().stream().limit(MOST).toList()) {
      lines.add(
          "  %s unreadable, from %s: %s"
              .formatted(DAY.format(one.at()), known(one.from()), one.why()));
    }
    more(summary.unreadable().size(), "that could not be read", lines);
  }
}
