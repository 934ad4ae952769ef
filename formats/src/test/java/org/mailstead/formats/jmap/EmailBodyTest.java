package org.mailstead.formats.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.testkit.Property;

/** The parts of a body (RFC 8621 section 4.1.4). */
class EmailBodyTest {
  private static EmailBody body(String message) {
    return EmailBody.of(MessageStructure.of(message.replace("\n", "\r\n").getBytes(UTF_8)));
  }

  private static BodyPart leaf(String header) {
    return body(header + "\n\nx").structure();
  }

  /** The letters that the parts have as names, or their partIds. */
  private static String names(List<BodyPart> parts) {
    return String.join(
        " ", parts.stream().map(part -> part.name().or(part::partId).orElse("-")).toList());
  }

  private static String all(EmailBody body) {
    return names(body.textBody()) + "|" + names(body.htmlBody()) + "|" + names(body.attachments());
  }

  /** A message of the tree: an indented line for each part, type and disposition. */
  private static String message(List<String> tree) {
    var out = new StringBuilder();
    write(tree, 0, 0, out);
    return out.toString();
  }

  private static int write(List<String> tree, int at, int depth, StringBuilder out) {
    String[] words = tree.get(at).strip().split(" ", -1);
    String boundary = "b" + depth;
    out.append("Content-Type: " + words[0]);
    out.append(words[0].startsWith("multipart/") ? "; boundary=" + boundary : "");
    out.append(words.length > 1 ? "\nContent-Disposition: " + words[1] : "").append("\n\n");
    int next = at + 1;
    while (next < tree.size() && tree.get(next).startsWith("  ".repeat(depth + 1))) {
      out.append("--" + boundary + "\n");
      next = write(tree, next, depth + 1, out);
      out.append("\n");
    }
    out.append(next > at + 1 ? "--" + boundary + "--\n" : "x");
    return next;
  }

  @Test
  void theStandardsExampleIsSplitAsItSays() {
    EmailBody body =
        body(
            message(
                """
                multipart/mixed
                  text/plain inline
                  multipart/mixed
                    multipart/alternative
                      multipart/mixed
                        text/plain inline
                        image/jpeg inline
                        text/plain inline
                      multipart/related
                        text/html
                        image/jpeg
                    image/jpeg attachment
                    application/x-excel
                    message/rfc822
                  text/plain inline
                """
                    .lines()
                    .toList()));
    assertEquals("1 2.1.1.1 2.1.1.2 2.1.1.3 3|1 2.1.2.1 3|2.1.1.2 2.1.2.2 2.2 2.3 2.4", all(body));
    assertTrue(body.hasAttachment());
  }

  @Test
  void otherMessagesAreSplitByTheSameRules() {
    var cases =
        new String[][] {
          {"text/plain", "1|1|"},
          {"text/html", "1|1|"},
          {"text/plain attachment", "||1"},
          {"text/calendar", "||1"},
          {"image/png", "1|1|"},
          {"message/rfc822", "||1"},
          {"multipart/alternative,  text/plain,  text/html", "1|2|"},
          {"multipart/alternative,  text/plain,  text/html,  text/calendar", "1|2|3"},
          {"multipart/alternative,  text/html", "1|1|"},
          {"multipart/alternative,  text/plain", "1|1|"},
          {"multipart/alternative,  image/png", "||1"},
          {"multipart/related,  text/html,  image/png,  text/plain", "1|1|2 3"},
          {"multipart/mixed,  text/plain,  text/plain;name=a", "1|1|a"},
          {"multipart/mixed,  text/plain;name=a,  image/png;name=b", "a b|a b|"},
          {"multipart/mixed,  application/pdf,  video/mp4,  audio/mp3", "2 3|2 3|1"},
        };
    for (String[] one : cases) {
      String message = message(List.of(one[0].split(",", -1)));
      assertEquals(one[1], all(body(message)), one[0]);
    }
  }

  @Test
  void randomTreesAreSplitAsTheSuggestedAlgorithmDoes() {
    Property.holds(
        2000,
        random -> {
          var tree = new java.util.ArrayList<String>();
          grow(random, 0, tree);
          EmailBody body = body(message(tree));
          assertEquals(SuggestedSplit.of(body.structure()), all(body), tree.toString());
        });
  }

