package org.mailstead.formats.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Whatever others report is understood or refused, and shown on one line. */
class ReportFuzzTest {

  @FuzzTest(maxDuration = "70s")
  void dmarc(byte[] bytes) {
    dmarcOf(bytes);
    String[] parts = Samples.WITHOUT_NAMESPACE.split("(?=<record>)", 2);
    dmarcOf((parts[0] + new String(bytes, ISO_8859_1) + parts[1]).getBytes(UTF_8));
  }

  private static void dmarcOf(byte[] xml) {
    try {
      DmarcReport report = DmarcReportParser.parse(new ByteArrayInputStream(xml));
      assertFalse(report.domain().isEmpty());
      shown(report.domain());
      shown(report.source().organization());
      report
          .records()
          .forEach(sent -> {
            assertTrue(sent.count() >= 0 && sent.checked().size() <= 20);
            shown(sent.headerFrom());
            sent.checked().forEach(one -> shown(one.result()));
          });
    } catch (UnreadableReport e) {
      assertFalse(e.why().isEmpty());
    }
  }

  @FuzzTest(maxDuration = "70s")
  void tls(byte[] bytes) {
    tlsOf(bytes);
    String inside = new String(bytes, ISO_8859_1);
    tlsOf(Samples.TLS.replace("\"policies\":[", "\"policies\":[" + inside).getBytes(UTF_8));
  }

  private static void tlsOf(byte[] json) {
    try {
      TlsReport report = TlsReportParser.parse(new ByteArrayInputStream(json));
      assertFalse(report.end().isBefore(report.begin()));
      assertTrue(report.end().toEpochMilli() > 0);
      report
          .policies()
          .forEach(policy -> {
            assertTrue(policy.failed() >= 0 && policy.successful() >= 0);
            shown(policy.domain());
            policy.failures().forEach(failure -> shown(failure.type() + failure.reason()));
          });
    } catch (UnreadableReport e) {
      assertFalse(e.why().isEmpty());
    }
  }

  @FuzzTest(maxDuration = "70s")
  void feedback(byte[] bytes) {
    try {
      FeedbackReport report = FeedbackReportParser.parse(bytes);
      assertTrue(report.incidents() > 0);
      shown(report.type() + report.agent() + report.sender() + report.source());
      report.domains().forEach(ReportFuzzTest::shown);
    } catch (UnreadableReport e) {
      assertFalse(e.why().isEmpty());
    }
  }

  @FuzzTest(maxDuration = "70s")
  void delivery(byte[] bytes) {
    deliveryOf(bytes);
    String inside = new String(bytes, ISO_8859_1);
    deliveryOf(
        ("Reporting-MTA: dns; a.test\n\nFinal-Recipient: utf-8; " + inside + "\nAction: failed\n")
            .getBytes(ISO_8859_1));
  }

  private static void deliveryOf(byte[] bytes) {
    try {
      DeliveryReport report = DeliveryReportParser.parse(bytes);
      shown(report.reportingMta() + report.envelopeId());
      assertFalse(report.recipients().isEmpty());
      assertTrue(report.recipients().size() <= DeliveryReportParser.MOST_RECIPIENTS + 1);
      report
          .recipients()
          .forEach(to -> {
            assertFalse(to.address().isEmpty());
            shown(to.original() + to.address() + to.status() + to.diagnostic() + to.remoteMta());
          });
    } catch (UnreadableReport e) {
      assertFalse(e.why().isEmpty());
    }
  }

  @FuzzTest(maxDuration = "70s")
  void disposition(byte[] bytes) {
    dispositionOf(bytes);
    String inside = new String(bytes, ISO_8859_1);
    dispositionOf(
        ("Final-Recipient: rfc822; a@b.test\nDisposition: manual-action/MDN-sent-manually; "
                + "displayed\nOriginal-Message-ID: "
                + inside)
            .getBytes(ISO_8859_1));
  }

  private static void dispositionOf(byte[] bytes) {
    try {
      DispositionNotification read = DispositionNotificationParser.parse(bytes);
      assertFalse(read.finalRecipient().isEmpty());
      shown(read.finalRecipient() + read.reportingUa() + read.gateway());
      shown(read.originalRecipient() + "" + read.originalMessageId() + read.errors());
      assertTrue(read.errors().size() <= 50 && read.extensions().size() <= 50);
      read.extensions()
          .forEach((name, value) -> {
            shown(value);
            assertTrue(value.length() <= 998 && name.length() <= 255, name);
          });
    } catch (UnreadableReport e) {
      assertFalse(e.why().isEmpty());
    }
  }

  @FuzzTest(maxDuration = "70s")
  void packed(byte[] bytes) {
    try (var in = Packed.open(bytes)) {
      byte[] chunk = new byte[8192];
      long all = 0;
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        all += n;
      }
      assertTrue(all <= Packed.MOST_UNPACKED);
    } catch (UnreadableReport | IOException e) {
      assertFalse(e.toString().isEmpty());
    }
  }

  private static void shown(String text) {
    assertTrue(text.chars().noneMatch(Character::isISOControl));
  }
}
