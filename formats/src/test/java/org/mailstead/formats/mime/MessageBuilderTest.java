package org.mailstead.formats.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Property;
import org.mailstead.words.EmailAddress;

/** Messages that we write, read again by our own scanner. */
class MessageBuilderTest {
  private static final OffsetDateTime TIME = OffsetDateTime.parse("2026-11-23T10:00:00Z");

  private static String built(boolean utf8, Body body) throws IOException {
    byte[] message =
        new MessageBuilder(utf8)
            .addresses("From", List.of(new Recipient("Müller, \"J\"", address("j@example.org"))))
            .addresses("To", List.of(Recipient.of(address("a@example.net"))))
            .text("Subject", "Grüße aus Zürich")
            .date(TIME)
            .structured("Message-ID", "<1@example.org>")
            .toBytes(body);
    String text = new String(message, ISO_8859_1);
    assertFalse(text.replace("\r\n", "").matches("(?s).*[\r\n].*"), "only CRLF ends lines");
    text.lines().forEach(line -> assertTrue(line.length() <= 998, line));
    return text;
  }

  private static EmailAddress address(String text) {
    return EmailAddress.parse(text).orElseThrow();
  }

  private static String decoded(String message, String number) throws IOException {
    byte[] bytes = message.getBytes(ISO_8859_1);
    var leaf = (Part.Leaf) MessageStructure.of(bytes).at(number).orElseThrow();
    return BodyText.decode(leaf, ByteSource.of(bytes), 1 << 20).text();
  }

  /** A long id is still one: it is broken only where no line could hold it. */
  @Test
  void aLongWordStaysWhole() throws IOException {
    for (int length : new int[] {248, 700, 980}) {
      String id = "<" + "x".repeat(length - 2) + ">";
      byte[] message =
          new MessageBuilder(false)
              .structured("References", "<a@b> " + id)
              .toBytes(Body.Text.plain("x"));
      String text = new String(message, ISO_8859_1);
      assertTrue(text.contains("\r\n " + id + "\r\n"), text);
      text.lines().forEach(line -> assertTrue(line.length() <= 998, line));
    }
    byte[] message =
        new MessageBuilder(false)
            .structured("References", "x".repeat(3_000))
            .toBytes(Body.Text.plain("x"));
    new String(message, ISO_8859_1).lines().forEach(line -> assertTrue(line.length() <= 998, line));
  }

  @Test
  void headersSurviveInAsciiAndInUtf8() throws IOException {
    for (boolean utf8 : new boolean[] {false, true}) {
      String message = built(utf8, Body.Text.plain("x\n"));
      MessageStructure read = MessageStructure.of(message.getBytes(ISO_8859_1));
      assertEquals("Grüße aus Zürich", read.envelope().subject().orElseThrow().decoded());
      Address.Mailbox from = AddressList.mailboxes(read.envelope().from()).getFirst();
      assertEquals("Müller, \"J\"", from.displayName().orElseThrow());
      assertEquals("j@example.org", from.address());
      assertEquals(utf8, message.chars().anyMatch(c -> c > 0x7f));
    }
  }

  @Test
  void aValueCannotAddAField() throws IOException {
    byte[] message =
        new MessageBuilder(false)
            .text("Subject", "x\r\nBcc: victim@example.org\r\n\r\nbody")
            .toBytes(Body.Text.plain(""));
    assertTrue(HeaderField.first(MessageStructure.of(message).header(), "Bcc").isEmpty());
  }

  @Test
  void anySubjectComesBack() {
    Property.holds(
        500,
        random -> {
          var subject = new StringBuilder();
          for (int i = random.nextInt(200); i > 0; i--) {
            String some = random.nextBoolean() ? "ab =?_" : "äöü€😀 =";
            int at =
                some.offsetByCodePoints(0, random.nextInt(some.codePointCount(0, some.length())));
            subject.appendCodePoint(some.codePointAt(at));
          }
          String text = subject.toString().strip().replaceAll(" +", " ");
          for (boolean utf8 : new boolean[] {false, true}) {
            Octets value = Octets.of(new HeaderWriter(utf8).unstructured("S", text).toBytes());
            String lines = value.latin1();
            lines.lines().forEach(line -> assertTrue(line.length() <= 998));
            assertEquals(text, new Octets(lines.substring(2)).unfolded().decoded());
          }
        });
  }

