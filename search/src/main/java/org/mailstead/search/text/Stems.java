package org.mailstead.search.text;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.tartarus.snowball.SnowballStemmer;

/** Stems of words. Remembers many, since mail says the same all the time. For one thread. */
public final class Stems {
  private static final int REMEMBERED = 16_000;
  private static final int SHORTEST = 3;

  private final Map<Language, SnowballStemmer> stemmers = new EnumMap<>(Language.class);
  private final Map<Language, Map<String, String>> known = new EnumMap<>(Language.class);

  /** The folded stem of a word; its form when it has no other. */
  public String stem(Language language, Token token) {
    if (token.kind() != Token.Kind.WORD || token.word().length() < SHORTEST) {
      return token.form();
    }
    Language speaks = speaks(language, token);
    Map<String, String> stems = known.computeIfAbsent(speaks, _ -> new HashMap<>());
    String stem = stems.get(token.word());
    if (stem == null) {
      if (stems.size() >= REMEMBERED) {
        stems.clear();
      }
      stem = make(speaks, token);
      stems.put(token.word(), stem);
    }
    return stem;
  }

  /** The language of one word in a text of this language. */
  public static Language speaks(Language language, Token token) {
    return LanguageGuess.isCyrillic(token.word()) ? Language.RUSSIAN : language;
  }

  private String make(Language language, Token token) {
    for (int i = 0; i < token.word().length(); i++) {
      if (!Character.isLetter(token.word().charAt(i))) {
        return token.form();
      }
    }
    SnowballStemmer stemmer = stemmers.computeIfAbsent(language, Language::newStemmer);
    stemmer.setCurrent(token.word());
    stemmer.stem();
    String stem = Folding.form(stemmer.getCurrent());
    return stem.length() < 2 ? token.form() : stem;
  }
}
