package org.mailstead.imap.mailbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** A pattern matches what the standard says it does. */
class ListPatternFuzzTest {
  @FuzzTest(maxDuration = "65s")
  void patterns(byte[] octets) {
    String text = new String(octets, ISO_8859_1);
    int cut = text.indexOf('\n');
    String name = text.substring(cut + 1);
    String pattern = cut < 0 ? text : text.substring(0, cut);
    boolean matches = new ListPattern(pattern).matches(name);
    if (name.length() + pattern.length() < 24 && !name.equals("INBOX") && !isInbox(pattern)) {
      assertEquals(slowly(pattern, name), matches);
    }
  }

  private static boolean isInbox(String pattern) {
    return pattern.regionMatches(true, 0, "INBOX", 0, 5);
  }

  /** As RFC 9051 section 6.3.9 says it, without regard to time. */
  private static boolean slowly(String pattern, String name) {
    if (pattern.isEmpty()) {
      return name.isEmpty();
    }
    char c = pattern.charAt(0);
    String rest = pattern.substring(1);
    if (c != '*' && c != '%') {
      return !name.isEmpty() && name.charAt(0) == c && slowly(rest, name.substring(1));
    }
    for (int i = 0; i <= name.length(); i++) {
      if (slowly(rest, name.substring(i))) {
        return true;
      }
      if (i < name.length() && c == '%' && name.charAt(i) == '/') {
        return false;
      }
    }
    return false;
  }
}
