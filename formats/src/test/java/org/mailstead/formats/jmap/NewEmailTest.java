package org.mailstead.formats.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The constraints on an Email that is to be created (RFC 8621 section 4.6). */
class NewEmailTest {
  private static final NewPart PLAIN = NewPart.text("p", PartLabels.ofType("text/plain"));
  private static final NewPart HTML = NewPart.text("h", PartLabels.ofType("text/html"));
  private static final NewPart BLOB = NewPart.blob("B1", PartLabels.ofType("image/png"));
  private static final Map<String, BodyValue> VALUES =
      Map.of("p", new BodyValue("text", false, false), "h", new BodyValue("<p>", false, false));

  private static NewEmail email(List<NewHeader> headers, NewPart structure) {
    return new NewEmail(
        headers,
        Optional.of(structure),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        VALUES,
        Set.of());
  }

  private static NewEmail lists(
      List<NewHeader> headers, List<NewPart> text, List<NewPart> html, List<NewPart> attached) {
    return new NewEmail(
        headers,
        Optional.empty(),
        Optional.of(text),
        Optional.of(html),
        Optional.of(attached),
        VALUES,
        Set.of());
  }

  private static void isInvalid(String expected, NewEmail email) {
    assertEquals(expected, String.join(" ", new TreeSet<>(email.invalidProperties())));
  }

  private static void isInvalidPart(String expected, NewPart part) {
    isInvalid(expected.replaceAll("(\\S+)", "bodyStructure/$1"), email(List.of(), part));
  }

  private static NewHeader raw(String property, String value) {
    return NewHeader.of(property, new HeaderValue.Raw(value));
  }

  private static NewHeader text(String property, String value) {
    return NewHeader.of(property, new HeaderValue.Text(value));
  }

  private static NewHeader to(String name, String email) {
    var address = new HeaderValue.Address(Optional.of(name), email);
    return NewHeader.of("to", new HeaderValue.Addresses(List.of(address)));
  }

  @Test
  void whatIsRightHasNoInvalidProperties() {
    isInvalid("", email(List.of(text("subject", "x"), to("Joe", "half an addr")), PLAIN));
    isInvalid("", lists(List.of(), List.of(PLAIN), List.of(HTML), List.of(BLOB)));
    var nothing =
        new NewEmail(
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Set.of());
    isInvalid("", nothing);
    assertEquals(
        Set.of("B1"), lists(List.of(), List.of(PLAIN), List.of(), List.of(BLOB)).blobIds());
  }

  @Test
  void theHeadersPropertyIsNotGiven() {
    var email =
        new NewEmail(
            List.of(),
            Optional.of(part(PLAIN, Set.of("headers"))),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            VALUES,
            Set.of("headers"));
    isInvalid("bodyStructure/headers headers", email);
  }

  private static NewPart part(NewPart part, Set<String> others) {
    return new NewPart(
        part.partId(), part.blobId(), part.labels(), part.headers(), part.subParts(), others);
  }

  @Test
  void aFieldIsGivenOnce() {
    isInvalid(
        "header:Subject subject",
        email(List.of(text("subject", "x"), raw("header:Subject", "y")), PLAIN));
    isInvalid(
        "header:X-A header:x-a:asText:all",
        email(List.of(raw("header:X-A", "x"), text("header:x-a:asText:all", "y")), PLAIN));
    isInvalidPart(
        "header:Content-Type type", PLAIN.with(List.of(raw("header:Content-Type", "a/b"))));
    isInvalid(
        "bodyStructure/header:subject",
        email(List.of(text("subject", "x")), PLAIN.with(List.of(raw("header:subject", "y")))));
    isInvalid(
        "textBody/0/header:subject",
        new NewEmail(
            List.of(text("subject", "x")),
            Optional.empty(),
            Optional.of(List.of(PLAIN.with(List.of(raw("header:subject", "y"))))),
            Optional.empty(),
            Optional.empty(),
            VALUES,
            Set.of()));
  }

