package org.mailstead.formats.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reports about encryption, read again by a library. */
class TlsReportWriterTest {
  @Test
  void aReportHasTheStandardsNames() throws Exception {
    var failure =
        new OutgoingTlsReport.Failure(
            "certificate-expired", "mx.one.test", "192.0.2.1", "too \"old\"\n", 3);
    var report =
        new OutgoingTlsReport(
            "mx.example.test",
            "mailto:postmaster@example.test",
            "id1@mx.example.test",
            Instant.parse("2026-03-02T00:00:00Z"),
            Instant.parse("2026-03-02T23:59:59Z"),
            List.of(
                new OutgoingTlsReport.Policy(
                    "sts",
                    List.of("version: STSv1", "mode: testing"),
                    "one.test",
                    List.of("*.one.test"),
                    5,
                    3,
                    List.of(failure)),
                new OutgoingTlsReport.Policy(
                    "no-policy-found", List.of(), "one.test", List.of(), 1, 0, List.of())));
    JsonNode json;
    try (var in = new GZIPInputStream(new ByteArrayInputStream(TlsReportWriter.write(report)))) {
      json = JsonMapper.builder().build().readTree(in.readAllBytes());
    }
    assertEquals("mx.example.test", json.at("/organization-name").asString());
    assertEquals("2026-03-02T00:00:00Z", json.at("/date-range/start-datetime").asString());
    assertEquals("2026-03-02T23:59:59Z", json.at("/date-range/end-datetime").asString());
    assertEquals("sts", json.at("/policies/0/policy/policy-type").asString());
    assertEquals("mode: testing", json.at("/policies/0/policy/policy-string/1").asString());
    assertEquals("*.one.test", json.at("/policies/0/policy/mx-host/0").asString());
    assertEquals(5, json.at("/policies/0/summary/total-successful-session-count").asInt());
    assertEquals(3, json.at("/policies/0/summary/total-failure-session-count").asInt());
    JsonNode details = json.at("/policies/0/failure-details/0");
    assertEquals("certificate-expired", details.at("/result-type").asString());
    assertEquals(3, details.at("/failed-session-count").asInt());
    assertEquals("too \"old\"\n", details.at("/failure-reason-code").asString());
    assertEquals("192.0.2.1", details.at("/receiving-ip").asString());
    assertEquals(0, json.at("/policies/1/failure-details").size());
  }
}
