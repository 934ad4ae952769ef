package org.mailstead.imap.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.formats.mime.BodyText;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Part;
import org.mailstead.imap.text.Needle;
import org.mailstead.post.scan.PartSearch;
import org.mailstead.testkit.Property;

/** BODY and TEXT look into what a part says, however it was sent. */
class PartSearchTest {
  private static boolean inBody(byte[] message, String text) throws IOException {
    var needle = new Needle(text);
    var sought = new SoughtTexts(List.of(needle), List.of());
    new PartSearch(ByteSource.of(message), sought).body(MessageStructure.of(message).body());
    return sought.found().contains(needle);
  }

  private static boolean anywhere(String message, String text) throws IOException {
    byte[] bytes = message.replace("\n", "\r\n").getBytes(UTF_8);
    var needle = new Needle(text);
    var sought = new SoughtTexts(List.of(), List.of(needle));
    new PartSearch(ByteSource.of(bytes), sought).body(MessageStructure.of(bytes).body());
    return sought.found().contains(needle);
  }

  private static byte[] message(String header, byte[] body) {
    var out = new ByteArrayOutputStream();
    out.writeBytes((header + "\r\n\r\n").getBytes(US_ASCII));
    out.writeBytes(body);
    return out.toByteArray();
  }

  private static byte[] inCharset(String charset, String text) {
    return message(
        "Content-Type: text/plain; charset=" + charset, text.getBytes(Charset.forName(charset)));
  }

  @Test
  void charactersAreThoseOfTheNamedSet() throws IOException {
    for (String charset : List.of("utf-8", "iso-8859-1", "utf-16", "windows-1252", "gb18030")) {
      byte[] message = inCharset(charset, "plain and then Grüße, and more");
      assertTrue(inBody(message, "GRÜSSE".replace("SS", "ß")), charset);
      assertTrue(inBody(message, "plain AND then gr"), charset);
      assertTrue(inBody(message, "more"), charset);
      assertFalse(inBody(message, "plain more"), charset);
    }
    assertTrue(inBody(inCharset("iso-2022-jp", "こんにちは world"), "にち"));
    assertFalse(inBody(inCharset("iso-2022-jp", "こんにちは world"), "$3"));
    assertTrue(inBody(inCharset("shift_jis", "abc ソ def"), "ソ"));
    assertFalse(inBody(inCharset("shift_jis", "abc ソ def"), "\\"));
  }

  @Test
  void withoutANameItIsUtf8OrWindows1252() throws IOException {
    assertTrue(inBody(message("Subject: x", "a Grüße b".getBytes(UTF_8)), "grüße b"));
    assertTrue(inBody(message("Subject: x", "a Grüße b".getBytes(ISO_8859_1)), "grüße b"));
    byte[] late = ("x".repeat(20_000) + "ü" + "y".repeat(20_000) + "z").getBytes(ISO_8859_1);
    assertTrue(inBody(message("Subject: x", late), "xüy"));
    assertTrue(inBody(message("Subject: x", late), "yz"));
  }

  @Test
  void transferEncodingsAreUndone() throws IOException {
    String base64 = Base64.getMimeEncoder().encodeToString("häy stack".repeat(50).getBytes(UTF_8));
    String type = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: ";
    assertTrue(inBody(message(type + "base64", base64.getBytes(US_ASCII)), "stackhäy"));
    byte[] quoted = "soft=\r\n ly bro=6Ben".getBytes(US_ASCII);
    assertTrue(inBody(message(type + "quoted-printable", quoted), "soft ly broken"));
  }

  @Test
  void aTextThatIsNoTextIsNotSearched() throws IOException {
    assertFalse(inBody(message("Content-Type: image/png", "needle".getBytes(US_ASCII)), "needle"));
    assertTrue(inBody(message("Content-Type: text/html", "<b>ne</b>".getBytes(US_ASCII)), "<B>"));
  }

  private static final String NESTED =
      """
      Subject: outer
      Content-Type: multipart/mixed; boundary=b

      --b
      X-Part: first

      one
      --b
      Content-Type: message/rfc822
      Content-Description: =?utf-8?q?Gr=C3=BC=C3=9Fe?=

      Subject: inner
      Content-Type: text/plain

      two
      --b--
      """;

  @Test
  void bodyLooksIntoMessagesInsideAndNotAtHeaders() throws IOException {
    byte[] nested = NESTED.replace("\n", "\r\n").getBytes(UTF_8);
    assertTrue(inBody(nested, "one"));
    assertTrue(inBody(nested, "two"));
    assertFalse(inBody(nested, "inner"));
    assertFalse(inBody(nested, "first"));
    assertFalse(inBody(nested, "one\r\ntwo"));
  }

  @Test
  void textLooksAtTheHeadersOfPartsAndOfMessagesInside() throws IOException {
    assertTrue(anywhere(NESTED, "x-part: FIRST"));
    assertTrue(anywhere(NESTED, "grüße"));
    assertTrue(anywhere(NESTED, "subject: inner"));
    assertTrue(anywhere(NESTED, "two"));
    assertFalse(anywhere(NESTED, "outer")); // the caller's to look at
  }

  @Test
  void severalAreFoundInOnePass() throws IOException {
    byte[] nested = NESTED.replace("\n", "\r\n").getBytes(UTF_8);
    List<Needle> needles = List.of(new Needle("two"), new Needle("three"), new Needle("one"));
    var sought = new SoughtTexts(needles, List.of());
    new PartSearch(ByteSource.of(nested), sought).body(MessageStructure.of(nested).body());
    assertTrue(sought.found().contains(needles.get(0)));
    assertFalse(sought.found().contains(needles.get(1)));
    assertTrue(sought.found().contains(needles.get(2)));
    assertTrue(sought.some());
  }

  @Test
  void theSameIsFoundAsInTheDecodedText() {
    Property.holds(
        400,
        random -> {
          try {
            compare(random);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static final List<String> CHARSETS =
      List.of("", "us-ascii", "utf-8", "iso-8859-1", "utf-16be", "iso-2022-jp", "big5", "koi8-r");

  private static void compare(RandomGenerator random) throws IOException {
    String charset = CHARSETS.get(random.nextInt(CHARSETS.size()));
    byte[] body = new byte[random.nextInt(3) == 0 ? 17_000 : random.nextInt(200)];
    for (int i = 0; i < body.length; i++) {
      boolean any = random.nextInt(random.nextBoolean() ? 40 : 4000) == 0;
      body[i] = (byte) (any ? random.nextInt(256) : "abcABC é".charAt(random.nextInt(7)));
    }
    String type = charset.isEmpty() ? "Subject: x" : "Content-Type: text/plain; charset=" + charset;
    byte[] message = message(type, body);
    var leaf = (Part.Leaf) MessageStructure.of(message).body();
    String text = BodyText.decode(leaf, ByteSource.of(message), 1 << 20).text();
    for (int i = 0; i < 20; i++) {
      int from = random.nextInt(text.length() + 1);
      String some = text.substring(from, Math.min(text.length(), from + random.nextInt(8)));
      String sought = random.nextBoolean() ? some.toUpperCase(Locale.ROOT) : some + "a";
      if (!sought.isEmpty() && sought.indexOf('\n') < 0) {
        assertEquals(
            new Needle(sought).isIn(text),
            inBody(message, sought),
            charset + " " + sought + " in " + text);
      }
    }
  }
}
