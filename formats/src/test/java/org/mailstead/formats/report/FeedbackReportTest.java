package org.mailstead.formats.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Complaints (RFC 5965). */
class FeedbackReportTest {
  private static FeedbackReport read(String fields) throws UnreadableReport {
    return FeedbackReportParser.parse(fields.getBytes(UTF_8));
  }

  @Test
  void aComplaintIsRead() throws Exception {
    assertEquals(
        new FeedbackReport(
            "abuse",
            "SomeGenerator/1.0",
            "ada@example.test",
            Optional.of(Instant.parse("2026-01-01T19:00:00Z")),
            "192.0.2.1",
            1,
            List.of("example.test")),
        read(Samples.FEEDBACK));
  }

  @Test
  void anOlderFormOfTheDateIsRead() throws Exception {
    String old = Samples.FEEDBACK.replace("Arrival-Date", "Received-Date");
    assertEquals(read(Samples.FEEDBACK), read(old));
  }

  @Test
  void whatItDoesNotSayIsEmpty() throws Exception {
    assertEquals(
        new FeedbackReport("not-spam", "", "", Optional.empty(), "", 1, List.of()),
        read("Feedback-Type: Not-Spam\nSource-IP: none\nIncidents: 0\n"));
    assertEquals(40, read("Feedback-Type: x\nIncidents: 40\n").incidents());
  }

  @Test
  void withoutATypeItIsNone() {
    assertThrows(UnreadableReport.class, () -> read("Version: 1\r\n"));
    assertThrows(UnreadableReport.class, () -> read(""));
    String large = "Feedback-Type: abuse\r\nX: " + "x".repeat(FeedbackReportParser.MOST_OCTETS);
    assertThrows(UnreadableReport.class, () -> read(large));
  }

  @Test
  void domainsAreBounded() throws Exception {
    assertEquals(
        20, read("Feedback-Type: x\n" + "Reported-Domain: a\n".repeat(90)).domains().size());
  }
}
