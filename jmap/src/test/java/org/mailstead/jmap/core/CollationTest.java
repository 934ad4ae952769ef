package org.mailstead.jmap.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How texts are ordered (RFC 4790, RFC 5051). */
class CollationTest {
  private static void ordered(Collation collation, String... texts) {
    List<String> mixed = new ArrayList<>(List.of(texts));
    Collections.reverse(mixed);
    mixed.sort(collation.order());
    assertEquals(List.of(texts), mixed);
  }

  private static void same(Collation collation, String one, String other) {
    assertEquals(0, collation.order().compare(one, other));
  }

  @Test
  void numbersAreOrderedAsNumbers() {
    ordered(Collation.ASCII_NUMERIC, "2", "10", "100x", "99999999999999999999", "x");
    same(Collation.ASCII_NUMERIC, "1", "001 apples");
    same(Collation.ASCII_NUMERIC, "", "-1");
  }

  @Test
  void lettersHaveNoCase() {
    ordered(Collation.ASCII_CASEMAP, "a", "B", "c", "ä");
    same(Collation.ASCII_CASEMAP, "Abc", "aBC");
    ordered(Collation.UNICODE_CASEMAP, "a", "B", "c");
    same(Collation.UNICODE_CASEMAP, "ÄRGER", "ärger");
    same(Collation.UNICODE_CASEMAP, "\u00e4", "a\u0308");
    same(Collation.UNICODE_CASEMAP, "\ufb01", "fi");
  }
}
