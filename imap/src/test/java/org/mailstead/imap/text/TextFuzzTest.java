package org.mailstead.imap.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.mailstead.formats.imap.Casemap;
import org.mailstead.formats.imap.ModifiedUtf7;

/** Whatever octets a text has, it is spelt and compared without a surprise. */
class TextFuzzTest {
  @FuzzTest(maxDuration = "65s")
  void mailboxNames(byte[] name) {
    String octets = new String(name, ISO_8859_1);
    ModifiedUtf7.decode(octets).ifPresent(text -> assertEquals(octets, ModifiedUtf7.encode(text)));
    String text = new String(name, UTF_8);
    assertEquals(text, ModifiedUtf7.decode(ModifiedUtf7.encode(text)).orElseThrow());
  }

  @FuzzTest(maxDuration = "65s")
  void texts(byte[] octets) {
    String all = new String(octets, UTF_8);
    int cut = all.indexOf('\n');
    String text = all.substring(cut + 1);
    String sought = cut < 0 ? all : all.substring(0, cut);
    boolean there = Casemap.fold(text).contains(Casemap.fold(sought));
    assertEquals(there, new Needle(sought).isIn(text));
    int score = new FuzzyText(sought).score(text);
    assertEquals(true, score >= 0 && score <= 100);
    assertEquals(100, new FuzzyText(sought).score(sought));
  }
}
