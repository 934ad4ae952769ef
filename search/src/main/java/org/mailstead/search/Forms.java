package org.mailstead.search;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mailstead.search.text.Language;
import org.mailstead.search.text.Stems;
import org.mailstead.search.text.Token;
import org.mailstead.search.text.Tokens;

/**
 * The spellings under which a word of a question is found.
 *
 * @param exact the word itself, also with umlauts where it was typed without
 * @param stems its stems by language, those too that equal the word
 */
record Forms(List<String> exact, Map<Language, String> stems) {
  /** Letters of a part at the start or the end of a compound. */
  static final int PART = 4;

  /** Letters of a part with others on both sides: shorter ones lie in words by chance. */
  static final int INNER_PART = 6;

  Forms {
    exact = List.copyOf(exact);
    stems = Map.copyOf(stems);
  }

  static Forms of(Token token, Set<Language> languages, Stems stems) {
    Set<String> exact = new LinkedHashSet<>();
    exact.add(token.form());
    Map<Language, String> byLanguage = new EnumMap<>(Language.class);
    languages.forEach(language -> stem(token, language, stems, byLanguage));
    if (languages.contains(Language.GERMAN) || languages.contains(Language.SWEDISH)) {
      String umlauts = token.form().replace("ae", "a").replace("oe", "o").replace("ue", "u");
      if (!umlauts.equals(token.form())) {
        exact.add(umlauts);
      }
    }
    return new Forms(new ArrayList<>(exact), byLanguage);
  }

  private static void stem(Token token, Language language, Stems stems, Map<Language, String> to) {
    Language speaks = Stems.speaks(language, token);
    to.put(speaks, stems.stem(speaks, token));
  }

  /** The word itself and nothing else. */
  static Forms exactly(Token token) {
    return new Forms(List.of(token.form()), Map.of());
  }

  /** Stems that may stand in the index as words of their own. */
  Set<String> plainStems() {
    Set<String> plain = new LinkedHashSet<>(stems.values());
    exact.forEach(plain::remove);
    return plain;
  }

  /** What compounds may begin or end with. */
  Set<String> parts() {
    Set<String> parts = new LinkedHashSet<>();
    stems.forEach((language, stem) -> {
      if (language.compounds() && stem.length() >= PART) {
        parts.add(stem);
      }
    });
    return parts;
  }

  /** Whether a token of a text in this language is one of them. */
  boolean fits(Token token, Language language, Stems stemming) {
    if (exact.contains(token.form())) {
      return true;
    }
    if (stems.isEmpty() || token.kind() != Token.Kind.WORD) {
      return false;
    }
    Language speaks = Stems.speaks(language, token);
    String wanted = stems.getOrDefault(speaks, "");
    String stem = stemming.stem(speaks, token);
    return stem.equals(wanted) || fitsCompound(token, stem, language);
  }

  private boolean fitsCompound(Token token, String stem, Language language) {
    if (!language.compounds() || token.form().length() < Rows.LONG_WORD) {
      return false;
    }
    return parts().stream()
        .anyMatch(part ->
            token.form().startsWith(part)
                || stem.endsWith(part)
                || (part.length() >= INNER_PART && token.form().indexOf(part) >= PART));
  }

  /** All languages, for texts of which nothing else is known. */
  static Set<Language> everyLanguage() {
    return Set.of(Language.values());
  }

  /** Whether a text has a token at all. */
  static boolean hasToken(String text) {
    return !Tokens.of(text).isEmpty();
  }
}
