package org.mailstead.formats.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Content of parts: transfer encodings, text, preview, attachments. */
class BodiesTest {
  private static MessageStructure scan(String message) {
    return MessageStructure.of(message.getBytes(UTF_8));
  }

  private static String preview(String message) throws IOException {
    return Preview.of(scan(message), ByteSource.of(message.getBytes(UTF_8)));
  }

  private static String text(String message) throws IOException {
    return BodyText.of(scan(message), ByteSource.of(message.getBytes(UTF_8)), 1000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "BASE64           | QUJDRA==       | ABCD",
        "BASE64           | QUJDRA         | ABCD",
        "BASE64           | Q!U J\tDRA=    | ABCD",
        "BASE64           | QQ==QUI=       | AAB",
        "QUOTED_PRINTABLE | a=3Db=c3=A4    | a=bä",
        "QUOTED_PRINTABLE | a=ZZ=4         | a=ZZ=4",
        "QUOTED_PRINTABLE | a=             | a",
        "UUENCODE         | none           | ``",
        "IDENTITY         | a=3D           | a=3D",
      })
  void encodedBodiesAreDecodedLeniently(TransferEncoding encoding, String body, String expected) {
    byte[] decoded = TransferDecoder.decode(body.getBytes(UTF_8), encoding);
    assertEquals(expected, new String(decoded, UTF_8));
  }

  @Test
  void softLineBreaksJoinAndBlanksAtTheEndOfLinesGo() {
    byte[] decoded =
        TransferDecoder.decode(
            "a= \r\nb  \r\nc=\nd\t".getBytes(UTF_8), TransferEncoding.QUOTED_PRINTABLE);
    assertEquals("ab\r\ncd", new String(decoded, UTF_8));
  }

  @Test
  void uuencodedLinesAreDecoded() {
    byte[] decoded =
        TransferDecoder.decode(
            "text\nbegin 644 cat.txt\n#0V%T\n`\nend\nmore".getBytes(UTF_8),
            TransferEncoding.UUENCODE);
    assertEquals("Cat", new String(decoded, UTF_8));
  }

  private static final String NESTED =
      """
      Content-Type: multipart/mixed; boundary=1

      --1
      Content-Type: multipart/related; boundary=2

      --2
      Content-Type: multipart/alternative; boundary=3

      --3

      plain words
      --3
      Content-Type: text/html

      <p>html words</p>
      --3--
      --2
      Content-Type: image/png
      Content-Disposition: inline

      png
      --2--
      --1
      Content-Type: application/pdf; name="a.pdf"

      pdf
      --1--
      """;

  private static String numbers(List<NumberedPart> parts) {
    return parts.stream().map(NumberedPart::number).collect(Collectors.joining(" "));
  }

  @Test
  void partsAreSortedAsJmapSortsThem() {
    Bodies bodies = Bodies.of(scan(NESTED));
    assertEquals("1.1.1", numbers(bodies.text()));
    assertEquals("1.1.2", numbers(bodies.html()));
    assertEquals("1.2 2", numbers(bodies.attachments()));
    assertTrue(Bodies.hasAttachment(scan(NESTED)));
  }

  @Test
  void theExampleOfTheStandardIsSortedAsItSays() {
    // RFC 8621 section 4.1.4: A to K
    var text = new StringBuilder("Content-Type: multipart/mixed; boundary=m\n\n");
    part(text, "m", "text/plain", "inline");
    text.append("--m\nContent-Type: multipart/mixed; boundary=n\n\n");
    text.append("--n\nContent-Type: multipart/alternative; boundary=o\n\n");
    text.append("--o\nContent-Type: multipart/mixed; boundary=p\n\n");
    part(text, "p", "text/plain", "inline");
    part(text, "p", "image/jpeg", "inline");
    part(text, "p", "text/plain", "inline");
    text.append("--p--\n--o\nContent-Type: multipart/related; boundary=q\n\n");
    part(text, "q", "text/html", "");
    part(text, "q", "image/jpeg", "");
    text.append("--q--\n--o--\n");
    part(text, "n", "image/jpeg", "attachment");
    part(text, "n", "application/x-excel", "");
    part(text, "n", "message/rfc822", "");
    text.append("--n--\n");
    part(text, "m", "text/plain", "inline");
    text.append("--m--\n");
    Bodies bodies = Bodies.of(scan(text.toString()));
    assertEquals("1 2.1.1.1 2.1.1.2 2.1.1.3 3", numbers(bodies.text()));
    assertEquals("1 2.1.2.1 3", numbers(bodies.html()));
    assertEquals("2.1.1.2 2.1.2.2 2.2 2.3 2.4", numbers(bodies.attachments()));
  }

