package org.mailstead.jmap.core;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How texts are ordered (RFC 4790). */
public enum Collation {
  ASCII_NUMERIC("i;ascii-numeric"),
  ASCII_CASEMAP("i;ascii-casemap"),
  UNICODE_CASEMAP("i;unicode-casemap");

  static final List<String> NAMES = Arrays.stream(values()).map(one -> one.id).toList();

  private final String id;

  Collation(String id) {
    this.id = id;
  }

  static Optional<Collation> of(String id) {
    return Arrays.stream(values()).filter(one -> one.id.equals(id)).findFirst();
  }

  /** Texts that this makes of them are then ordered by their code units. */
  public Comparator<String> order() {
    return switch (this) {
      case ASCII_NUMERIC -> Comparator.comparing(Collation::number);
      case ASCII_CASEMAP -> Comparator.comparing(Collation::asciiUpper);
      case UNICODE_CASEMAP -> Comparator.comparing(Collation::titlecase);
    };
  }

  /** RFC 4790 section 9.1: what begins with no digit comes last, and is all the same. */
  private static java.math.BigInteger number(String text) {
    int end = 0;
    while (end < text.length() && end < 100 && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end == 0
        ? java.math.BigInteger.TEN.pow(101)
        : new java.math.BigInteger(text.substring(0, end));
  }

  private static String asciiUpper(String text) {
    var upper = new StringBuilder(text.length());
    text.chars().forEach(c -> upper.append((char) (c >= 'a' && c <= 'z' ? c - 32 : c)));
    return upper.toString();
  }

  /** RFC 5051: titlecase, then decomposed. */
  private static String titlecase(String text) {
    String folded = text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFKD);
  }
}
