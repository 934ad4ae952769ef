package org.mailstead.filter.dmarc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.mailstead.words.EmailAddress;

/** The list of public suffixes. */
class PublicSuffixesTest {
  private static final Pattern CASE =
      Pattern.compile("checkPublicSuffix\\('([^']+)', (?:'([^']+)'|null)\\);");

  /** The cases of publicsuffix.org; those that are no domains at all are not asked here. */
  @Test
  void itsOwnTestsPass() throws Exception {
    PublicSuffixes list = PublicSuffixes.shipped();
    int count = 0;
    try (InputStream in = PublicSuffixesTest.class.getResourceAsStream("test_psl.txt")) {
      for (String line : new String(in.readAllBytes(), UTF_8).split("\n", -1)) {
        Matcher matcher = CASE.matcher(line);
        if (line.startsWith("//") || !matcher.find() || matcher.group(1).startsWith(".")) {
          continue;
        }
        String domain = EmailAddress.domain(matcher.group(1)).orElseThrow();
        Optional<String> wanted =
            Optional.ofNullable(matcher.group(2)).flatMap(EmailAddress::domain);
        assertEquals(wanted, list.registered(domain), line);
        count++;
      }
    }
    assertTrue(count > 60, "only " + count);
  }

  @Test
  void customersOfOneHosterAreStrangers() {
    PublicSuffixes list = PublicSuffixes.shipped();
    assertEquals(Optional.of("ada.github.io"), list.registered("www.ada.github.io"));
  }

  @Test
  void whatCannotBeTheListIsDoubted() {
    assertEquals(Optional.empty(), PublicSuffixes.shipped().doubt());
    assertTrue(PublicSuffixes.parse("<html>Not found</html>").doubt().isPresent());
    var many = new StringBuilder("com\n");
    for (int i = 0; i < 6000; i++) {
      many.append("x").append(i).append(".test\n");
    }
    assertEquals(
        Optional.of("it does not know org"), PublicSuffixes.parse(many.toString()).doubt());
  }

  @Test
  void linesThatAreNoRulesAreLeftOut() {
    PublicSuffixes list =
        PublicSuffixes.parse("// comment\n\ncom  and more\r\n*.ck\n!www.ck\n*\n..\n!\n*.\n-x-");
    assertEquals(3, list.size());
    assertEquals(Optional.of("www.ck"), list.registered("a.www.ck"));
    assertEquals(Optional.of("a.b.ck"), list.registered("x.a.b.ck"));
    assertFalse(list.registered("b.ck").isPresent());
  }
}
