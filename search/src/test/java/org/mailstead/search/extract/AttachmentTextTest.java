package org.mailstead.search.extract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.mailstead.search.extract.Extracted.Failed;
import org.mailstead.search.extract.Extracted.Text;
import org.mailstead.search.extract.Extracted.Unknown;

class AttachmentTextTest {
  private static final AttachmentText READER = new AttachmentText(Limits.DEFAULT);

  @AfterAll
  static void close() {
    READER.close();
  }

  private static String read(String type, String name, byte[] content) {
    return READER.read(type, name, content).orEmpty().replaceAll("\\s+", " ");
  }

  @Test
  void readsPlainFiles() {
    assertEquals("Grüße a,b", read("text/plain", "a.txt", "Grüße\na,b".getBytes(UTF_8)));
    assertEquals("Grüße", read("text/csv", "a.csv", "Grüße".getBytes(ISO_8859_1)));
    assertEquals(
        "Grüße", read("application/octet-stream", "a.txt", "\ufeffGrüße".getBytes(UTF_16LE)));
    assertEquals("a b", read("text/html", "a.html", "<p>a<script>x</script><p>b".getBytes(UTF_8)));
    assertInstanceOf(Unknown.class, READER.read("image/png", "a.png", new byte[3]));
  }

  @Test
  void readsMessagesCalendarsAndCards() {
    String message =
        """
        Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
        From: Ann <ann@example.org>
        Content-Type: multipart/mixed; boundary=x

        --x

        inner words
        --x
        Content-Disposition: attachment; filename=plan.pdf

        zzz
        --x--
        """;
    assertEquals(
        "Grüße Ann <ann@example.org> inner words plan.pdf",
        read("message/rfc822", "", message.getBytes(UTF_8)));
    String event =
        """
        BEGIN:VCALENDAR
        BEGIN:VEVENT
        UID:no
        SUMMARY:Board meet
         ing\\, first
        ATTENDEE;CN="Bob: S";RSVP=TRUE:mailto:bob@example.org
        END:VEVENT
        """
            .replace("\n", "\r\n");
    assertEquals(
        "Board meeting, first Bob: S bob@example.org",
        read("text/calendar", "", event.getBytes(UTF_8)));
    assertEquals(
        "Ann Lee ACME +49 1",
        read("", "a.vcf", "BEGIN:VCARD\nFN:Ann Lee\nORG:ACME\nitem1.TEL:+49 1\n".getBytes(UTF_8)));
  }

  @Test
  void readsOfficeDocuments() throws IOException {
    byte[] docx =
        Zip.of(
            "word/document.xml",
            "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>Quar</w:t></w:r><w:r><w:t>terly</w:t>"
                + "</w:r></w:p><w:p><w:r><w:t>plan</w:t><w:tab/><w:t>B</w:t><w:instrText>no"
                + "</w:instrText></w:r></w:p></w:body></w:document>",
            "word/styles.xml",
            "<s>style</s>");
    assertEquals("Quarterly plan B", read("", "a.docx", docx));
    byte[] xlsx =
        Zip.of(
            "xl/workbook.xml",
            "<workbook><sheets><sheet name='Costs'/></sheets></workbook>",
            "xl/sharedStrings.xml",
            "<sst><si><t>rent</t></si><si><r><t>pow</t></r><r><t>er</t></r></si></sst>",
            "xl/worksheets/sheet1.xml",
            "<worksheet><row><c t='s'><v>0</v></c><c><f>A1*2</f><v>4711.5</v></c><c t='inlineStr'>"
                + "<is><t>inline</t></is></c></row></worksheet>");
    assertEquals("Costs rent power 4711.5 inline", read("", "a.xlsx", xlsx));
    byte[] pptx = Zip.of("ppt/slides/slide1.xml", "<p:s xmlns:p='p'><p:t>Hello</p:t></p:s>");
    assertEquals("Hello", read("", "a.pptx", pptx));
    byte[] odt =
        Zip.of(
            "content.xml",
            "<o:d xmlns:o='o' xmlns:text='t'><text:h>Title</text:h><text:p>one<text:s/>two"
                + "</text:p></o:d>");
    assertEquals("Title one two", read("application/vnd.oasis.opendocument.text", "", odt));
  }

