package org.mailstead.post.reports;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mailstead.post.rows.ComplaintRow;
import org.mailstead.post.rows.DmarcRow;
import org.mailstead.post.rows.DmarcSourceRow;
import org.mailstead.post.rows.ReportRow;
import org.mailstead.post.rows.TlsFailureRow;
import org.mailstead.post.rows.TlsPolicyRow;

/** Adds reports up; what it holds is bounded, however many they are. */
final class Summing {
  private static final int MOST_SOURCES = 100_000;
  private static final int MOST_SHOWN = 500;
  private static final int MOST_REASONS = 5;

  private final boolean everything;
  private final Map<String, Long> reporters = new TreeMap<>();
  private final Map<String, Source> sources = new HashMap<>();
  private final Map<String, Tls> tls = new HashMap<>();
  private final List<Summary.Complaint> complaints = new ArrayList<>();
  private final List<Summary.Unreadable> unreadable = new ArrayList<>();
  private long unproven;
  private long messages;
  private long passed;

  /** What is known of one address. */
  private static final class Source {
    private long messages;
    private long passed;
    private long refused;
    private final Map<String, Long> why = new HashMap<>();
  }

  /** What one reporter found. */
  private static final class Tls {
    private long successful;
    private long failed;
    private final Map<String, Long> failures = new HashMap<>();
  }

  /**
   * @param everything whether to count what is not proven, too
   */
  Summing(boolean everything) {
    this.everything = everything;
  }

  void add(ReportRow row) {
    boolean proven = !row.getProven().isEmpty();
    if (row.getContentCase() == ReportRow.ContentCase.UNREADABLE) {
      if (unreadable.size() < MOST_SHOWN) {
        unreadable.add(new Summary.Unreadable(time(row), row.getReporter(), row.getUnreadable()));
      }
      return;
    }
    if (proven) {
      reporters.merge(row.getProven(), 1L, Long::sum);
    } else {
      unproven++;
    }
    if (proven || everything) {
      count(row);
    }
  }

  private static Instant time(ReportRow row) {
    return Instant.ofEpochMilli(row.getArrivedMs());
  }

  /** What they call themselves stands in brackets. */
  private static String reporter(ReportRow row) {
    return row.getProven().isEmpty() ? "(" + row.getReporter() + ")" : row.getProven();
  }

  private void count(ReportRow row) {
    switch (row.getContentCase()) {
      case DMARC -> dmarc(row.getDmarc());
      case TLS -> row.getTls().getPoliciesList().forEach(policy -> tls(reporter(row), policy));
      case COMPLAINT -> complaint(row, row.getComplaint());
      case UNREADABLE, CONTENT_NOT_SET -> {}
    }
  }

  private void dmarc(DmarcRow row) {
    messages += row.getMoreMessages();
    passed += row.getMorePassed();
    for (DmarcSourceRow one : row.getSourcesList()) {
      boolean good = one.getDkim() || one.getSpf();
      messages += one.getMessages();
      passed += good ? one.getMessages() : 0;
      if (sources.size() < MOST_SOURCES || sources.containsKey(one.getAddress())) {
        source(sources.computeIfAbsent(one.getAddress(), _ -> new Source()), one, good);
      }
    }
  }

  private static void source(Source source, DmarcSourceRow row, boolean good) {
    source.messages += row.getMessages();
    if (good) {
      source.passed += row.getMessages();
      return;
    }
    switch (row.getDisposition()) {
      case "reject", "quarantine" -> source.refused += row.getMessages();
      case String _ -> {}
    }
    merge(source.why, why(row), row.getMessages());
  }

  private static void merge(Map<String, Long> counts, String what, long more) {
    if (counts.size() < 4 * MOST_REASONS || counts.containsKey(what)) {
      counts.merge(what, more, Long::sum);
    }
  }

  private static String why(DmarcSourceRow row) {
    String checks =
        row.getChecksCount() == 0 ? "no signature, no SPF" : String.join(", ", row.getChecksList());
    String overrides =
        row.getOverridesCount() == 0
            ? ""
            : "; let in as " + String.join(", ", row.getOverridesList());
    return checks + overrides;
  }

  private void tls(String reporter, TlsPolicyRow policy) {
    if (tls.size() >= MOST_SHOWN && !tls.containsKey(reporter)) {
      return;
    }
    Tls found = tls.computeIfAbsent(reporter, _ -> new Tls());
    found.successful += policy.getSuccessful();
    found.failed += policy.getFailed();
    for (TlsFailureRow failure : policy.getFailuresList()) {
      String mx = failure.getMx().isEmpty() ? "" : " at " + failure.getMx();
      String reason = failure.getReason().isEmpty() ? "" : " (" + failure.getReason() + ")";
      merge(found.failures, failure.getType() + mx + reason, failure.getSessions());
    }
  }

  private void complaint(ReportRow row, ComplaintRow complaint) {
    if (complaints.size() < MOST_SHOWN) {
      complaints.add(
          new Summary.Complaint(
              time(row),
              complaint.getType(),
              complaint.getAuthor(),
              complaint.getMessageId(),
              reporter(row)));
    }
  }

  Summary finish() {
    complaints.sort(Comparator.comparing(Summary.Complaint::at).reversed());
    unreadable.sort(Comparator.comparing(Summary.Unreadable::at).reversed());
    return new Summary(
        reporters.entrySet().stream()
            .map(one -> new Summary.Reporter(one.getKey(), one.getValue()))
            .sorted(Comparator.comparingLong(Summary.Reporter::reports).reversed())
            .toList(),
        unproven,
        messages,
        passed,
        sources.entrySet().stream()
            .map(one -> source(one.getKey(), one.getValue()))
            .sorted(Comparator.comparingLong(Summary.Source::messages).reversed())
            .limit(MOST_SHOWN)
            .toList(),
        tls.entrySet().stream()
            .map(one -> tls(one.getKey(), one.getValue()))
            .sorted(Comparator.comparingLong(Summary.Tls::failed).reversed())
            .toList(),
        complaints,
        unreadable);
  }

  private static Summary.Source source(String address, Source source) {
    return new Summary.Source(
        address, source.messages, source.passed, source.refused, most(source.why));
  }

  private static Summary.Tls tls(String reporter, Tls found) {
    return new Summary.Tls(reporter, found.successful, found.failed, most(found.failures));
  }

  private static List<String> most(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_REASONS)
        .map(one -> one.getKey() + ": " + one.getValue())
        .toList();
  }
}