  @Test
  void labelsStandForFieldsOfThePart() {
    var all =
        new PartLabels(
            Optional.empty(),
            Optional.of("n"),
            Optional.empty(),
            Optional.of("inline"),
            Optional.of("c@d"),
            List.of("de"),
            Optional.of("http://x/"));
    for (String field : List.of("Disposition", "ID", "Language", "Location")) {
      NewPart part = NewPart.blob("B1", all).with(List.of(raw("header:Content-" + field, "x")));
      assertEquals(2, email(List.of(), part).invalidProperties().size(), field);
    }
  }

  @Test
  void formsAreThoseOfTheField() {
    isInvalid("header:From:asText", email(List.of(text("header:From:asText", "x")), PLAIN));
    isInvalid("header:Date:asText", email(List.of(text("header:Date:asText", "x")), PLAIN));
    isInvalid("header:X:asDate", email(List.of(text("header:X:asDate", "x")), PLAIN));
    var two = new HeaderValue.Text("x");
    var header =
        new NewHeader("subject", HeaderProperty.of("subject").orElseThrow(), List.of(two, two));
    isInvalid("subject", email(List.of(header), PLAIN));
  }

  @Test
  void contentFieldsBelongToParts() {
    isInvalid(
        "header:Content-Type header:content-x:asText",
        email(
            List.of(raw("header:Content-Type", "a/b"), text("header:content-x:asText", "y")),
            PLAIN));
    isInvalid("", email(List.of(), PLAIN.with(List.of(raw("header:Content-Foo", "y")))));
    isInvalidPart(
        "header:Content-Transfer-Encoding",
        PLAIN.with(List.of(raw("header:Content-Transfer-Encoding", " 8bit"))));
  }

  @Test
  void aStructureComesWithoutLists() {
    var email =
        new NewEmail(
            List.of(),
            Optional.of(PLAIN),
            Optional.of(List.of(PLAIN)),
            Optional.of(List.of(HTML)),
            Optional.of(List.of()),
            VALUES,
            Set.of());
    isInvalid("attachments htmlBody textBody", email);
  }

  @Test
  void aListOfTextHasOnePartOfItsType() {
    isInvalid("textBody", lists(List.of(), List.of(), List.of(HTML), List.of()));
    isInvalid("htmlBody", lists(List.of(), List.of(PLAIN), List.of(HTML, HTML), List.of()));
    isInvalid(
        "htmlBody/0/type textBody/0/type",
        lists(List.of(), List.of(HTML), List.of(PLAIN), List.of()));
    NewPart inner = NewPart.multipart("multipart/mixed", List.of(PLAIN));
    isInvalid(
        "attachments/0/subParts", lists(List.of(), List.of(PLAIN), List.of(HTML), List.of(inner)));
  }

  @Test
  void aPartHasOneContent() {
    NewPart both =
        new NewPart(
            Optional.of("p"), Optional.of("B1"), PartLabels.NONE, List.of(), List.of(), Set.of());
    isInvalidPart("blobId partId", both);
    isInvalidPart("partId", NewPart.text("other", PartLabels.NONE));
    NewPart neither =
        new NewPart(
            Optional.empty(), Optional.empty(), PartLabels.NONE, List.of(), List.of(), Set.of());
    isInvalidPart("partId", neither);
    isInvalidPart("subParts", NewPart.multipart("multipart/mixed", List.of()));
    isInvalidPart("partId subParts", NewPart.multipart("text/plain", List.of(PLAIN)));
    isInvalidPart("type", NewPart.text("p", PartLabels.ofType("image/png")));
    isInvalidPart("subParts/0/partId", NewPart.multipart("multipart/x", List.of(neither)));
  }

  @Test
  void textHasNoCharsetAndNoSize() {
    PartLabels charset =
        new PartLabels(
            Optional.of("text/plain"),
            Optional.empty(),
            Optional.of("utf-8"),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());
    isInvalidPart("charset", NewPart.text("p", charset));
    isInvalidPart("", NewPart.blob("B1", charset));
    isInvalidPart("size", part(PLAIN, Set.of("size")));
    isInvalidPart("", part(BLOB, Set.of("size")));
  }