  @Test
  void hostileDocumentsFailAndCostLittle() throws IOException {
    assertInstanceOf(Failed.class, READER.read("", "a.docx", "no zip".getBytes(UTF_8)));
    String entities =
        "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
            + "<!ENTITY f SYSTEM 'file:///etc/hostname'>]><x>&b;&f;</x>";
    Extracted grown = READER.read("", "a.docx", Zip.of("word/document.xml", entities));
    assertEquals("", grown.orEmpty());
    for (String start : List.of("<a b='", "<!-- ", "<?x ", "<![CDATA[")) {
      byte[] held = Zip.of("content.xml", start + "> x".repeat(1 << 20));
      assertInstanceOf(Failed.class, READER.read("", "a.odt", held), start);
    }
    byte[] deep = Zip.of("content.xml", "<a>".repeat(100_000));
    assertInstanceOf(Failed.class, READER.read("", "a.odt", deep));
    var small = new AttachmentText(new Limits(1 << 20, 1 << 20, 10, 1_000, Duration.ofSeconds(5)));
    try (small) {
      byte[] bomb = Zip.of("word/media/x", " ".repeat(4 << 20), "word/document.xml", "<a>b</a>");
      assertTrue(bomb.length < 64 << 10);
      assertInstanceOf(Failed.class, small.read("", "a.docx", bomb));
      byte[] many = Zip.of(java.util.Collections.nCopies(24, "x").toArray(String[]::new));
      assertInstanceOf(Failed.class, small.read("", "a.docx", many));
      assertInstanceOf(Failed.class, small.read("text/plain", "", new byte[2 << 20]));
      Extracted cut = small.read("text/plain", "", "word ".repeat(1_000).getBytes(UTF_8));
      assertFalse(assertInstanceOf(Text.class, cut).whole());
      assertTrue(cut.orEmpty().length() <= 1_000);
    }
  }

  @Test
  void readsPdfInAnotherProcess() throws IOException {
    assertEquals("Invoice 4711", read("application/pdf", "a.pdf", Pdf.of("Invoice 4711")));
    assertInstanceOf(
        Failed.class, READER.read("application/pdf", "", "%PDF-1.4 broken".getBytes(UTF_8)));
    assertEquals("Again", read("application/pdf", "a.pdf", Pdf.of("Again")));
  }

  @Test
  void aPdfThatTakesTooLongEndsItsProcessOnly() throws IOException {
    var hasty = new Limits(32 << 20, 1 << 20, 10, 1_000, Duration.ofMillis(1));
    try (var reader = new AttachmentText(hasty)) {
      byte[] pdf = Pdf.of("slow");
      reader.read("application/pdf", "", pdf); // the first may take as long as starting does
      Extracted late = reader.read("application/pdf", "", Pdf.of("slow ".repeat(20_000)));
      assertInstanceOf(Failed.class, late);
      assertEquals("slow", reader.read("application/pdf", "", pdf).orEmpty());
    }
  }

  /** A page with one line of text. */
  private static final class Pdf {
    static byte[] of(String text) throws IOException {
      try (var document = new org.apache.pdfbox.pdmodel.PDDocument()) {
        var page = new org.apache.pdfbox.pdmodel.PDPage();
        document.addPage(page);
        try (var content = new org.apache.pdfbox.pdmodel.PDPageContentStream(document, page)) {
          content.beginText();
          content.setFont(
              new org.apache.pdfbox.pdmodel.font.PDType1Font(
                  org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName.HELVETICA),
              12);
          content.showText(text);
          content.endText();
        }
        var out = new ByteArrayOutputStream();
        document.save(out);
        return Arrays.copyOf(out.toByteArray(), out.size());
      }
    }
  }
}
