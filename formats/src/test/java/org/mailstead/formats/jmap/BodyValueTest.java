package org.mailstead.formats.jmap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.testkit.Property;

/** The text of a part (RFC 8621 sections 4.1.4 and 4.2). */
class BodyValueTest {
  private static BodyValue read(String header, byte[] content, int max) throws IOException {
    byte[] head = (header + "\r\n\r\n").getBytes(UTF_8);
    byte[] message = new byte[head.length + content.length];
    System.arraycopy(head, 0, message, 0, head.length);
    System.arraycopy(content, 0, message, head.length, content.length);
    BodyPart part = EmailBody.of(MessageStructure.of(message)).structure();
    return BodyValue.of(part, ByteSource.of(message), max);
  }

  private static void reads(
      String value, boolean problem, boolean truncated, String header, byte[] content, int max)
      throws IOException {
    assertEquals(new BodyValue(value, problem, truncated), read(header, content, max), header);
  }

  @Test
  void charsetsAndEncodingsAreDecoded() throws IOException {
    String type = "Content-Type: text/plain; charset=";
    byte[] utf8 = "\u00fc\u20ac\n".getBytes(UTF_8);
    byte[] latin = "\u00fc".getBytes(ISO_8859_1);
    reads("\u00fc\u20ac\n", false, false, type + "utf-8", utf8, 100);
    reads("\u00fc", false, false, type + "iso-8859-1", latin, 100);
    reads("\u00fc", false, false, type + "utf-16", "\u00fc".getBytes(Charset.forName("UTF-16")), 9);
    reads("a\ufffdb", true, false, type + "utf-8", "a\u00fcb".getBytes(ISO_8859_1), 100);
    reads("\u00fc\u20ac\n", false, false, "X: no type", utf8, 100);
    reads("\u00fc\u20ac\n", false, false, type + "us-ascii", utf8, 100);
    reads("\u00fc", true, false, type + "us-ascii", latin, 100);
    reads("\u00fc\u20ac\n", true, false, type + "nowhere", utf8, 100);
    reads("a", true, false, type + "nowhere", new byte[] {'a'}, 100);
    reads("+AGE-", true, false, type + "utf-7", "+AGE-".getBytes(UTF_8), 100);
    String encoding = "Content-Transfer-Encoding: ";
    reads("\u00fc", false, false, encoding + "quoted-printable", "=C3=BC".getBytes(UTF_8), 9);
    reads("\u00fc", false, false, encoding + "BASE64", "w7w=".getBytes(UTF_8), 9);
    reads("w7w=", true, false, encoding + "x-mine", "w7w=".getBytes(UTF_8), 9);
    reads("w7w=", false, false, encoding + "binary", "w7w=".getBytes(UTF_8), 9);
  }

  @Test
  void lineEndsBecomeOneCharacter() throws IOException {
    byte[] content = "a\r\nb\rc\nd\r\r\ne\r".getBytes(UTF_8);
    reads("a\nb\rc\nd\r\ne\r", false, false, "X: y", content, 100);
    reads("a\n", false, false, "X: y", "a\r\n".getBytes(UTF_8), 2);
  }

  @Test
  void textIsCutBetweenCharacters() throws IOException {
    byte[] content = "a\u00fc\u20ac\ud83d\ude00z".getBytes(UTF_8);
    String[] cut = {"a", "a", "a\u00fc", "a\u00fc", "a\u00fc", "a\u00fc\u20ac"};
    for (int max = 1; max <= cut.length; max++) {
      reads(cut[max - 1], false, true, "X: y", content, max);
    }
    reads("a\u00fc\u20ac\ud83d\ude00", false, true, "X: y", content, 10);
    reads("a\u00fc\u20ac\ud83d\ude00z", false, false, "X: y", content, 11);
    assertThrows(IllegalArgumentException.class, () -> read("X: y", content, 0));
  }

  @Test
  void htmlIsNotCutInsideOfATag() {
    var cases =
        new String[][] {
          {"<p>a", "<p>a"},
          {"<p>a<", "<p>a"},
          {"<p>a<a hr", "<p>a"},
          {"<p>a</", "<p>a"},
          {"<p>a<a title=\"x > y", "<p>a"},
          {"<p>a<a title=\"x > y\">b", "<p>a<a title=\"x > y\">b"},
          {"a<!-- > <b> ", "a"},
          {"a<!-- > -->b", "a<!-- > -->b"},
          {"1 < 2", "1 < 2"},
          {"<script>if (a<b) x = \"", "<script>if (a<b) x = \""},
          {"<SCRIPT src=x>a<b</script><a hr", "<SCRIPT src=x>a<b</script>"},
          {"<scripted>a<b", "<scripted>a"},
          {"<a href=x", ""},
          {"<p title=it's>x", "<p title=it's>x"},
          {"<?xml a", ""},
          {"", ""},
        };
    for (String[] one : cases) {
      assertEquals(one[1], one[0].substring(0, HtmlCut.end(one[0])), one[0]);
    }
  }

  @Test
  void htmlOnlyLosesATagWhenItIsCut() throws IOException {
    byte[] html = "<p>a<a href=x".getBytes(UTF_8);
    reads("<p>a<a href=x", false, false, "Content-Type: text/html", html, 100);
    reads("<p>a", false, true, "Content-Type: text/html", html, 9);
    reads("<p>a<a hr", false, true, "Content-Type: text/plain", html, 9);
  }

  @Test
  void anyTextComesBackWholeOrCutWithinTheLimit() {
    Property.holds(
        300,
        random -> {
          var text = new StringBuilder();
          for (int i = random.nextInt(20_000); i > 0; i--) {
            text.append("ab\n \u00fc\u20ac".charAt(random.nextInt(6)));
          }
          String charset = random.nextBoolean() ? "utf-8" : "utf-16le";
          byte[] content = text.toString().getBytes(Charset.forName(charset));
          int max = 1 + random.nextInt(30_000);
          try {
            BodyValue read = read("Content-Type: text/plain; charset=" + charset, content, max);
            boolean fits = text.toString().getBytes(UTF_8).length <= max;
            assertEquals(!fits, read.isTruncated());
            assertTrue(text.toString().startsWith(read.value()));
            int octets = read.value().getBytes(UTF_8).length;
            assertTrue(octets <= max && (fits || octets > max - 4));
            assertEquals(false, read.isEncodingProblem());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
