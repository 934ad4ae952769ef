package org.mailstead.jmap.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Property;

/** Words that are looked for (RFC 8621 section 4.4.1), and shown where they are (section 5). */
class SoughtTextTest {
  private static void parts(String text, String... parts) {
    assertEquals(List.of(parts), SoughtText.parse(text).parts(), text);
  }

  @Test
  void wordsAndPhrasesAreTakenApart() {
    parts("");
    parts(" \t ");
    parts("one  Two", "one", "two");
    parts("\"one two\" three", "one two", "three");
    parts("'one  two'", "one two");
    parts("\"a \\\"b\\\" c\"", "a \"b\" c");
    parts("'it\\'s'", "it's");
    parts("\"a\\\\b\"", "a\\b");
    parts("don't", "don't");
    parts("\"open", "\"open");
    parts("\"\" x", "x");
    parts("ＡＢＣ", "abc");
  }

  @Test
  void allMustBeThere() {
    SoughtText sought = SoughtText.parse("\"big  cat\" dog");
    assertTrue(sought.isIn(SoughtText.fold("DOG and Big\ncat")));
    assertTrue(!sought.isIn(SoughtText.fold("dog and cat")));
    assertTrue(SoughtText.parse(" ").isIn(""));
  }

  private static Optional<String> snippet(String text, String... words) {
    return Snippet.of(List.of("nothing", text), List.of(words), Snippet.MAX_PREVIEW);
  }

  @Test
  void whatWasFoundIsMarkedAndAllElseEscaped() {
    assertEquals(Optional.empty(), snippet("a dog", "cat"));
    assertEquals(
        Optional.of("a &lt;<mark>b</mark>&gt; &amp; <mark>B</mark>"), snippet("a <b> & B", "b"));
    assertEquals(Optional.of("<mark>&lt;script&gt;</mark>"), snippet("<script>", "<script>"));
    assertEquals(Optional.of("a <mark>big cat</mark>"), snippet("a big\r\n cat", "big cat", "big"));
  }

  /** RFC 8621 section 5: at most 255 octets, and never half a character or mark. */
  @Test
  void aPreviewIsShortAndWhole() {
    List<String> pieces = List.of("cat ", "é", "日本", "\ud83d\ude00", "<b>", "&", " ", "word ");
    Property.holds(
        200,
        random -> {
          var text = new StringBuilder();
          for (int i = random.nextInt(300); i >= 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
          }
          snippet(text.toString(), "cat", "<", "日")
              .ifPresent(html -> {
                byte[] octets = html.getBytes(java.nio.charset.StandardCharsets.UTF_8);
                assertTrue(octets.length <= Snippet.MAX_PREVIEW, html);
                assertEquals(html, new String(octets, java.nio.charset.StandardCharsets.UTF_8));
                String bare = html.replace("<mark>", "(").replace("</mark>", ")");
                assertTrue(bare.indexOf('<') < 0 && bare.indexOf('>') < 0, html);
                assertEquals(
                    html.split("<mark>", -1).length, html.split("</mark>", -1).length, html);
              });
        });
  }
}
