package org.mailstead.search.text;

import org.tartarus.snowball.SnowballStemmer;
import org.tartarus.snowball.ext.DutchStemmer;
import org.tartarus.snowball.ext.EnglishStemmer;
import org.tartarus.snowball.ext.FrenchStemmer;
import org.tartarus.snowball.ext.GermanStemmer;
import org.tartarus.snowball.ext.ItalianStemmer;
import org.tartarus.snowball.ext.PortugueseStemmer;
import org.tartarus.snowball.ext.RussianStemmer;
import org.tartarus.snowball.ext.SpanishStemmer;
import org.tartarus.snowball.ext.SwedishStemmer;

/** Languages whose inflected words are found by each other. */
public enum Language {
  ENGLISH('e', false),
  GERMAN('d', true),
  FRENCH('f', false),
  SPANISH('s', false),
  PORTUGUESE('p', false),
  ITALIAN('i', false),
  DUTCH('n', true),
  SWEDISH('v', true),
  RUSSIAN('r', false);

  private final char tag;
  private final boolean compounds;

  Language(char tag, boolean compounds) {
    this.tag = tag;
    this.compounds = compounds;
  }

  /** Stands before its stems in the index. */
  public char tag() {
    return tag;
  }

  /** Whether it writes compounds as one word. */
  public boolean compounds() {
    return compounds;
  }

  SnowballStemmer newStemmer() {
    return switch (this) {
      case ENGLISH -> new EnglishStemmer();
      case GERMAN -> new GermanStemmer();
      case FRENCH -> new FrenchStemmer();
      case SPANISH -> new SpanishStemmer();
      case PORTUGUESE -> new PortugueseStemmer();
      case ITALIAN -> new ItalianStemmer();
      case DUTCH -> new DutchStemmer();
      case SWEDISH -> new SwedishStemmer();
      case RUSSIAN -> new RussianStemmer();
    };
  }
}