  @Test
  void plainAsciiTextIsFlowed() throws IOException {
    String line = "word ".repeat(40).strip();
    String message = built(false, Body.Text.plain(line + "\nFrom here\n> quoted\n-- \nme"));
    assertTrue(message.contains("format=flowed"));
    assertTrue(message.contains("\r\n From here\r\n > quoted\r\n-- \r\nme"));
    message.lines().forEach(written -> assertTrue(written.length() <= 78, written));
    String body = message.substring(message.indexOf("\r\n\r\n") + 4);
    assertTrue(body.replace(" \r\n", " ").startsWith(line + "\r\n"));
  }

  @Test
  void otherTextIsQuotedPrintable() throws IOException {
    String text = "Grüße,\n.\n " + "x".repeat(2000) + " \nEnde ";
    String message = built(false, Body.alternative(text, "<p>" + text));
    assertEquals(text, decoded(message, "1"));
    assertEquals("<p>" + text, decoded(message, "2"));
    message.lines().forEach(line -> assertTrue(line.length() <= 78, line));
  }

  @Test
  void attachmentsKeepTheirBytesAndNames() throws IOException {
    byte[] content = new byte[20_000];
    new java.util.Random(1).nextBytes(content);
    String name = "Übersicht über sehr viele verschiedene Dinge und noch mehr Dinge 😀.pdf";
    var attachment =
        new Body.Attachment("application/pdf", name, Optional.empty(), ByteSource.of(content));
    String message = built(false, Body.mixed(List.of(Body.Text.plain("see"), attachment)));
    byte[] bytes = message.getBytes(ISO_8859_1);
    Part part = MessageStructure.of(bytes).at("2").orElseThrow();
    assertEquals(name, part.content().fileName().orElseThrow());
    byte[] body =
        message
            .substring((int) part.extent().body(), (int) part.extent().end())
            .getBytes(ISO_8859_1);
    assertArrayEquals(content, TransferDecoder.decode(body, TransferEncoding.BASE64));
    assertTrue(Bodies.hasAttachment(MessageStructure.of(bytes)));
  }

  private static DeliveryStatus status(String address, boolean internationalized) {
    return new DeliveryStatus(
        "mx.example.org",
        Optional.of("QQ314159"),
        Optional.of(TIME),
        List.of(
            new DeliveryStatus.Recipient(
                Optional.of("rfc822;louisl@larry.slip.umd.edu"),
                address(address),
                DeliveryStatus.Action.FAILED,
                "5.1.1",
                Optional.of("mail.example.net"),
                Optional.of("550 5.1.1 no such user\r\nreally"),
                Optional.of(TIME),
                Optional.empty())),
        internationalized);
  }

  @Test
  void aDeliveryReportHasThreeParts() throws IOException {
    Octets original = Octets.of("Subject: x\r\n\r\nbody\r\n".getBytes(UTF_8));
    String message =
        built(
            false,
            Body.deliveryReport(
                Body.Text.plain("It failed.\n"),
                status("ada@example.net", false),
                Body.message(original, false)));
    MessageStructure read = MessageStructure.of(message.getBytes(ISO_8859_1));
    assertEquals("multipart/report", read.body().content().type().media());
    assertEquals(
        "delivery-status",
        read.body().content().type().parameters().text("report-type").orElseThrow());
    assertEquals("message/delivery-status", read.at("2").orElseThrow().content().type().media());
    assertTrue(read.at("3").orElseThrow() instanceof Part.EmbeddedMessage);
    assertTrue(
        message.contains("\r\n\r\nOriginal-Recipient: rfc822;louisl@larry.slip.umd.edu\r\n"));
    assertTrue(
        message.contains("\r\nFinal-Recipient: rfc822; ada@example.net\r\nAction: failed\r\n"));
    assertTrue(message.contains("\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user really\r\n"));
  }

  @Test
  void anInternationalAddressIsReportedInTheFormThatTheReceiverCanTake() {
    String seven = status("dörte@example.net", false).body().content().latin1();
    assertTrue(seven.contains("Final-Recipient: utf-8; d\\x{F6}rte@example.net\r\n"), seven);
    Body.Verbatim eight = status("dörte@example.net", true).body();
    assertEquals("message/global-delivery-status", eight.type());
    assertTrue(eight.content().text().contains("Final-Recipient: utf-8; dörte@example.net\r\n"));
  }

  @Test
  void theSameCallsGiveTheSameBytes() throws IOException {
    Body body = Body.alternative("a", "b");
    assertEquals(built(true, body), built(true, body));
  }
}
