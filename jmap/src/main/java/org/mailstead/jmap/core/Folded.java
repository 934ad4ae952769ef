package org.mailstead.jmap.core;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Texts as people look for them: without case and marks, so that "jose" finds José. */
public final class Folded {
  private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");

  private Folded() {}

  public static String of(String text) {
    return MARKS
        .matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
        .replaceAll("")
        .toLowerCase(Locale.ROOT);
  }
}
