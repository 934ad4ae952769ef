package org.mailstead.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A pattern of {@code *} and {@code ?} (RFC 5228 section 2.7.1). A star takes as little as it can
 * (RFC 5229 section 3.2), and the first place where the text behind it is found is right for good,
 * so that nothing is tried twice.
 */
final class Wildcard {
  private static final int ANY = -1;
  private static final int ASCII_END = 128;

  private final Collation collation;
  private final List<int[]> segments = new ArrayList<>();

  Wildcard(String pattern, Collation collation) {
    this.collation = collation;
    int[] codes = codes(pattern);
    int[] segment = new int[codes.length];
    int length = 0;
    for (int i = 0; i < codes.length; i++) {
      if (codes[i] == '*') {
        segments.add(Arrays.copyOf(segment, length));
        length = 0;
      } else if (codes[i] == '?') {
        segment[length++] = ANY;
      } else {
        boolean escaped = codes[i] == '\\' && i + 1 < codes.length;
        segment[length++] = codes[escaped ? ++i : i];
      }
    }
    segments.add(Arrays.copyOf(segment, length));
  }

  /** What the whole and each wildcard match; empty when it does not fit. */
  Optional<List<String>> match(String text, Budget budget) {
    int[] codes = codes(text);
    long pattern = segments.stream().mapToLong(segment -> segment.length + 1).sum();
    budget.work(codes.length + pattern);
    var groups = new ArrayList<String>();
    groups.add(text);
    int[] first = segments.getFirst();
    if (!fits(first, codes, 0)) {
      return Optional.empty();
    }
    any(first, codes, 0, groups);
    int at = first.length;
    for (int i = 1; i < segments.size(); i++) {
      int[] segment = segments.get(i);
      boolean last = i == segments.size() - 1;
      int found = last ? atEnd(segment, codes, at) : find(segment, codes, at, budget);
      if (found < 0) {
        return Optional.empty();
      }
      groups.add(new String(codes, at, found - at));
      any(segment, codes, found, groups);
      at = found + segment.length;
    }
    return at == codes.length ? Optional.of(groups) : Optional.empty();
  }

  private int atEnd(int[] segment, int[] codes, int from) {
    int start = codes.length - segment.length;
    return start >= from && fits(segment, codes, start) ? start : -1;
  }

  private int find(int[] segment, int[] codes, int from, Budget budget) {
    budget.work((long) segment.length * (codes.length - from));
    for (int start = from; start + segment.length <= codes.length; start++) {
      if (fits(segment, codes, start)) {
        return start;
      }
    }
    return -1;
  }

  private boolean fits(int[] segment, int[] codes, int at) {
    if (at + segment.length > codes.length) {
      return false;
    }
    for (int i = 0; i < segment.length; i++) {
      if (segment[i] != ANY && !same(segment[i], codes[at + i])) {
        return false;
      }
    }
    return true;
  }

  private boolean same(int one, int other) {
    if (one == other) {
      return true;
    }
    if (one < ASCII_END && other < ASCII_END) {
      return collation.ignoresCase() && upper(one) == upper(other);
    }
    return collation != Collation.OCTET
        && collation
            .canonical(Character.toString(one))
            .equals(collation.canonical(Character.toString(other)));
  }

  private static int upper(int code) {
    return code >= 'a' && code <= 'z' ? code - 32 : code;
  }

  private static int[] codes(String text) {
    int[] codes = new int[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(codes[length++])) {
      codes[length] = text.codePointAt(i);
    }
    return length == codes.length ? codes : Arrays.copyOf(codes, length);
  }

  private static void any(int[] segment, int[] codes, int at, List<String> groups) {
    for (int i = 0; i < segment.length; i++) {
      if (segment[i] == ANY) {
        groups.add(Character.toString(codes[at + i]));
      }
    }
  }

  /** The text with its special characters quoted. */
  static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?");
  }
}