  private static void part(StringBuilder to, String boundary, String type, String disposition) {
    to.append("--").append(boundary).append("\nContent-Type: ").append(type).append('\n');
    if (!disposition.isEmpty()) {
      to.append("Content-Disposition: ").append(disposition).append('\n');
    }
    to.append("\nx\n");
  }

  @Test
  void aPlainMessageHasNoAttachment() {
    assertFalse(Bodies.hasAttachment(scan("Subject: x\n\nbody")));
    assertTrue(Bodies.hasAttachment(scan("Content-Type: application/pdf\n\nx")));
  }

  @Test
  void fileNamesAreDecodedWithoutControlCharacters() {
    Content content =
        scan("Content-Disposition: attachment; filename*=utf-8''%0Aa%C3%A4.txt\n\nx")
            .body()
            .content();
    assertEquals("aä.txt", content.fileName().orElseThrow());
  }

  @Test
  void thePlainFormOfAnAlternativeIsThePreview() throws IOException {
    assertEquals("plain words", preview(NESTED));
  }

  @Test
  void quotationsAndSignaturesAreNotPreviewed() throws IOException {
    assertEquals(
        "My answer.",
        preview(
            "\nOn Monday, Ada\n<ada@example.org> wrote:\n> question\n\nMy answer.\n-- \nBob\n"));
    assertEquals("> only this", preview("\n> only this\n"));
  }

  @Test
  void htmlIsPreviewedWithoutStyleAndPadding() throws IOException {
    assertEquals(
        "Sale today! Shop now",
        preview(
            "Content-Type: text/html; charset=utf-8\n\n<html><head><title>t</title>"
                + "<style>p{color:red}</style></head><body><div style='display:none'>Sale today!"
                + "&zwnj;&nbsp;&#847;&zwnj;&nbsp;</div><script>x()</script><p>Shop now</p>"
                + "<blockquote>old</blockquote></body></html>"));
  }

  @Test
  void aPreviewIsCutBetweenCharacters() throws IOException {
    String preview = preview("Content-Type: text/plain; charset=utf-8\n\na" + "😀".repeat(200));
    assertEquals(255, preview.length());
    assertFalse(Character.isHighSurrogate(preview.charAt(254)));
  }

  @Test
  void allTextIsFoundForSearching() throws IOException {
    assertEquals("plain words\n", text(NESTED));
    assertEquals(
        "in 1\n", text("Content-Type: message/rfc822\n\nContent-Type: text/html\n\n<b>in</b> 1\n"));
  }

  @Test
  void textIsDecodedByItsCharsetAndFaultsAreTold() throws IOException {
    assertEquals(new DecodedText("ä", false, false), decode("; charset=iso-8859-1", "\u00e4", 9));
    assertEquals(new DecodedText("\ufffd", true, false), decode("; charset=utf-8", "\u00e4", 9));
    assertEquals(new DecodedText("ä", true, false), decode("; charset=nope", "\u00c3\u00a4", 9));
    assertEquals(new DecodedText("a", false, true), decode("; charset=utf-8", "a\u00c3\u00a4", 2));
  }

  private static DecodedText decode(String parameters, String latin1, int max) throws IOException {
    byte[] message =
        ("Content-Type: text/plain" + parameters + "\r\n\r\n" + latin1).getBytes(ISO_8859_1);
    var leaf = (Part.Leaf) MessageStructure.of(message).body();
    return BodyText.decode(leaf, ByteSource.of(message), max);
  }
}
