package org.mailstead.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
  @ParameterizedTest
  @CsvSource({
    "Ada@Example.TEST, ada@example.test",
    "ada+news@example.test, ada+news@example.test",
    "'\"Ada\"@example.test', ada@example.test",
    "用户@例子.test, 用户@xn--fsqu00a.test",
    "ada@xn--fsqu00a.test, ada@xn--fsqu00a.test",
    "ada@bücher.test., ada@xn--bcher-kva.test",
    "ada@[192.0.2.1], ada@[192.0.2.1]",
    "ada@[IPv6:2001:DB8::1], ada@[ipv6:2001:db8::1]",
  })
  void twoSpellingsOfOneMailboxAreTheSame(String given, String canonical) {
    assertEquals(canonical, EmailAddress.parse(given).orElseThrow().canonical());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ada",
        "@example.test",
        "ada@",
        ".ada@example.test",
        "a..da@example.test",
        "ada@exa mple.test",
        "ada@-example.test",
        "ada@example..test",
        "a b@example.test",
        "\"ada@example.test",
        "\"a\"da\"@example.test",
        "\"ada\\\"@example.test",
        "ada\r\n@x.test",
        "\"a\nb\"@example.test"
      })
  void whatIsNoAddressIsNotTaken(String text) {
    assertTrue(EmailAddress.parse(text).isEmpty());
  }

  @Test
  void aLocalPartOf65OctetsIsTooLong() {
    assertTrue(EmailAddress.parse("a".repeat(64) + "@x.test").isPresent());
    assertTrue(EmailAddress.parse("a".repeat(65) + "@x.test").isEmpty());
    assertTrue(EmailAddress.parse("é".repeat(33) + "@x.test").isEmpty());
  }

  @Test
  void quotesAreWrittenWhereTheyAreNeeded() {
    var address = EmailAddress.parse("\"ada \\\"b\\\" c\"@example.test").orElseThrow();
    assertEquals("ada \"b\" c", address.local());
    assertEquals("\"ada \\\"b\\\" c\"@example.test", address.toString());
    assertEquals(address, EmailAddress.parse(address.toString()).orElseThrow());
  }
}
