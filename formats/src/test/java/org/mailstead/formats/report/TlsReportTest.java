package org.mailstead.formats.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports on TLS (RFC 8460 section 4). */
class TlsReportTest {
  private static TlsReport read(String json) throws UnreadableReport {
    return TlsReportParser.parse(Samples.open(json));
  }

  @Test
  void aReportIsRead() throws Exception {
    TlsReport report = read(Samples.TLS);
    assertEquals("One Inc.", report.organization());
    assertEquals("2026-01-01T00:00:00Z_example.test", report.id());
    assertEquals(Instant.parse("2026-01-01T23:59:59Z"), report.end());
    var failures =
        List.of(
            new TlsReport.Failure("certificate-expired", "192.0.2.44", "mx.example.test", 100, ""),
            new TlsReport.Failure(
                "starttls-not-supported", "192.0.2.45", "mx.example.test", 3, "no offer"));
    assertEquals(
        List.of(
            new TlsReport.Policy("sts", "example.test", 5326, 103, failures),
            new TlsReport.Policy("no-policy-found", "sub.example.test", 1, 0, List.of())),
        report.policies());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"organization-name\":[],\"report-id\":\"x\"}",
        "{\"organization-name\":\"a\",\"report-id\":\"x\"}",
        "{\"organization-name\":\"a\",\"report-id\":\"x\",\"date-range\":{\"start-datetime\":"
            + "\"+999999999-01-01T00:00:00Z\",\"end-datetime\":\"2026-01-01T00:00:00Z\"}}"
      })
  void whatIsNoReportIsRefused(String json) {
    assertThrows(UnreadableReport.class, () -> read(json));
  }

  @Test
  void depthSizeAndNumberAreBounded() throws Exception {
    String deep = "[".repeat(100_000);
    assertThrows(UnreadableReport.class, () -> read(deep));
    String large = Samples.TLS + " ".repeat(TlsReportParser.MOST_OCTETS);
    assertThrows(UnreadableReport.class, () -> read(large));
    String failure = "{\"result-type\":\"x\",\"failed-session-count\":1},";
    String many =
        Samples.TLS.replace(
            "\"failure-details\":[", "\"failure-details\":[" + failure.repeat(2000));
    TlsReport report = read(many);
    assertEquals(TlsReportParser.MOST_FAILURES, report.policies().getFirst().failures().size());
    assertEquals(1002, report.leftOut());
  }

  @Test
  void numbersThatAreNoneCountAsNothing() throws Exception {
    TlsReport report = read(Samples.TLS.replace("5326", "-1").replace(":103", ":1e400"));
    assertEquals(0, report.policies().getFirst().successful());
    assertEquals(0, report.policies().getFirst().failed());
  }
}
