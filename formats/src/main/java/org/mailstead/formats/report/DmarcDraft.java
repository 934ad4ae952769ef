package org.mailstead.formats.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An aggregate report of which some elements were read; each replaces one of the same path. */
final class DmarcDraft {
  private static final int MOST_CHECKED = 20;
  private static final int MOST_OVERRIDES = 5;

  /** The year 9999: what lies beyond cannot be written as a date. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private final List<DmarcReport.Sent> records = new ArrayList<>();
  private long leftOut;
  private String organization = "";
  private String email = "";
  private String id = "";
  private Optional<Instant> begin = Optional.empty();
  private Optional<Instant> end = Optional.empty();
  private String domain = "";
  private String policy = "";
  private Row row = new Row();

  /** One record element. */
  private static final class Row {
    private Optional<String> address = Optional.empty();
    private Optional<Long> count = Optional.empty();
    private String disposition = "";
    private boolean dkim;
    private boolean spf;
    private String headerFrom = "";
    private final List<String> overrides = new ArrayList<>();
    private final List<DmarcReport.Checked> checked = new ArrayList<>();
    private String checkedDomain = "";
    private String selector = "";
    private String result = "";

    void clearCheck() {
      checkedDomain = "";
      selector = "";
      result = "";
    }
  }

  void beginRecord() {
    row = new Row();
  }

  /** An element ended. */
  void value(String path, CharSequence text) {
    switch (path) {
      case "feedback/report_metadata/org_name" -> organization = Bounds.text(text.toString());
      case "feedback/report_metadata/email" -> email = Bounds.text(text.toString());
      case "feedback/report_metadata/report_id" -> id = Bounds.text(text.toString());
      case "feedback/report_metadata/date_range/begin" -> begin = time(text.toString());
      case "feedback/report_metadata/date_range/end" -> end = time(text.toString());
      case "feedback/policy_published/domain" -> domain = Bounds.domain(text.toString());
      case "feedback/policy_published/p" -> policy = Bounds.word(text.toString());
      case "feedback/record" -> endRecord();
      case String inside when inside.startsWith("feedback/record/") ->
          rowValue(inside.substring("feedback/record/".length()), text.toString());
      case String _ -> {} // the standards let anybody add elements
    }
  }

  private void rowValue(String path, String text) {
    switch (path) {
      case "row/source_ip" -> row.address = Bounds.address(text);
      case "row/count" -> row.count = Bounds.count(text);
      case "row/policy_evaluated/disposition" -> row.disposition = Bounds.word(text);
      case "row/policy_evaluated/dkim" -> row.dkim = Bounds.word(text).equals("pass");
      case "row/policy_evaluated/spf" -> row.spf = Bounds.word(text).equals("pass");
      case "row/policy_evaluated/reason/type" -> override(Bounds.word(text));
      case "identifiers/header_from" -> row.headerFrom = Bounds.domain(text);
      case "auth_results/dkim", "auth_results/spf" ->
          endCheck(path.substring(path.indexOf('/') + 1));
      case "auth_results/dkim/domain", "auth_results/spf/domain" ->
          row.checkedDomain = Bounds.domain(text);
      case "auth_results/dkim/selector" -> row.selector = Bounds.text(text);
      case "auth_results/dkim/result", "auth_results/spf/result" -> row.result = Bounds.word(text);
      case String _ -> {}
    }
  }

  private void override(String why) {
    if (row.overrides.size() < MOST_OVERRIDES && !why.isEmpty()) {
      row.overrides.add(why);
    }
  }

  private void endCheck(String method) {
    if (row.checked.size() < MOST_CHECKED) {
      row.checked.add(new DmarcReport.Checked(method, row.checkedDomain, row.selector, row.result));
    }
    row.clearCheck();
  }

  private void endRecord() {
    if (records.size() >= DmarcReportParser.MOST_RECORDS
        || row.address.isEmpty()
        || row.count.isEmpty()) {
      leftOut++;
      return;
    }
    records.add(
        new DmarcReport.Sent(
            row.address.get(),
            row.count.get(),
            row.disposition,
            row.dkim,
            row.spf,
            row.headerFrom,
            row.overrides,
            row.checked));
  }

  private static Optional<Instant> time(String text) {
    return Bounds.count(text).filter(s -> s <= LAST_SECOND).map(Instant::ofEpochSecond);
  }

  DmarcReport finish() throws UnreadableReport {
    if (organization.isEmpty() || id.isEmpty()) {
      throw new UnreadableReport("it does not say who reports, or has no id");
    }
    if (domain.isEmpty()) {
      throw new UnreadableReport("it does not say which domain it is about");
    }
    if (begin.isEmpty() || end.isEmpty() || end.get().isBefore(begin.get())) {
      throw new UnreadableReport("it does not say which time it is about");
    }
    var source = new DmarcReport.Source(organization, email, id, begin.get(), end.get());
    return new DmarcReport(source, domain, policy, records, leftOut);
  }
}
