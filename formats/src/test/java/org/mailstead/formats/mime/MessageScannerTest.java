package org.mailstead.formats.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Property;

/** Where the parts of a message lie (RFC 2046 section 5.1). */
class MessageScannerTest {
  private static MessageStructure scan(String text) {
    byte[] message = text.replace("\n", "\r\n").getBytes(ISO_8859_1);
    return Invariants.scan(message, new SplittableRandom(1));
  }

  private static String bodyOf(String text, String number) {
    Extent extent = scan(text).at(number).orElseThrow().extent();
    return text.replace("\n", "\r\n").substring((int) extent.body(), (int) extent.end());
  }

  private static Part.Multipart multipart(String text) {
    return assertInstanceOf(Part.Multipart.class, scan(text).body());
  }

  @Test
  void theLineEndBeforeADelimiterBelongsToTheDelimiter() {
    String message =
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n\n--b\n\nx\n--b--\n";
    assertEquals("hello\r\n", bodyOf(message, "1"));
    assertEquals(1, scan(message).at("1").orElseThrow().extent().lines());
    assertEquals("x", bodyOf(message, "2"));
    assertEquals(0, scan(message).at("2").orElseThrow().extent().lines());
  }

  @Test
  void anOuterDelimiterEndsAnInnerMultipartThatWasNotClosed() {
    Part.Multipart outer =
        multipart(
            """
            Content-Type: multipart/mixed; boundary=out

            --out
            Content-Type: multipart/alternative; boundary=in

            --in

            a
            --out

            b
            --out--
            """);
    assertEquals(2, outer.parts().size());
    assertInstanceOf(Part.Multipart.class, outer.parts().getFirst());
  }

  @Test
  void ofBoundariesThatBeginWithEachOtherTheLongestCounts() {
    String message =
        """
        Content-Type: multipart/mixed; boundary=bound1

        --bound1
        Content-Type: multipart/mixed; boundary=bound

        --bound

        a
        --bound--
        --bound1

        b
        --bound1--
        """;
    assertEquals("a", bodyOf(message, "1.1"));
    assertEquals("b", bodyOf(message, "2"));
  }

  @Test
  void aDelimiterMayHaveBlanksAndMoreBehindIt() {
    String message =
        "Content-Type: multipart/mixed; boundary=\"b\"\n\n--b \t\n\na\n--b and more\n\nb\n--b-- \nend";
    assertEquals("a", bodyOf(message, "1"));
    assertEquals("b", bodyOf(message, "2"));
  }

  @Test
  void aMissingLastDelimiterLosesNothing() {
    String message = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nall of it\n";
    assertEquals("all of it\r\n", bodyOf(message, "1"));
  }

  @Test
  void aMultipartWithoutBoundaryIsText() {
    Part body = scan("Content-Type: multipart/mixed\n\n--b\n\nx\n--b--\n").body();
    assertEquals("text/plain", assertInstanceOf(Part.Leaf.class, body).content().type().media());
  }

  @Test
  void anEmptyMultipartHasAnEmptyText() {
    Part.Multipart body =
        multipart("Content-Type: multipart/mixed; boundary=b\n\nnothing\n--b--\n");
    assertEquals(1, body.parts().size());
    assertEquals(0, body.parts().getFirst().extent().size());
    assertEquals(Content.PLAIN, body.parts().getFirst().content());
  }

  @Test
  void aMessageWithoutEmptyLineIsAllHeader() {
    MessageStructure structure = scan("Subject: x\nFrom: a@b");
    assertEquals(2, structure.header().size());
    assertEquals(0, structure.body().extent().size());
    assertEquals("x", structure.envelope().subject().orElseThrow().latin1());
  }

  @Test
  void anEmptyMessageHasAnEmptyBody() {
    MessageStructure structure = scan("");
    assertEquals(new Extent(0, 0, 0, 0), structure.body().extent());
    assertEquals(List.of(), structure.header());
  }

  @Test
  void aLineThatIsNoFieldBelongsToTheFieldBefore() {
    MessageStructure structure =
        scan("Subject: This is your reminder\nabout the game\nDate: x\n\nbody");
    assertEquals(
        "This is your reminder about the game",
        structure.envelope().subject().orElseThrow().latin1());
    assertEquals(2, structure.header().size());
  }

  @Test
  void textWithoutHeaderIsBody() {
    assertEquals("hello\r\nworld", bodyOf("hello\nworld", "1"));
  }

  @Test
  void theFromLineOfAnMboxIsNoField() {
    MessageStructure structure = scan("From ada Mon Jan 1\nSubject: x\n\nbody");
    assertEquals(1, structure.header().size());
  }

  @Test
  void bareLineFeedsAndBareCarriageReturnsEndLines() {
    for (String end : List.of("\n", "\r", "\r\n")) {
      String text =
          "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\ntwo\n--b--".replace("\n", end);
      byte[] message = text.getBytes(ISO_8859_1);
      Part part = Invariants.scan(message, new SplittableRandom(2)).at("1").orElseThrow();
      assertEquals(
          "one" + end + "two",
          text.substring((int) part.extent().body(), (int) part.extent().end()));
      assertEquals(1, part.extent().lines());
    }
  }

  @Test
  void aStrayCarriageReturnHidesNoBoundary() {
    byte[] message =
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r--b--\r\ny\r\n--b--\r\n"
            .getBytes(ISO_8859_1);
    Part part = MessageStructure.of(message).at("1").orElseThrow();
    assertEquals("x\r--b--\r\ny".length(), part.extent().size());
  }

