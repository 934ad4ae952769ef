package org.mailstead.jmap.mail;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mailstead.search.Query;

/**
 * Words and phrases that must all be there (RFC 8621 section 4.4.1). Quotes hold a phrase together;
 * in a phrase a backslash keeps the character after it; a word that ends with a star is the
 * beginning of one.
 */
record SoughtText(List<Part> parts) {
  private static final int MOST = 50;

  /** One of them. */
  record Part(String text, boolean phrase) {
    /** Without the star at its end. */
    String plain() {
      return !phrase && text.length() > 1 && text.endsWith("*")
          ? text.substring(0, text.length() - 1)
          : text;
    }
  }

  SoughtText {
    parts = List.copyOf(parts);
  }

  static SoughtText parse(String text) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length() && parts.size() < MOST) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
        continue;
      }
      int close = c == '"' || c == '\'' ? closing(text, at) : -1;
      if (close > 0) {
        add(parts, unescaped(text.substring(at + 1, close)), true);
        at = close + 1;
      } else {
        int end = at;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
          end++;
        }
        add(parts, text.substring(at, end), false);
        at = end;
      }
    }
    return new SoughtText(parts);
  }

  /** One phrase. */
  static SoughtText phrase(String text) {
    return new SoughtText(text.isBlank() ? List.of() : List.of(new Part(text.strip(), true)));
  }

  private static void add(List<Part> parts, String part, boolean phrase) {
    if (!part.isBlank()) {
      parts.add(new Part(part.strip(), phrase));
    }
  }

  /** Where a quote ends, or -1: then it is only a character. */
  private static int closing(String text, int open) {
    for (int i = open + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == text.charAt(open)) {
        return i;
      }
    }
    return -1;
  }

  private static String unescaped(String phrase) {
    var plain = new StringBuilder();
    for (int i = 0; i < phrase.length(); i++) {
      if (phrase.charAt(i) == '\\' && i + 1 < phrase.length()) {
        i++;
      }
      plain.append(phrase.charAt(i));
    }
    return plain.toString();
  }

  /** So that texts that differ in case, width or white space are the same. */
  static String fold(String text) {
    String normal =
        Normalizer.isNormalized(text, Normalizer.Form.NFKC)
            ? text
            : Normalizer.normalize(text, Normalizer.Form.NFKC);
    return normal.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
  }

  /**
   * @param folded a text as {@link #fold} makes it
   */
  boolean isIn(String folded) {
    return parts.stream().allMatch(part -> folded.contains(fold(part.plain())));
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /** The same for the index. */
  Query query(Query.Scope scope) {
    return new Query.And(parts.stream().map(part -> query(part, scope)).toList());
  }

  private static Query query(Part part, Query.Scope scope) {
    if (part.phrase) {
      return new Query.Phrase(scope, part.text);
    }
    return part.plain().equals(part.text)
        ? new Query.Text(scope, part.text)
        : new Query.Prefix(scope, part.plain());
  }
}
