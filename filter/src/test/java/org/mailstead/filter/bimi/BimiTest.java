package org.mailstead.filter.bimi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mailstead.filter.FakeDns;
import org.mailstead.filter.dmarc.Dmarc;
import org.mailstead.filter.dmarc.DmarcPolicy;
import org.mailstead.filter.dmarc.DmarcRecord;
import org.mailstead.filter.dmarc.DmarcResult;
import org.mailstead.filter.dmarc.Located;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.formats.mime.MimeLimits;

/** Pictures of senders. */
class BimiTest {
  private static final String RECORD =
      "v=BIMI1; l=https://example.com/a.svg; a=https://example.com/a.pem";
  private static final BimiRecord PICTURE =
      new BimiRecord(
          Optional.of(URI.create("https://example.com/a.svg")),
          Optional.of(URI.create("https://example.com/a.pem")));

  private final FakeDns dns = new FakeDns();

  private static Dmarc dmarc(String record, DmarcResult result) {
    DmarcRecord read = DmarcRecord.parse("v=DMARC1; " + record).orElseThrow();
    var applied =
        new Dmarc.Applied(
            new Located("example.com", read), read.policies().own(), read.policies().testing());
    return new Dmarc("mail.example.com", result, Optional.of(applied));
  }

  private static Dmarc passed() {
    return dmarc("p=reject", new DmarcResult.Pass("dkim=example.com"));
  }

  private Bimi find(Dmarc dmarc, String header) {
    try {
      ByteSource octets = ByteSource.of((header + "\r\n").getBytes(UTF_8));
      return Bimi.find(dmarc, MessageHeader.read(octets, MimeLimits.DEFAULT), dns);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theDomainsOwnRecordGoesBeforeItsOrganizations() {
    dns.txt("default._bimi.example.com", RECORD);
    assertEquals(new Bimi.Picture("example.com", "default", PICTURE), find(passed(), ""));
    dns.txt("default._bimi.mail.example.com", RECORD);
    assertEquals(new Bimi.Picture("mail.example.com", "default", PICTURE), find(passed(), ""));
  }

  @Test
  void aMessageMayChooseAnother() {
    dns.txt("brand._bimi.mail.example.com", RECORD)
        .txt("default._bimi.mail.example.com", "v=BIMI1; l=");
    String brand = "BIMI-Selector: v=BIMI1;\r\n s=Brand;\r\n";
    assertEquals("brand", assertInstanceOf(Bimi.Picture.class, find(passed(), brand)).selector());
    for (String bad :
        List.of(
            brand + brand,
            "BIMI-Selector: s=brand\r\n",
            "BIMI-Selector: v=BIMI1; s=a.b\r\n",
            "BIMI-Selector: v=BIMI1; s=\r\n")) {
      assertInstanceOf(Bimi.Declined.class, find(passed(), bad), bad);
    }
  }

  @Test
  void onlyThoseWhoKeepForgeriesOutAreShown() {
    dns.txt("default._bimi.example.com", RECORD);
    var pass = new DmarcResult.Pass("x");
    for (Dmarc no :
        List.of(
            dmarc("p=none", pass),
            dmarc("p=reject; sp=none", pass),
            dmarc("p=reject; t=y", pass),
            dmarc("p=reject", new DmarcResult.Fail("x")),
            new Dmarc("example.com", new DmarcResult.None("x"), Optional.empty()))) {
      assertInstanceOf(Bimi.None.class, find(no, ""), no.toString());
    }
    assertFalse(dns.asked().stream().anyMatch(question -> question.contains("_bimi")));
    assertInstanceOf(Bimi.Picture.class, find(dmarc("p=quarantine", pass), ""));
    assertEquals(DmarcPolicy.NONE, dmarc("p=quarantine", pass).disposition());
  }

  @Test
  void recordsThatMustBeIgnored() {
    for (String bad :
        List.of(
            "v=BIMI1",
            "v=BIMI1; l=http://example.com/a.svg",
            "v=BIMI1; l=https://user@example.com/a.svg",
            "v=BIMI1; l=javascript:alert(1)",
            "v=BIMI1; l=https://a/b; l=https://a/c",
            "v=BIMI1; l=https://a/b; a=x",
            "v=bimi1; l=https://a/b",
            "l=https://a/b; v=BIMI1")) {
      assertEquals(Optional.empty(), BimiRecord.parse(bad), bad);
    }
  }

  @Test
  void silenceIsNotNothing() {
    dns.timeout("default._bimi.mail.example.com");
    assertInstanceOf(Bimi.TempError.class, find(passed(), ""));
    dns.txt("default._bimi.example.org", RECORD).txt("default._bimi.example.org", RECORD);
  }
}
