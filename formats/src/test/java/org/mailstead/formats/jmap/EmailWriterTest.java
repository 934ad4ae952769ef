package org.mailstead.formats.jmap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageStructure;

/** Messages that clients create, read again (RFC 8621 section 4.6). */
class EmailWriterTest {
  private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-11-30T10:00:00+01:00");
  private static final byte[] PNG = {(byte) 0x89, 'P', 0, '\n', 1};
  private static final byte[] LATIN = "Gr\u00fc\u00dfe\r\n".getBytes(ISO_8859_1);
  private static final byte[] MESSAGE = "Subject: \u00fc\r\n\r\nbody\r\n".getBytes(UTF_8);
  private static final byte[] BARE = "Subject: x\n\nbody\n".getBytes(UTF_8);
  private static final Map<String, ByteSource> BLOBS =
      Map.of(
          "png", ByteSource.of(PNG),
          "latin", ByteSource.of(LATIN),
          "ascii", ByteSource.of("a\r\nb".getBytes(UTF_8)),
          "message", ByteSource.of(MESSAGE),
          "bare", ByteSource.of(BARE));

  static byte[] written(NewEmail email) {
    var out = new ByteArrayOutputStream();
    try {
      new EmailWriter(BLOBS, new SplittableRandom(7)).write(email, "id@here", NOW, out);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    String text = out.toString(ISO_8859_1);
    assertEquals(-1, text.replace("\r\n", "").indexOf('\n'), text);
    text.lines().forEach(line -> assertTrue(line.length() <= 998, line));
    return out.toByteArray();
  }

  private static EmailBody body(byte[] message) {
    return EmailBody.of(MessageStructure.of(message));
  }

  private static NewEmail lists(
      Map<String, String> values, List<NewPart> text, List<NewPart> html, List<NewPart> files) {
    var bodyValues = new java.util.HashMap<String, BodyValue>();
    values.forEach((id, value) -> bodyValues.put(id, new BodyValue(value, false, false)));
    return new NewEmail(
        List.of(),
        Optional.empty(),
        Optional.of(text).filter(list -> !list.isEmpty()),
        Optional.of(html).filter(list -> !list.isEmpty()),
        Optional.of(files),
        bodyValues,
        Set.of());
  }

  private static final NewPart PLAIN = NewPart.text("p", PartLabels.ofType("text/plain"));
  private static final NewPart HTML = NewPart.text("h", PartLabels.ofType("text/html"));

  private static PartLabels labels(String type, String name, String disposition, String cid) {
    return new PartLabels(
        Optional.of(type),
        Optional.of(name).filter(text -> !text.isEmpty()),
        Optional.empty(),
        Optional.of(disposition).filter(text -> !text.isEmpty()),
        Optional.of(cid).filter(text -> !text.isEmpty()),
        List.of(),
        Optional.empty());
  }

  /** The tree as types. */
  private static String shape(BodyPart part) {
    return part.isMultipart()
        ? part.type().substring(10) + part.subParts().stream().map(EmailWriterTest::shape).toList()
        : part.type() + part.disposition().map(how -> "!" + how).orElse("");
  }

  @Test
  void theShapeFollowsFromWhatIsThere() {
    var values = Map.of("p", "text", "h", "<p>");
    NewPart file = NewPart.blob("png", labels("image/png", "a.png", "", ""));
    NewPart shown = NewPart.blob("png", labels("image/png", "", "", "c@d"));
    NewPart named = NewPart.blob("png", labels("image/png", "", "attachment", "c@d"));
    List<NewPart> none = List.of();
    var cases =
        Map.of(
            lists(values, none, none, none), "text/plain",
            lists(values, List.of(PLAIN), none, none), "text/plain",
            lists(values, none, List.of(HTML), none), "text/html",
            lists(values, List.of(PLAIN), List.of(HTML), none),
                "alternative[text/plain, text/html]",
            lists(values, none, none, List.of(file)), "mixed[image/png!attachment]",
            lists(values, List.of(PLAIN), none, List.of(shown)),
                "mixed[text/plain, image/png!attachment]",
            lists(values, List.of(PLAIN), List.of(HTML), List.of(file, shown, named)),
                "mixed[alternative[text/plain, related[text/html, image/png!inline]],"
                    + " image/png!attachment, image/png!attachment]");
    cases.forEach((email, shape) -> assertEquals(shape, shape(body(written(email)).structure())));
  }

  @Test
  void aDraftWithoutAnythingIsAMessage() {
    String text = new String(written(lists(Map.of(), List.of(), List.of(), List.of())), UTF_8);
    assertEquals(
        """
        Date: Mon, 30 Nov 2026 10:00:00 +0100
        Message-ID: <id@here>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=us-ascii
        Content-Transfer-Encoding: 7bit

        """
            .replace("\n", "\r\n"),
        text);
  }

  @Test
  void emptyListsAreNoFields() {
    var email =
        new NewEmail(
            List.of(
                NewHeader.of("to", new HeaderValue.Addresses(List.of())),
                NewHeader.of("messageId", new HeaderValue.MessageIds(List.of())),
                NewHeader.of("header:X:asURLs", new HeaderValue.Urls(List.of())),
                NewHeader.of(
                    "header:Cc:asGroupedAddresses",
                    new HeaderValue.GroupedAddresses(
                        List.of(new HeaderValue.Group(Optional.empty(), List.of()))))),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Set.of());
    assertTrue(new String(written(email), UTF_8).startsWith("Date: "));
  }

  @Test
  void whatTheClientGivesIsNotGivenAgain() {
    var email =
        new NewEmail(
            List.of(
                NewHeader.of("messageId", new HeaderValue.MessageIds(List.of("mine@x"))),
                NewHeader.of("sentAt", new HeaderValue.Date(NOW.minusYears(1)))),
            Optional.of(
                NewPart.text("p", PartLabels.NONE)
                    .with(
                        List.of(NewHeader.of("header:MIME-Version", new HeaderValue.Raw(" 1.0"))))),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of("p", new BodyValue("x", false, false)),
            Set.of());
    List<HeaderField> header = MessageStructure.of(written(email)).header();
    assertEquals(
        List.of("Message-ID", "Date", "Content-Type", "MIME-Version", "Content-Transfer-Encoding"),
        header.stream().map(HeaderField::name).toList());
  }

  @Test
  void textIsEncodedAsItNeeds() throws IOException {
    var cases =
        Map.of(
            "plain \t\n-- \nme",
            "7bit",
            "a".repeat(998) + "\nb",
            "7bit",
            "a".repeat(999),
            "quoted-printable",
            "Gr\u00fc\u00dfe aus der Ferne \n.\n",
            "quoted-printable",
            "a\rb\u0001",
            "quoted-printable",
            "\u4f60\u597d\n\ud83d\ude00",
            "base64",
            "",
            "7bit");
    for (Map.Entry<String, String> one : cases.entrySet()) {
      byte[] message =
          written(lists(Map.of("p", one.getKey()), List.of(PLAIN), List.of(), List.of()));
      BodyPart part = body(message).structure();
      assertEquals(one.getValue(), part.part().content().encoding());
      BodyValue value = BodyValue.of(part, ByteSource.of(message), 100_000);
      assertEquals(new BodyValue(one.getKey(), false, false), value);
    }
  }

  @Test
  void blobsKeepTheirOctets() throws IOException {
    var cases =
        new String[][] {
          {"png", "image/png", "base64"},
          {"latin", "text/plain", "base64"},
          {"ascii", "text/plain", "7bit"},
          {"ascii", "application/x", "base64"},
          {"message", "message/rfc822", "8bit"},
          {"bare", "message/rfc822", "base64"},
        };
    for (String[] one : cases) {
      NewPart blob = NewPart.blob(one[0], labels(one[1], "", "", ""));
      byte[] message = written(lists(Map.of("p", "x"), List.of(PLAIN), List.of(), List.of(blob)));
      ByteSource source = ByteSource.of(message);
      BodyPart part = body(message).part("2").orElseThrow();
      assertEquals(one[2], part.part().content().encoding(), one[0]);
      ByteSource content = Optional.ofNullable(BLOBS.get(one[0])).orElseThrow();
      try (var in = part.content(source);
          var expected = content.open(0, content.length())) {
        assertArrayEquals(expected.readAllBytes(), in.readAllBytes());
      }
      assertEquals(content.length(), part.size(source));
      String around = body(message).structure().part().content().encoding();
      assertEquals(one[2].equals("8bit") ? "8bit" : "7bit", around);
    }
  }

  @Test
  void labelsComeBack() {
    var labels =
        new PartLabels(
            Optional.of("text/html"),
            Optional.of("\u00dcbersicht =?utf-8?q?x?= \"1\".html"),
            Optional.of("iso-8859-1"),
            Optional.of("inline"),
            Optional.of("c@d"),
            List.of("de", "en-GB"),
            Optional.of("http://example.com/a?b"));
    NewPart extra =
        NewPart.blob("latin", labels)
            .with(
                List.of(
                    NewHeader.of("header:X-A:asText", new HeaderValue.Text("\u00e4 b")),
                    NewHeader.of("header:Content-Description", new HeaderValue.Raw(" d"))));
    byte[] message = written(lists(Map.of("p", "x"), List.of(PLAIN), List.of(), List.of(extra)));
    BodyPart part = body(message).part("2").orElseThrow();
    assertEquals(
        labels,
        new PartLabels(
            Optional.of(part.type()),
            part.name(),
            part.charset(),
            part.disposition(),
            part.cid(),
            part.language(),
            part.location()));
    String text = new String(message, ISO_8859_1);
    assertTrue(text.contains("\r\nContent-Description: d\r\n"));
    assertTrue(text.contains("\r\nX-A: =?utf-8?b?"));
  }

  @Test
  void parametersOfATypeFieldAreKept() {
    NewPart calendar =
        NewPart.text("p", PartLabels.NONE)
            .with(
                List.of(
                    NewHeader.of(
                        "header:Content-Type",
                        new HeaderValue.Raw(" text/calendar; method=REQUEST; charset=x"))));
    NewPart report =
        new NewPart(
            Optional.empty(),
            Optional.empty(),
            PartLabels.NONE,
            List.of(
                NewHeader.of(
                    "header:content-type:asText",
                    new HeaderValue.Text("multipart/report; report-type=x; boundary=guessed"))),
            List.of(calendar),
            Set.of());
    var email =
        new NewEmail(
            List.of(),
            Optional.of(report),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of("p", new BodyValue("x", false, false)),
            Set.of());
    String text = new String(written(email), UTF_8);
    assertTrue(text.contains("Content-Type: multipart/report; report-type=x;\r\n boundary=\"=_"));
    assertTrue(text.contains("Content-Type: text/calendar; method=REQUEST; charset=us-ascii\r\n"));
  }

  @Test
  void aRawValueStandsAsItIs() {
    String longValue =
        " a  b" + Stream.generate(() -> " word").limit(500).reduce("", String::concat);
    for (String value : List.of("", "x", "  \u00fc <a> ", "\t=?utf-8?q?x?=", longValue)) {
      var email =
          new NewEmail(
              List.of(NewHeader.of("header:X-Raw", new HeaderValue.Raw(value))),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Map.of(),
              Set.of());
      HeaderField field = MessageStructure.of(written(email)).header().getFirst();
      String read = new String(field.value().bytes(), UTF_8);
      assertEquals(value, read.replace("\r\n", ""));
    }
  }
}