  private static void grow(RandomGenerator random, int depth, List<String> tree) {
    String indent = "  ".repeat(depth);
    if (depth < 4 && random.nextInt(5) < (depth == 0 ? 4 : 2)) {
      String[] kinds = {"mixed", "alternative", "related", "alternative"};
      tree.add(indent + "multipart/" + kinds[random.nextInt(kinds.length)]);
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        grow(random, depth + 1, tree);
      }
    } else {
      String[] types = {
        "text/plain", "text/html", "image/png", "text/plain;name=a" + tree.size(), "x/y"
      };
      String[] how = {"", "", "", " inline", " attachment"};
      tree.add(indent + types[random.nextInt(types.length)] + how[random.nextInt(how.length)]);
    }
  }

  @Test
  void aPartSaysWhatItsHeaderSays() {
    BodyPart part =
        leaf(
            """
            Content-Type: Text/HTML; charset="ISO-8859-15" (old); name="=?utf-8?q?=c3=bc?="
            Content-Disposition: (c) Inline; filename*=utf-8''%c3%a4.txt
            Content-ID: (c) <a@b> (d)
            Content-Language: de, en-GB
            Content-Location: http://example.com/
             a\
            """);
    assertEquals(Optional.of("1"), part.partId());
    assertEquals("text/html", part.type());
    assertEquals(Optional.of("ISO-8859-15"), part.charset());
    assertEquals(Optional.of("\u00e4.txt"), part.name());
    assertEquals(Optional.of("inline"), part.disposition());
    assertEquals(Optional.of("a@b"), part.cid());
    assertEquals(List.of("de", "en-GB"), part.language());
    assertEquals(Optional.of("http://example.com/a"), part.location());
    assertEquals(
        Optional.of("\u00fc"), leaf("Content-Type: a/b; name=\"=?utf-8?q?=c3=bc?=\"").name());
  }

  @Test
  void aPartWithoutHeaderHasTheDefaults() {
    BodyPart part = leaf("X: y");
    assertEquals("text/plain", part.type());
    assertEquals(Optional.of("us-ascii"), part.charset());
    assertEquals(Optional.empty(), part.name());
    assertEquals(Optional.empty(), part.disposition());
    assertEquals(Optional.empty(), part.cid());
    assertEquals(List.of(), part.language());
    assertEquals(Optional.empty(), part.location());
    assertEquals(Optional.of("us-ascii"), leaf("Content-Type: text/html").charset());
    assertEquals(Optional.empty(), leaf("Content-Type: image/png").charset());
    assertEquals(Optional.of("utf-8"), leaf("Content-Type: a/b; charset=utf-8").charset());
    EmailBody digest = body("Content-Type: multipart/digest; boundary=b\n\n--b\n\nTo: x\n\n--b--");
    assertEquals("message/rfc822", digest.leaves().getFirst().type());
    assertFalse(digest.structure().subParts().isEmpty());
    assertTrue(digest.structure().isMultipart());
  }

  @Test
  void contentIdsAreReadWithAndWithoutBrackets() {
    var cases =
        new String[][] {
          {"<a@b>", "a@b"},
          {"a@b", "a@b"},
          {" (c) a@b (d)", "a@b"},
          {"x <a>", "a"},
          {"<>", ""},
          {"<a", "a"}
        };
    for (String[] one : cases) {
      assertEquals(one[1], leaf("Content-ID: " + one[0]).cid().orElse(""), one[0]);
    }
  }

  @Test
  void aPartsHeaderHasTheLinesThatItsMessageHas() throws IOException {
    String part = "--b\nX-A: 1\rX-B: 2\r\nX-C: 3\n\nx\n--b--\n";
    String head = "Content-Type: multipart/mixed; boundary=b";
    assertEquals("X-A X-C", fields(head + "\n\n" + part));
    assertEquals("X-A X-B X-C", fields(head + "\r\r" + part));
  }

  private static String fields(String message) throws IOException {
    byte[] bytes = message.getBytes(UTF_8);
    BodyPart part = EmailBody.of(MessageStructure.of(bytes)).part("1").orElseThrow();
    return String.join(
        " ", part.header(ByteSource.of(bytes)).stream().map(HeaderField::name).toList());
  }

  @Test
  void sizesAndContentsAreDecoded() throws IOException {
    String message =
        """
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Transfer-Encoding: base64
        X-A: 1
        x-a: 2

        AAEC
        Aw==
        --b
        Content-Transfer-Encoding: quoted-printable

        =41=
        b
        --b
        Content-Transfer-Encoding: x-mine

        =41
        --b--
        """
            .replace("\n", "\r\n");
    byte[] bytes = message.getBytes(UTF_8);
    ByteSource source = ByteSource.of(bytes);
    EmailBody body = EmailBody.of(MessageStructure.of(bytes));
    BodyPart first = body.part("1").orElseThrow();
    assertEquals(4, first.size(source));
    try (InputStream in = first.content(source)) {
      assertArrayEquals(new byte[] {0, 1, 2, 3}, in.readAllBytes());
    }
    assertEquals(
        List.of(
            new EmailHeader("Content-Transfer-Encoding", " base64"),
            new EmailHeader("X-A", " 1"),
            new EmailHeader("x-a", " 2")),
        EmailHeader.of(first.header(source)));
    assertEquals(message.indexOf("X-A"), first.header(source).get(1).start());
    assertEquals(2, body.part("2").orElseThrow().size(source));
    assertEquals(3, body.part("3").orElseThrow().size(source));
    assertEquals(Optional.empty(), body.part("4"));
    assertEquals(1, body.structure().header(source).size());
    assertFalse(
        body("Content-Type: multipart/related; boundary=b\n\n--b\n\n\n--b\n"
                + "Content-Disposition: inline\n\nx\n--b--")
            .hasAttachment());
  }
}
