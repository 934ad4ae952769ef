package org.mailstead.formats.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.formats.mime.Body;
import org.mailstead.formats.mime.MessageBuilder;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.NumberedPart;
import org.mailstead.formats.mime.Octets;
import org.mailstead.formats.mime.Part;
import org.mailstead.formats.report.DispositionNotification.Action;
import org.mailstead.formats.report.DispositionNotification.Disposition;
import org.mailstead.formats.report.DispositionNotification.Sending;
import org.mailstead.testkit.Property;
import org.mailstead.words.EmailAddress;

/** What became of a message at its reader's (RFC 8098). */
class DispositionNotificationTest {
  private static final String LEAST =
      """
      Final-Recipient: rfc822; a@b.test
      Disposition: manual-action/MDN-sent-manually; displayed
      """;

  private static DispositionNotification parse(String text) throws UnreadableReport {
    return DispositionNotificationParser.parse(text.getBytes(UTF_8));
  }

  @Test
  void theFieldsAreReadWhateverTheirOrderAndCase() throws UnreadableReport {
    DispositionNotification read =
        parse(
            """
            Disposition: Manual-Action / MDN-sent-MANUALLY (he said so (twice)) ; Displayed
            X-Colour: blue
            reporting-ua: pc.example.test;
             Foomail 97.1
            Original-Message-ID: (of it) <1@example.org>
            Original-Recipient: RFC822;ada@example.org
            Final-Recipient: rfc822;bob@example.org
            Error: it was torn
            Error: twice
            """);
    assertEquals(Optional.of("pc.example.test; Foomail 97.1"), read.reportingUa());
    assertEquals(Optional.of("RFC822; ada@example.org"), read.originalRecipient());
    assertEquals("rfc822; bob@example.org", read.finalRecipient());
    assertEquals(Optional.of("<1@example.org>"), read.originalMessageId());
    assertEquals(
        new Disposition(
            Action.MANUAL_ACTION,
            Sending.MDN_SENT_MANUALLY,
            DispositionNotification.Type.DISPLAYED),
        read.disposition());
    assertEquals(List.of("it was torn", "twice"), read.errors());
    assertEquals(Map.of("X-Colour", "blue"), read.extensions());
    assertEquals(Optional.empty(), read.gateway());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Final-Recipient: rfc822; a@b.test\n",
        "Disposition: manual-action/MDN-sent-manually; displayed\n",
        "Final-Recipient:\nDisposition: manual-action/MDN-sent-manually; displayed\n",
        "Final-Recipient: a\nDisposition: displayed\n",
        "Final-Recipient: a\nDisposition: manual-action/MDN-sent-manually; eaten\n",
        "Final-Recipient: a\nDisposition: manual-action; displayed\n",
        "\nFinal-Recipient: a\nDisposition: manual-action/MDN-sent-manually; displayed\n",
      })
  void whatDoesNotSayWhatHappenedToWhomIsNone(String text) {
    assertFalse(assertThrows(UnreadableReport.class, () -> parse(text)).why().isEmpty());
  }

  @Test
  void whatIsHugeIsCutOrNone() throws UnreadableReport {
    String x = "x".repeat(200_000);
    assertThrows(UnreadableReport.class, () -> parse(LEAST + "A: " + x + x));
    assertTrue(
        parse("Reporting-UA: " + x + "\n" + LEAST).reportingUa().orElseThrow().length() < 999);
    var many = new StringBuilder(LEAST);
    for (int i = 0; i < 5_000; i++) {
      many.append("Error: e\nX-").append(i).append(": v\n");
    }
    assertEquals(DispositionNotificationParser.MOST, parse(many.toString()).errors().size());
    assertEquals(DispositionNotificationParser.MOST, parse(many.toString()).extensions().size());
    assertEquals(
        "rfc822; a@b.test", parse(LEAST + "Disposition: " + "(".repeat(9_000)).finalRecipient());
  }

  private static <T> T any(RandomGenerator random, T[] some) {
    return some[random.nextInt(some.length)];
  }

  private static String words(RandomGenerator random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(1, 60); i > 0; i--) {
      text.append((char) random.nextInt('!', 0x7f));
      text.append(i > 1 && random.nextInt(5) == 0 ? " " : "");
    }
    return text.toString().strip();
  }

  private static Optional<String> maybe(RandomGenerator random, String text) {
    return random.nextBoolean() ? Optional.of(text) : Optional.empty();
  }

  private static DispositionNotification random(RandomGenerator random) {
    List<String> errors = new ArrayList<>();
    Map<String, String> extensions = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      errors.add(words(random));
      extensions.put("X-" + i, words(random));
    }
    return new DispositionNotification(
        maybe(random, words(random)),
        maybe(random, "dns; " + words(random)),
        maybe(random, "rfc822; " + words(random)),
        "rfc822; " + words(random),
        maybe(random, "<" + random.nextLong() + "@example.test>"),
        new Disposition(
            any(random, Action.values()),
            any(random, Sending.values()),
            any(random, DispositionNotification.Type.values())),
        errors,
        extensions);
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Property.holds(
        200,
        random -> {
          DispositionNotification before = random(random);
          try {
            byte[] message =
                new MessageBuilder(false)
                    .text("Subject", "x")
                    .toBytes(
                        DispositionNotificationWriter.body(
                            "It was\nread.", before, Optional.empty()));
            Part report = MessageStructure.of(message).at("2").orElseThrow();
            int from = (int) report.extent().body();
            byte[] body =
                new ByteArrayInputStream(message, from, (int) report.extent().size())
                    .readAllBytes();
            assertEquals(before, DispositionNotificationParser.parse(body));
          } catch (IOException | UnreadableReport e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void theMessageIsAReport() throws IOException {
    var original = Body.message(new Octets("Subject: gr\u00fc\u00dfe\r\n\r\n\u00fc\r\n"), false);
    byte[] bytes =
        new MessageBuilder(false)
            .text("Subject", "x")
            .toBytes(
                DispositionNotificationWriter.body(
                    "It was read.",
                    random(RandomGenerator.of("SplittableRandom")),
                    Optional.of(original)));
    MessageStructure message = MessageStructure.of(bytes);
    assertEquals("multipart/report", message.body().content().type().media());
    assertEquals(
        Optional.of("disposition-notification"),
        message.body().content().type().parameters().text("report-type"));
    assertEquals(
        List.of("text/plain", "message/disposition-notification", "message/rfc822"),
        message.leaves().stream()
            .map(NumberedPart::part)
            .map(part -> part.content().type().media())
            .toList());
    // RFC 2045 section 6.4: what is around an 8bit part says so, too
    String text = new String(bytes, ISO_8859_1);
    assertTrue(text.indexOf("Content-Transfer-Encoding: 8bit") < text.indexOf("\r\n\r\n"), text);
  }

  @Test
  void whatCannotBeWrittenIsKnownBefore() {
    assertTrue(DispositionNotificationWriter.fits("X-A", "b c"));
    for (String name : List.of("", "a b", "a:b", "\u00fc", "x".repeat(300))) {
      assertFalse(DispositionNotificationWriter.fits(name, "b"), name);
    }
    for (String value : List.of("", " ", "a\r\nB: c", "\u00fc", "a\0", "x".repeat(999))) {
      assertFalse(DispositionNotificationWriter.fits("X-A", value), value);
    }
  }

  @Test
  void anAddressBeyondAsciiIsWrittenInIt() {
    assertEquals(
        "rfc822; a@b.test",
        DispositionNotification.typed(EmailAddress.parse("a@b.test").orElseThrow()));
    assertEquals(
        "utf-8; gr\\x{FC}n@b.test",
        DispositionNotification.typed(EmailAddress.parse("gr\u00fcn@b.test").orElseThrow()));
  }
}
