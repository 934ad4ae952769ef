package org.mailstead.post.scan;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.search.text.Language;
import org.mailstead.search.text.Stems;
import org.mailstead.search.text.Token;

/**
 * The forms of a word: those with the same stem in one of the languages that mail is searched in.
 * Which language a text has is not asked: who looks for something roughly is glad of too much.
 * Words are folded and without accents, as IMAP's rough search has them, both of a pair alike.
 */
public final class WordForms {
  /**
   * Letters of a word of which forms are known. All of it, with an accent on each letter, is one
   * word of the index then, which tells by the same forms what need not be read.
   */
  public static final int LONGEST = Runs.LONGEST / 2;

  /** Letters at the beginning that forms have in common: of other words no stem is made. */
  private static final int START = 3;

  /** Words after which those that were stemmed are forgotten. */
  private static final int REMEMBERED = 1_000;

  private final String word;
  private final Map<Language, String> stems = new EnumMap<>(Language.class);
  private Stems stemming = new Stems();
  private int stemmed;

  private WordForms(String word) {
    this.word = word;
    for (Language language : languages(word)) {
      String stem = stem(language, word);
      if (stem.length() >= START) {
        stems.put(language, stem);
      }
    }
  }

  /** Those of a word; empty for one that is too short or long, or has other than letters. */
  public static Optional<WordForms> of(String word) {
    boolean letters = word.chars().allMatch(Character::isLetter);
    return letters && word.length() >= START && word.length() <= LONGEST
        ? Optional.of(new WordForms(word))
        : Optional.empty();
  }

  private static Set<Language> languages(String word) {
    var token = new Token(Token.Kind.WORD, word, word, 0, word.length());
    Language speaks = Language.ENGLISH;
    return Stems.speaks(speaks, token) == speaks
        ? EnumSet.complementOf(EnumSet.of(Language.RUSSIAN))
        : EnumSet.of(Language.RUSSIAN);
  }

  private String stem(Language language, String folded) {
    String of = folded.toLowerCase(Locale.ROOT); // a folding may be that to capitals
    return stemming.stem(language, new Token(Token.Kind.WORD, of, of, 0, of.length()));
  }

  /** Whether so many letters may be a form: only then it is worth while to ask. */
  public boolean mayBe(char[] letters, int length) {
    return length >= START
        && length <= LONGEST
        && word.charAt(0) == letters[0]
        && word.charAt(1) == letters[1]
        && word.charAt(2) == letters[2];
  }

  /** Whether they are one. */
  public synchronized boolean are(char[] letters, int length) {
    String other = new String(Arrays.copyOf(letters, length));
    if (++stemmed % REMEMBERED == 0) {
      stemming = new Stems();
    }
    return stems.entrySet().stream()
        .anyMatch(stem -> stem(stem.getKey(), other).equals(stem.getValue()));
  }
}
