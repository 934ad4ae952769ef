package org.mailstead.formats.report;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads reports on TLS (RFC 8460 section 4.4); members that are not known are ignored. */
public final class TlsReportParser {
  /** Of the JSON text. It is held in memory as a tree, which takes ten times as much. */
  public static final int MOST_OCTETS = 5 << 20;

  /** Of one report. */
  public static final int MOST_POLICIES = 100;

  /** Of all its policies together. */
  public static final int MOST_FAILURES = 1000;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private int failures;
  private long leftOut;

  private TlsReportParser() {}

  /** Reads one report. */
  public static TlsReport parse(InputStream json) throws UnreadableReport {
    JsonNode report;
    try (var bounded = new Packed.Bounded(json, MOST_OCTETS)) {
      report = JSON.readTree(bounded);
    } catch (JacksonException | IOException e) {
      throw new UnreadableReport("it is no JSON, or too large", e);
    }
    return new TlsReportParser().report(report);
  }

  private TlsReport report(JsonNode in) throws UnreadableReport {
    String organization = text(in, "organization-name");
    String id = text(in, "report-id");
    if (organization.isEmpty() || id.isEmpty()) {
      throw new UnreadableReport("it does not say who reports, or has no id");
    }
    Instant begin = time(in.path("date-range"), "start-datetime");
    Instant end = time(in.path("date-range"), "end-datetime");
    List<TlsReport.Policy> policies = new ArrayList<>();
    for (JsonNode policy : in.path("policies")) {
      if (policies.size() < MOST_POLICIES) {
        policies.add(policy(policy));
      } else {
        leftOut++;
      }
    }
    if (policies.isEmpty() || end.isBefore(begin)) {
      throw new UnreadableReport("it has no policies, or ends before it begins");
    }
    String contact = text(in, "contact-info");
    return new TlsReport(organization, contact, id, begin, end, policies, leftOut);
  }

  private TlsReport.Policy policy(JsonNode in) throws UnreadableReport {
    String domain = Bounds.domain(text(in.path("policy"), "policy-domain"));
    if (domain.isEmpty()) {
      throw new UnreadableReport("it does not say which domain it is about");
    }
    List<TlsReport.Failure> found = new ArrayList<>();
    for (JsonNode failure : in.path("failure-details")) {
      if (failures++ < MOST_FAILURES) {
        found.add(failure(failure));
      } else {
        leftOut++;
      }
    }
    JsonNode summary = in.path("summary");
    return new TlsReport.Policy(
        text(in.path("policy"), "policy-type").toLowerCase(Locale.ROOT),
        domain,
        count(summary, "total-successful-session-count"),
        count(summary, "total-failure-session-count"),
        found);
  }

  private static TlsReport.Failure failure(JsonNode in) {
    String code = text(in, "failure-reason-code");
    return new TlsReport.Failure(
        text(in, "result-type").toLowerCase(Locale.ROOT),
        text(in, "sending-mta-ip"),
        Bounds.domain(text(in, "receiving-mx-hostname")),
        count(in, "failed-session-count"),
        code.isEmpty() ? text(in, "additional-information") : code);
  }

  private static String text(JsonNode in, String name) {
    JsonNode node = in.path(name);
    return node.isString() ? Bounds.text(node.stringValue()) : "";
  }

  // Some senders write numbers as strings.
  private static long count(JsonNode in, String name) {
    JsonNode node = in.path(name);
    if (node.isString()) {
      return Bounds.count(node.stringValue()).orElse(0L);
    }
    boolean whole = node.isIntegralNumber() && node.canConvertToLong();
    return whole ? Math.clamp(node.longValue(), 0, Bounds.MOST_COUNT) : 0;
  }

  private static Instant time(JsonNode in, String name) throws UnreadableReport {
    try {
      OffsetDateTime time = OffsetDateTime.parse(text(in, name));
      if (time.getYear() < 1970 || time.getYear() > 9999) {
        throw new DateTimeException("not of an SMTP server");
      }
      return time.toInstant();
    } catch (DateTimeException e) {
      throw new UnreadableReport("it does not say which time it is about", e);
    }
  }
}
