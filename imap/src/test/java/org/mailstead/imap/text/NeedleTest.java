package org.mailstead.imap.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.formats.imap.Casemap;
import org.mailstead.testkit.Property;

class NeedleTest {
  @Test
  void caseDoesNotMatter() {
    assertTrue(new Needle("GrÜße").isIn("viele gRüßE!"));
    assertTrue(new Needle("ΟΔΟΣ").isIn("η οδος"));
    assertTrue(new Needle("οδος").isIn("Η ΟΔΟΣΑ"));
    assertFalse(new Needle("ab").isIn("a b"));
  }

  @Test
  void theEmptyTextIsInEveryText() {
    assertTrue(new Needle("").isIn(""));
    assertTrue(new Needle("").hunt().in(new byte[0], 0));
  }

  @Test
  void aTextThatBeginsAnewInsideItselfIsFound() {
    assertTrue(new Needle("aab").isIn("aaaab"));
    assertTrue(new Needle("abcabd").isIn("abcabcabd"));
  }

  @Test
  void itIsFoundAcrossPieces() {
    Needle.Hunt hunt = new Needle("Hello").hunt();
    assertFalse(hunt.in(new byte[] {'x', 'H', 'e'}, 3));
    assertFalse(hunt.in(new char[] {'L'}, 1));
    assertTrue(hunt.in(new byte[] {'l', 'O', 'x'}, 3));
    assertTrue(hunt.in(new byte[] {'x'}, 1));
  }

  @Test
  void theSameIsFoundAsBySlowComparison() {
    Property.holds(
        2000,
        random -> {
          String text = text(random, 30);
          String sought = text(random, 4);
          boolean there = slowly(text, sought);
          assertEquals(there, new Needle(sought).isIn(text), sought + " in " + text);
          byte[] octets = ("x" + text + "x").getBytes(UTF_8);
          boolean inOctets = new Needle(sought).isIn(octets, 1, octets.length - 1);
          assertEquals(there, inOctets, sought + " in the octets of " + text);
          Needle.Hunt hunt = new Needle(sought).hunt();
          int cut = random.nextInt(text.length() + 1);
          boolean ignored = hunt.in(text.toCharArray(), cut);
          char[] rest = text.substring(cut).toCharArray();
          assertEquals(there, hunt.in(rest, rest.length), sought + " in pieces of " + text);
        });
  }

  private static String text(RandomGenerator random, int most) {
    var text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append("aAbBäÄ".charAt(random.nextInt(random.nextBoolean() ? 2 : 6)));
    }
    return text.toString();
  }

  private static boolean slowly(String text, String sought) {
    return Casemap.fold(text).contains(Casemap.fold(sought));
  }
}