  @Test
  void bodyValuesAreWhole() {
    var email =
        new NewEmail(
            List.of(),
            Optional.of(PLAIN),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of("p", new BodyValue("x", true, true)),
            Set.of());
    isInvalid("bodyValues/p/isEncodingProblem bodyValues/p/isTruncated", email);
  }

  @Test
  void noValueCanAddAField() {
    for (String end : List.of("\r", "\n", "\0", "\r\n b", "\r\nX: y")) {
      String evil = "a" + end;
      isInvalid("subject", email(List.of(text("subject", evil)), PLAIN));
      isInvalid("header:X", email(List.of(raw("header:X", evil)), PLAIN));
      isInvalid("to", email(List.of(to(evil, "a@b")), PLAIN));
      isInvalid("to", email(List.of(to("a", evil)), PLAIN));
      isInvalid("messageId", email(List.of(ids(evil)), PLAIN));
      var urls = new HeaderValue.Urls(List.of(evil));
      isInvalid("header:X:asURLs", email(List.of(NewHeader.of("header:X:asURLs", urls)), PLAIN));
      var group = new HeaderValue.Group(Optional.of(evil), List.of());
      var groups =
          NewHeader.of(
              "header:To:asGroupedAddresses", new HeaderValue.GroupedAddresses(List.of(group)));
      isInvalid("header:To:asGroupedAddresses", email(List.of(groups), PLAIN));
      var labels =
          new PartLabels(
              Optional.of(evil),
              Optional.of(evil),
              Optional.of(evil),
              Optional.of(evil),
              Optional.of(evil),
              List.of(evil),
              Optional.of(evil));
      List<String> broken =
          new ArrayList<>(email(List.of(), NewPart.blob("B1", labels)).invalidProperties());
      broken.remove("bodyStructure/subParts");
      assertEquals(7, broken.size(), broken.toString());
    }
  }

  private static NewHeader ids(String id) {
    return NewHeader.of("messageId", new HeaderValue.MessageIds(List.of(id)));
  }

  @Test
  void whatCannotBeWrittenIsInvalid() {
    isInvalid("messageId", email(List.of(ids("a b")), PLAIN));
    isInvalid("messageId", email(List.of(ids("a>")), PLAIN));
    isInvalid("messageId", email(List.of(ids("a".repeat(900))), PLAIN));
    isInvalid("header:X", email(List.of(raw("header:X", "a".repeat(999))), PLAIN));
    isInvalid("to", email(List.of(to("a", "a".repeat(900))), PLAIN));
    String longName = "header:" + "x".repeat(77);
    isInvalid(longName, email(List.of(raw(longName, "")), PLAIN));
    var old = OffsetDateTime.parse("0001-01-01T00:00:00Z");
    isInvalid("sentAt", email(List.of(NewHeader.of("sentAt", new HeaderValue.Date(old))), PLAIN));
    NewPart type = NewPart.blob("B1", PartLabels.NONE);
    isInvalidPart("header:Content-Type", type.with(List.of(raw("header:Content-Type", ""))));
    isInvalidPart("", type.with(List.of(raw("header:Content-Type", "a/b; c=d"))));
    isInvalidPart("type", NewPart.blob("B1", PartLabels.ofType("text")));
    var tags =
        new PartLabels(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Collections.nCopies(200, "de"),
            Optional.empty());
    isInvalidPart("language", NewPart.blob("B1", tags));
    NewPart deep = PLAIN;
    for (int i = 0; i < 60; i++) {
      deep = NewPart.multipart("multipart/mixed", List.of(deep));
    }
    assertEquals(1, email(List.of(), deep).invalidProperties().size());
  }

  @Test
  void whatIsInvalidIsNotWritten() {
    var writer = new EmailWriter(Map.of(), new SplittableRandom(1));
    var email = email(List.of(text("subject", "a\nb")), PLAIN);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            writer.write(
                email,
                "a@b",
                OffsetDateTime.parse("2026-01-01T00:00Z"),
                new ByteArrayOutputStream()));
  }
}