  @Test
  void aMessageInsideHasItsOwnEnvelopeAndParts() {
    MessageStructure structure =
        scan(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n"
                + "Subject: inner\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\na\n--c--\n\n--b--");
    var inner = assertInstanceOf(Part.EmbeddedMessage.class, structure.at("1").orElseThrow());
    assertEquals("inner", inner.envelope().subject().orElseThrow().latin1());
    assertEquals(1, structure.at("1.1").orElseThrow().extent().size());
  }

  @Test
  void anEncodedMessageIsALeafThatIsNotListedAsMessage() {
    Part body =
        scan("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDo=\n")
            .body();
    assertEquals(
        "application/octet-stream", assertInstanceOf(Part.Leaf.class, body).listedType().media());
  }

  @Test
  void aDigestIsMadeOfMessages() {
    Part.Multipart body =
        multipart("Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\ny\n--b--");
    assertInstanceOf(Part.EmbeddedMessage.class, body.parts().getFirst());
  }

  @Test
  void whatLiesTooDeepIsOneOpaqueLeaf() {
    var text = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      text.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\n\n--b");
      text.append(i).append("\n");
    }
    Part part = scan(text.toString()).body();
    int depth = 1;
    while (part instanceof Part.Multipart multipart) {
      part = multipart.parts().getFirst();
      depth++;
    }
    assertEquals(MimeLimits.DEFAULT.depth(), depth);
    assertEquals("application/octet-stream", part.content().type().media());
  }

  @Test
  void partsBeyondTheLimitBelongToTheEpilogue() {
    var limits = new MimeLimits(1000, 1000, 1000, 10, 10, 3, 10, 10, 70);
    var scanner = new MessageScanner(limits);
    byte[] message =
        ("Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(9))
            .getBytes(ISO_8859_1);
    scanner.write(message, 0, message.length);
    assertEquals(2, scanner.finish().leaves().size());
  }

  @Test
  void aHeaderBeyondTheLimitIsKnownToBeIncomplete() {
    var limits = new MimeLimits(20, 20, 20, 10, 10, 10, 10, 10, 70);
    var scanner = new MessageScanner(limits);
    byte[] message = "A: 1\nSubject: 0123456789012345\nB: 2\n\nbody".getBytes(ISO_8859_1);
    scanner.write(message, 0, message.length);
    MessageStructure structure = scanner.finish();
    assertFalse(structure.headerComplete());
    assertEquals(4, structure.body().extent().size());
  }

  @Test
  void theMembersOfTheMessagesOwnHeaderHaveOffsets() {
    String text = "A: 1\r\nSubject : folded\r\n line\r\n\r\nbody";
    HeaderField field = MessageStructure.of(text.getBytes(ISO_8859_1)).header().getLast();
    assertEquals("Subject", field.name());
    assertEquals(
        "Subject : folded\r\n line\r\n", text.substring((int) field.start(), (int) field.end()));
    assertEquals(" folded\r\n line", field.value().latin1());
    assertEquals("folded line", field.text());
  }

  @Test
  void piecesOfAnySizeGiveTheSameStructure() {
    List<String> bits =
        List.of(
            "\r\n",
            "\n",
            "\r",
            "--b",
            "--bc",
            "--",
            " ",
            "Content-Type: multipart/mixed; boundary=b",
            "Content-Type: multipart/digest; boundary=bc",
            "Content-Type: message/rfc822",
            "Subject: x",
            "text",
            "\r\n\r\n",
            "\n\n",
            "\r\n--b\r\n",
            "\n--bc--\n",
            ":",
            "-");
    Property.holds(
        1000,
        random -> {
          var text = new StringBuilder();
          for (int i = random.nextInt(40); i > 0; i--) {
            text.append(bits.get(random.nextInt(bits.size())));
          }
          Invariants.scan(text.toString().getBytes(ISO_8859_1), random);
        });
  }

  @Test
  void sectionsAreRangesOfTheMessage() {
    String text =
        "Subject: out\n\n"
                .replace("out", "outer")
                .replace("\n\n", "\nContent-Type: multipart/mixed; boundary=b\n\n")
            + "--b\nX: 1\n\nfirst\n--b\nContent-Type: message/rfc822\n\nSubject: in\n\ninner\n--b--\n";
    byte[] bytes = text.getBytes(ISO_8859_1);
    MessageStructure message = MessageStructure.of(bytes);
    assertEquals(text, section(message, text, ""));
    assertTrue(section(message, text, "HEADER").endsWith("boundary=b\n\n"));
    assertEquals("X: 1\n\n", section(message, text, "1.MIME"));
    assertEquals("first", section(message, text, "1"));
    assertEquals("Subject: in\n\n", section(message, text, "2.HEADER"));
    assertEquals("inner", section(message, text, "2.TEXT"));
    assertEquals("inner", section(message, text, "2.1"));
    for (String none :
        List.of("3", "1.1", "1.TEXT", "2.2", "0", "1.", ".1", "MIME", "99999999999")) {
      assertTrue(message.section(none).isEmpty(), none);
    }
  }

  private static String section(MessageStructure message, String text, String name) {
    Range range = message.section(name).orElseThrow();
    return text.substring((int) range.start(), (int) range.end());
  }
}
