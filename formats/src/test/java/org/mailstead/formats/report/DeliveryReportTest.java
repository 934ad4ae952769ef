package org.mailstead.formats.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other servers tell of our mail. */
class DeliveryReportTest {
  private static DeliveryReport parse(String text) throws UnreadableReport {
    return DeliveryReportParser.parse(text.getBytes(UTF_8));
  }

  @Test
  void aReportIsReadWithAllThatIsOfUse() throws Exception {
    String text =
        """
        Reporting-MTA: dns; mx.other.test
        Original-Envelope-Id: q1.abc
        Arrival-Date: Mon, 2 Mar 2026 09:00:00 +0000

        Original-Recipient: rfc822;X@one.test
        Final-Recipient: rfc822; <y@one.test>
        Action: failed (no such user)
        Status: 5.1.1 (bad destination)
        Remote-MTA: dns; mx.one.test
        Diagnostic-Code: smtp; 550 5.1.1 no such
         user here


        Final-Recipient: utf-8; \\x{FC}@one.test
        Action: DELAYED
        Status: nothing
        """;
    for (String lines : List.of(text, text.replace("\n", "\r\n"))) {
      assertEquals(
          new DeliveryReport(
              "mx.other.test",
              "q1.abc",
              List.of(
                  new DeliveryReport.Recipient(
                      "X@one.test",
                      "y@one.test",
                      DeliveryReport.Action.FAILED,
                      "5.1.1",
                      "550 5.1.1 no such user here",
                      "mx.one.test"),
                  new DeliveryReport.Recipient(
                      "", "\u00fc@one.test", DeliveryReport.Action.DELAYED, "", "", ""))),
          parse(lines));
    }
  }

  @Test
  void ofAVeryLongOneNotEachRecipientCounts() throws Exception {
    String one = "\nFinal-Recipient: rfc822; x@one.test\nAction: failed\n";
    DeliveryReport report = parse("Reporting-MTA: dns; a\n" + one.repeat(2_000));
    assertEquals(DeliveryReportParser.MOST_RECIPIENTS, report.recipients().size());
    assertThrows(UnreadableReport.class, () -> parse("x".repeat(600 << 10)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n\n",
        "Reporting-MTA: dns; a.test",
        "Final-Recipient: rfc822; x@one.test",
        "Final-Recipient: rfc822; x@one.test\nAction: jumped",
        "Final-Recipient: rfc822;\nAction: failed"
      })
  void whatTellsOfNobodyIsNoReport(String text) {
    assertThrows(UnreadableReport.class, () -> parse(text));
  }
}
