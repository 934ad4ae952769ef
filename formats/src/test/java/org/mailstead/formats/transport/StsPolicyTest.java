package org.mailstead.formats.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies and records of MTA-STS and TLS-RPT. */
class StsPolicyTest {
  private static final String GOOD =
      """
      version: STSv1
      mode: enforce
      mx: mail.one.test
      mx: *.One.test
      max_age: 604800
      """;

  @Test
  void aPolicyIsReadWithEitherLineEnd() throws Exception {
    var policy =
        new StsPolicy(
            StsPolicy.Mode.ENFORCE, Duration.ofDays(7), List.of("mail.one.test", "*.one.test"));
    assertEquals(policy, StsPolicy.parse(GOOD));
    assertEquals(policy, StsPolicy.parse(GOOD.replace("\n", "\r\n")));
    assertEquals(policy, StsPolicy.parse(GOOD + "unknown: x\nmode: none\n"));
    assertEquals(policy, StsPolicy.parse(String.join("\n", policy.lines())));
  }

  @Test
  void aWildcardStandsForOneLabel() throws Exception {
    var policy = StsPolicy.parse(GOOD.replace("mx: mail.one.test\n", ""));
    assertTrue(policy.names("A.one.test"));
    assertFalse(policy.names("one.test"));
    assertFalse(policy.names("a.b.one.test"));
    assertFalse(policy.names(".one.test"));
    assertFalse(policy.names("a.two.test"));
  }

  @Test
  void modeNoneNeedsNoServer() throws Exception {
    assertEquals(
        StsPolicy.Mode.NONE, StsPolicy.parse("version: STSv1\nmode: none\nmax_age: 1").mode());
  }

  @Test
  void anAgeBeyondAYearIsAYear() throws Exception {
    assertEquals(
        31_557_600, StsPolicy.parse(GOOD.replace("604800", "9999999999")).maxAge().toSeconds());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html><body>Not found</body></html>",
        "version: STSv2\nmode: enforce\nmx: a.test\nmax_age: 1",
        "version: STSv1\nmode: strict\nmx: a.test\nmax_age: 1",
        "version: STSv1\nmode: enforce\nmax_age: 1",
        "version: STSv1\nmode: enforce\nmx: a.test\nmax_age: -1",
        "version: STSv1\nmode: enforce\nmx: a.test",
        "version: STSv1\nmode: enforce\nmx: a.*.test\nmax_age: 1",
        "version: STSv1\nmode: enforce\nmx: *\nmax_age: 1"
      })
  void whatIsNoPolicyIsRefused(String text) {
    assertThrows(StsPolicy.Invalid.class, () -> StsPolicy.parse(text));
  }

  @Test
  void oneRecordCountsAndSeveralAreNone() {
    assertEquals(
        Optional.of(new StsRecord("20260302T090000")),
        StsRecord.find(List.of("v=spf1 -all", "v=STSv1; id=20260302T090000; x=y;")));
    assertEquals(Optional.empty(), StsRecord.find(List.of("v=STSv1; id=1", "v=STSv1; id=2")));
    assertEquals(Optional.empty(), StsRecord.find(List.of("v=STSv1; id=a-b")));
    assertEquals(Optional.empty(), StsRecord.find(List.of("id=1; v=STSv1")));
  }

  @Test
  void reportsGoByMailOrByPost() {
    assertEquals(
        List.of(
            new TlsReportAddress.Mail("tls@one.test"),
            new TlsReportAddress.Web("one.test", "/reports")),
        TlsReportAddress.find(
            List.of(
                "v=TLSRPTv1; rua=mailto:tls@one.test?subject=x, https://one.test/reports,"
                    + " http://one.test/, https://u:p@one.test/, ftp://x")));
    assertEquals(List.of(), TlsReportAddress.find(List.of("v=TLSRPTv1")));
    assertEquals(
        TlsReportAddress.MOST,
        TlsReportAddress.find(List.of("v=TLSRPTv1;rua=" + "mailto:a@b.test,".repeat(30))).size());
  }
}
