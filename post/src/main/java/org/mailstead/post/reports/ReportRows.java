package org.mailstead.post.reports;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mailstead.formats.report.DmarcReport;
import org.mailstead.formats.report.FeedbackReport;
import org.mailstead.formats.report.TlsReport;
import org.mailstead.post.rows.ComplaintRow;
import org.mailstead.post.rows.DmarcRow;
import org.mailstead.post.rows.DmarcSourceRow;
import org.mailstead.post.rows.ReportRow;
import org.mailstead.post.rows.TlsFailureRow;
import org.mailstead.post.rows.TlsPolicyRow;
import org.mailstead.post.rows.TlsRow;

/** Reports as rows, which are smaller: a row is read each time that somebody looks. */
final class ReportRows {
  /** Sources of one report, those with the most messages. */
  static final int MOST_SOURCES = 300;

  /** Kinds of failure of one report. */
  static final int MOST_FAILURES = 100;

  private static final int MOST_POLICIES = 20;
  private static final int MOST_CHECKS = 6;
  private static final int MOST_TEXT = 255;

  private ReportRows() {}

  static ReportRow.Builder of(DmarcReport report) {
    Map<DmarcSourceRow, Long> merged = new LinkedHashMap<>();
    report.records().forEach(sent -> merged.merge(source(sent), sent.count(), Long::sum));
    List<Map.Entry<DmarcSourceRow, Long>> sorted = new ArrayList<>(merged.entrySet());
    sorted.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
    var row = DmarcRow.newBuilder().setDomain(report.domain());
    for (var one : sorted) {
      DmarcSourceRow source = one.getKey();
      if (row.getSourcesCount() < MOST_SOURCES) {
        row.addSources(source.toBuilder().setMessages(one.getValue()));
      } else {
        row.setMoreMessages(row.getMoreMessages() + one.getValue());
        long passed = source.getDkim() || source.getSpf() ? one.getValue() : 0;
        row.setMorePassed(row.getMorePassed() + passed);
      }
    }
    return ReportRow.newBuilder()
        .setReporter(report.source().organization())
        .setId(report.source().id())
        .setBeginMs(report.source().begin().toEpochMilli())
        .setEndMs(report.source().end().toEpochMilli())
        .setDmarc(row);
  }

  /** Without the count: records that differ only in it are one. */
  private static DmarcSourceRow source(DmarcReport.Sent sent) {
    var row =
        DmarcSourceRow.newBuilder()
            .setAddress(oneSpelling(sent.address()))
            .setDisposition(sent.disposition())
            .setDkim(sent.dkim())
            .setSpf(sent.spf())
            .setHeaderFrom(sent.headerFrom())
            .addAllOverrides(sent.overrides());
    sent.checked().stream()
        .limit(MOST_CHECKS)
        .map(one -> one.method() + " " + one.domain() + " " + one.result())
        .forEach(row::addChecks);
    return row.build();
  }

  /** IPv6 addresses have many spellings, and sums are made by address. */
  private static String oneSpelling(String address) {
    try {
      return InetAddress.ofLiteral(address).getHostAddress();
    } catch (IllegalArgumentException _) {
      return address; // it only looks like one
    }
  }

  static ReportRow.Builder of(TlsReport report) {
    var row = TlsRow.newBuilder();
    int room = MOST_FAILURES;
    for (TlsReport.Policy policy : report.policies()) {
      if (row.getPoliciesCount() < MOST_POLICIES) {
        List<TlsReport.Failure> some =
            policy.failures().stream()
                .sorted(Comparator.comparingLong(TlsReport.Failure::sessions).reversed())
                .limit(room)
                .toList();
        room -= some.size();
        row.addPolicies(policy(policy, some));
      }
    }
    return ReportRow.newBuilder()
        .setReporter(report.organization())
        .setId(report.id())
        .setBeginMs(report.begin().toEpochMilli())
        .setEndMs(report.end().toEpochMilli())
        .setTls(row);
  }

  private static TlsPolicyRow policy(TlsReport.Policy policy, List<TlsReport.Failure> failures) {
    var row =
        TlsPolicyRow.newBuilder()
            .setDomain(policy.domain())
            .setType(policy.type())
            .setSuccessful(policy.successful())
            .setFailed(policy.failed());
    failures.forEach(failure ->
        row.addFailures(
            TlsFailureRow.newBuilder()
                .setType(failure.type())
                .setMx(failure.mx())
                .setSessions(failure.sessions())
                .setReason(failure.reason())));
    return row.build();
  }

  static ReportRow.Builder of(FeedbackReport report, String author, String messageId) {
    return ReportRow.newBuilder()
        .setReporter(report.agent())
        .setComplaint(
            ComplaintRow.newBuilder()
                .setType(report.type())
                .setAuthor(shown(author))
                .setMessageId(shown(messageId))
                .setSource(report.source())
                .setIncidents(report.incidents()));
  }

  /** On one line, and not too long. */
  static String shown(String text) {
    String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]+", " ").strip();
    return line.substring(0, Math.min(line.length(), MOST_TEXT));
  }
}
