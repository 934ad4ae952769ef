package org.mailstead.formats.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Aggregate reports (RFC 9990). */
class DmarcReportTest {
  private static final String XML = Samples.WITHOUT_NAMESPACE;

  private static DmarcReport read(String xml) throws UnreadableReport {
    return DmarcReportParser.parse(Samples.open(xml));
  }

  @Test
  void aReportWithoutNamespaceIsRead() throws Exception {
    DmarcReport report = read(XML);
    assertEquals(
        new DmarcReport.Source(
            "one.test",
            "noreply-dmarc@one.test",
            "9371642078530921",
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-01-01T23:59:59Z")),
        report.source());
    assertEquals("example.test", report.domain());
    assertEquals("reject", report.policy());
    assertEquals(
        new DmarcReport.Sent(
            "192.0.2.1",
            12,
            "none",
            true,
            false,
            "example.test",
            List.of("forwarded"),
            List.of(
                new DmarcReport.Checked("dkim", "example.test", "ms1", "pass"),
                new DmarcReport.Checked("spf", "list.test", "", "pass"))),
        report.records().getFirst());
    DmarcReport.Sent forged = report.records().getLast();
    assertEquals("2001:db8:0:0:0:0:0:9", forged.address());
    assertEquals("reject", forged.disposition());
    assertFalse(forged.dkim() || forged.spf());
  }

  @Test
  void aReportWithNamespaceAndExtensionsIsRead() throws Exception {
    DmarcReport report = read(Samples.WITH_NAMESPACE);
    assertEquals("Two & Sons", report.source().organization());
    assertEquals("example.test", report.domain());
    assertEquals("192.0.2.7", report.records().getFirst().address());
    assertTrue(report.records().getFirst().spf());
    assertEquals(0, report.leftOut());
  }

  @Test
  void itIsReadInOtherCharsetsAndPackings() throws Exception {
    DmarcReport expected = read(XML);
    String utf16 = XML.replace("UTF-8", "UTF-16");
    for (byte[] packed :
        List.of(
            Samples.gzip(XML.getBytes(UTF_8)),
            ("\ufeff" + XML).getBytes(UTF_8),
            Samples.zip("one.test!example.test!1!2.xml", XML.getBytes(UTF_8)),
            utf16.getBytes(java.nio.charset.StandardCharsets.UTF_16))) {
      assertEquals(expected, DmarcReportParser.parse(Packed.open(packed)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE feedback [<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>",
        "<!DOCTYPE feedback SYSTEM 'file:///etc/hostname'>",
        "<!DOCTYPE feedback>"
      })
  void documentTypesAreRefused(String doctype) {
    String xml = XML.replace("<feedback>", doctype + "<feedback>");
    var e = assertThrows(UnreadableReport.class, () -> read(xml));
    assertTrue(e.why().contains("document type"), e.why());
  }

  @Test
  void noFileIsReadForAnEntity(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "example.test");
    String xml =
        XML.replace(
                "<feedback>",
                "<!DOCTYPE f [<!ENTITY x SYSTEM '" + secret.toUri() + "'>]><feedback>")
            .replace("<domain>example.test", "<domain>&x;");
    assertThrows(UnreadableReport.class, () -> read(xml));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<report_id>9371642078530921</report_id>",
        "<domain>example.test</domain>",
        "<begin>1767225600</begin>",
        "<org_name>one.test</org_name>"
      })
  void whatEveryReportMustHaveIsAskedFor(String element) {
    assertThrows(UnreadableReport.class, () -> read(XML.replace(element, "")));
  }

  @Test
  void truncatedAndForeignDocumentsAreRefused() {
    for (int end = 0; end < XML.strip().length(); end += 7) {
      String part = XML.substring(0, end);
      assertThrows(UnreadableReport.class, () -> read(part));
    }
    assertThrows(UnreadableReport.class, () -> read("<html><body/></html>"));
    assertThrows(UnreadableReport.class, () -> read("<feedback>&nbsp;</feedback>"));
    assertThrows(UnreadableReport.class, () -> read("{}"));
  }

  @Test
  void timesThatEndBeforeTheyBeginOrAreNoneAreRefused() {
    assertThrows(UnreadableReport.class, () -> read(XML.replace("1767311999", "1")));
    assertThrows(UnreadableReport.class, () -> read(XML.replace("1767311999", "253402300800")));
    assertThrows(UnreadableReport.class, () -> read(XML.replace("1767311999", "soon")));
  }

  @Test
  void recordsWithoutAddressOrCountAreLeftOut() throws Exception {
    assertEquals(1, read(XML.replace("192.0.2.1", "mail.test")).leftOut());
    assertEquals(1, read(XML.replace("<count>12<", "<count>-12<")).leftOut());
    assertEquals(1, read(XML.replace("192.0.2.1", "fe80::1%lo")).leftOut());
  }

  @Test
  void recordsDepthAndTextsAreBounded() throws Exception {
    String record = XML.substring(XML.indexOf("<record>"), XML.indexOf("</feedback>"));
    DmarcReport many = read(XML.replace("</feedback>", record.repeat(5005) + "</feedback>"));
    assertEquals(DmarcReportParser.MOST_RECORDS, many.records().size());
    assertEquals(12, many.leftOut());
    String deep = XML.replace("</feedback>", "<x>".repeat(30) + "</feedback>");
    assertThrows(UnreadableReport.class, () -> read(deep));
    String longName = "x".repeat(5 << 20);
    DmarcReport named = read(XML.replace("<org_name>one.test", "<org_name>" + longName));
    assertEquals(Bounds.MOST_TEXT, named.source().organization().length());
  }

  @Test
  void octetsThatAreNoTextDoNoHarm() throws Exception {
    byte[] latin =
        XML.replace("<org_name>one.test", "<org_name>\u00e9t\u00e9").getBytes(ISO_8859_1);
    DmarcReport report = DmarcReportParser.parse(Packed.open(latin));
    assertEquals("\ufffdt\ufffd", report.source().organization());
  }

  @Test
  void whatIsShownHasNoControlCharacters() throws Exception {
    DmarcReport report = read(XML.replace("<org_name>one.test", "<org_name>a\u202e\u009b31m\nb"));
    assertEquals("a 31m b", report.source().organization());
  }
}
