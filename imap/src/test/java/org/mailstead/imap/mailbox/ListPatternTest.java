package org.mailstead.imap.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Property;

/** Patterns of LIST, those of more than a machine word too. */
class ListPatternTest {
  @Test
  void wildcardsStandForWhatTheyStandFor() {
    assertTrue(new ListPattern("a%c").matches("abc"));
    assertFalse(new ListPattern("a%c").matches("a/c"));
    assertTrue(new ListPattern("a*c").matches("a/b/c"));
    assertTrue(new ListPattern("iNbOx/%").matches("INBOX/x"));
    assertTrue(new ListPattern("in*").matches("INBOX"));
    assertTrue(new ListPattern("%*%").matches("a/b"));
    assertFalse(new ListPattern("").matches("a"));
    assertTrue(new ListPattern("*a".repeat(300)).matches("xa".repeat(300)));
    assertFalse(new ListPattern("*a".repeat(300)).matches("xa".repeat(299)));
  }

  @Test
  void longPatternsMatchAsShortOnesDo() {
    Property.holds(300, ListPatternTest::compare);
  }

  private static void compare(RandomGenerator random) {
    String name = text(random, "ab/", random.nextInt(150));
    // A part of the name with wildcards in it, so that about half of them match.
    var pattern = new StringBuilder();
    int at = 0;
    while (at < name.length()) {
      boolean cut = random.nextInt(6) == 0;
      pattern.append(cut ? text(random, "*%", 1) : name.substring(at, at + 1));
      at += cut ? random.nextInt(6) : 1;
    }
    assertEquals(
        slowly(pattern.toString(), name),
        new ListPattern(pattern.toString()).matches(name),
        pattern + " of " + name);
  }

  private static String text(RandomGenerator random, String of, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(of.charAt(random.nextInt(of.length())));
    }
    return text.toString();
  }

  /** Every end of the pattern against every end of the name. */
  private static boolean slowly(String pattern, String name) {
    boolean[][] match = new boolean[pattern.length() + 1][name.length() + 1];
    match[pattern.length()][name.length()] = true;
    for (int p = pattern.length() - 1; p >= 0; p--) {
      for (int n = name.length(); n >= 0; n--) {
        char c = pattern.charAt(p);
        boolean more = n < name.length();
        boolean here = more && name.charAt(n) == c;
        boolean passes = more && (c == '*' || name.charAt(n) != '/');
        boolean wild = c == '*' || c == '%';
        boolean skips = wild && (match[p + 1][n] || (passes && match[p][n + 1]));
        match[p][n] = skips || (!wild && here && match[p + 1][n + 1]);
      }
    }
    return match[0][0];
  }
}
