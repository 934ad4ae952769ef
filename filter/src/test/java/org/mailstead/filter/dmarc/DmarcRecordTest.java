package org.mailstead.filter.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** DMARC records (RFC 9989 sections 4.7 and 4.8). */
class DmarcRecordTest {
  private static DmarcRecord record(String text) {
    return DmarcRecord.parse(text).orElseThrow();
  }

  @Test
  void everyTag() {
    DmarcRecord record =
        record(
            "v=DMARC1; p=reject; sp=quarantine; np=none; adkim=s; aspf=s; psd=n; t=y; pct=40;"
                + " fo=1; rua=mailto:a@x.test!10m , https://x.test/r; ruf=mailto:f@x.test");
    assertEquals(
        new Policies(
            DmarcPolicy.REJECT,
            Optional.of(DmarcPolicy.QUARANTINE),
            Optional.of(DmarcPolicy.NONE),
            true,
            OptionalInt.of(40)),
        record.policies());
    assertTrue(record.strictDkim() && record.strictSpf());
    assertEquals(DmarcRecord.Psd.NO, record.psd());
    assertEquals(
        new Reporting(
            List.of("mailto:a@x.test", "https://x.test/r"), List.of("mailto:f@x.test"), "1"),
        record.reporting());
  }

  @Test
  void defaults() {
    DmarcRecord record = record("v=DMARC1");
    assertEquals(DmarcPolicy.NONE, record.policies().own());
    assertFalse(record.policies().testing());
    assertFalse(record.strictDkim() || record.strictSpf());
    assertEquals(DmarcRecord.Psd.UNSAID, record.psd());
    assertEquals(new Reporting(List.of(), List.of(), "0"), record.reporting());
  }

  @Test
  void theVersionIsFirstAndToTheLetter() {
    for (String one : List.of("v=DMARC1", "v = DMARC1 ;p=none", "v=DMARC1;", "v\t=\tDMARC1;x")) {
      assertTrue(DmarcRecord.isOne(one), one);
    }
    for (String none :
        List.of("", "v=dmarc1", "V=DMARC1", "p=none; v=DMARC1", "v=DMARC12", "v=spf1", "DMARC1")) {
      assertFalse(DmarcRecord.isOne(none), none);
      assertEquals(Optional.empty(), DmarcRecord.parse(none));
    }
  }

  @Test
  void whatIsMisspeltIsAsIfItWereNotThere() {
    DmarcRecord record =
        record("v=DMARC1; ; p = Reject ;=; adkim=x; t=maybe; pct=900; p=none; foo=bar; psd=u");
    assertEquals(DmarcPolicy.REJECT, record.policies().own());
    assertFalse(record.strictDkim() || record.policies().testing());
    assertEquals(OptionalInt.empty(), record.policies().percent());
  }

  @Test
  void aPolicyThatIsMisspeltCountsOnlyForReports() {
    assertEquals(Optional.empty(), DmarcRecord.parse("v=DMARC1; p=rejekt"));
    assertEquals(Optional.empty(), DmarcRecord.parse("v=DMARC1; p=reject; sp=x"));
    assertEquals(Optional.empty(), DmarcRecord.parse("v=DMARC1; p=reject; np=x; rua=nobody"));
    DmarcRecord record = record("v=DMARC1; p=reject; sp=x; rua=mailto:a@x.test");
    assertEquals(DmarcPolicy.NONE, record.policies().own());
  }

  @Test
  void noPercentIsHowOneTriedOnce() {
    assertTrue(record("v=DMARC1; p=reject; pct=0").policies().testing());
    assertFalse(record("v=DMARC1; p=reject; pct=1").policies().testing());
  }
}
