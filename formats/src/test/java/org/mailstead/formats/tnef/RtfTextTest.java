package org.mailstead.formats.tnef;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What is in RTF. */
class RtfTextTest {
  /** As Outlook writes a mail in HTML. */
  static final String HTML =
      """
      {\\rtf1\\ansi\\ansicpg1251\\fromhtml1 \\deff0{\\fonttbl
      {\\f0\\fswiss\\fcharset0 Arial;}{\\f1\\fnil\\fcharset204 Cyr;}{\\f2\\fnil\\fcharset128 Jap;}}
      {\\colortbl\\red0\\green0\\blue0;}
      {\\*\\generator Some program}
      \\uc1\\pard\\plain\\deftab360 \\f0\\fs24
      {\\*\\htmltag19 <html>}{\\*\\htmltag34 <head>}{\\*\\htmltag241 <!-- p \\{a:b\\} -->}
      {\\*\\htmltag64 <p title="\\'e0">}\\htmlrtf {\\b \\htmlrtf0 Hello \\u9731?\\'96\\f1 \\'e0\\f2 \\'82\\'a0\\f0
      {\\*\\htmltag84 &lt;}\\htmlrtf <\\htmlrtf0 x\\htmlrtf }\\htmlrtf0
      {\\*\\mhtmltag84 ignored}{\\*\\htmltag72 </p>}{\\*\\htmltag27 </html>}}
      """;

  static final String HTML_INSIDE =
      "<html><head><!-- p {a:b} --><p title=\"а\">Hello ☃–аあ&lt;x</p></html>";

  private static String of(String rtf) {
    return RtfText.of(rtf.getBytes(ISO_8859_1), 10_000);
  }

  @Test
  void htmlComesOutAsItWentIn() {
    assertTrue(RtfText.isHtml(HTML.getBytes(ISO_8859_1)));
    assertEquals(HTML_INSIDE, of(HTML));
  }

  @Test
  void textIsWhatIsLeftOfRtf() {
    assertEquals(
        "one\ntwo\tthree “x” \\{}\u00a0né",
        of(
            """
            {\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\stylesheet{\\s1 Normal;}}{\\info{\\title t}}
            {\\*\\unknown {nothing} at all}\\pard one\\par two\\tab three \\ldblquote x\\rdblquote  \\\\\\{\\}\\~n\\'e9{\\pict 0102}}
            """));
  }

  @Test
  void charactersThatStandForOthersAreSkipped() {
    assertEquals(
        "a€b☃c😀", of("{\\rtf1\\uc2 a\\u8364 EUb{\\uc0\\u9731 c}\\uc1\\u-10179?\\u-8704?}"));
  }

  @Test
  void octetsAreNoText() {
    assertEquals("ab", of("{\\rtf1 a\\bin5 {{{{{b}"));
    assertEquals("a", of("{\\rtf1 a\\bin999999999999 {{{{{b}"));
  }

  @Test
  void nothingBreaksIt() {
    for (String some :
        new String[] {
          "", "{", "}", "}}}}a", "\\", "\\'", "\\'f", "\\u", "{\\*", "\\u99999999999 "
        }) {
      assertTrue(of(some).length() <= 1, some);
    }
    assertEquals("ab", of("a" + "{".repeat(100_000) + "x" + "}".repeat(100_000) + "b"));
    assertEquals(100, RtfText.of("x".repeat(1000).getBytes(ISO_8859_1), 100).length());
  }
}
