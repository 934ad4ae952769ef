package org.mailstead.search.text;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Guesses a text's language by its script and the small words that no text can do without. */
public final class LanguageGuess {
  private static final int ENOUGH = 200;
  private static final Map<String, Set<Language>> SMALL_WORDS = new HashMap<>();

  static {
    known(
        Language.ENGLISH,
        "the of and to is in that it for you was with are be this have not on as by from we i at"
            + " or an will can would my your please thanks if but do has what which there been");
    known(
        Language.GERMAN,
        "der die das und ist nicht ich zu den mit von für auf ein eine sie wir im dem des sich auch"
            + " werden hat bei haben wird aus oder aber sind kann bitte uns ihnen ihre noch nur wie");
    known(
        Language.FRENCH,
        "le la les de des et est un une que pour dans je vous nous pas sur du au avec ne ce il en"
            + " qui sont votre mais plus par cette bonjour merci être ou mon notre aux ont");
    known(
        Language.SPANISH,
        "el la los las de que y en un una por con para no es se del al lo su más como pero sus le"
            + " este está sobre muy hola gracias usted nos mi porque desde ha son hay");
    known(
        Language.PORTUGUESE,
        "o os as de que e em um uma por com para não é se do da dos das ao na no mais como mas seu"
            + " sua você nos foi está são muito obrigado pela pelo isso também já há");
    known(
        Language.ITALIAN,
        "il lo la i gli le di che e è un una per con non in del della sono si da al dei nel alla"
            + " ma come più anche questo grazie ciao ho ha mi nella delle ci essere perché");
    known(
        Language.DUTCH,
        "de het een en van is niet ik je dat in te met voor op zijn aan er maar om ook als wij we"
            + " bij naar deze wordt heeft hebben kan uit nog wel graag groet uw geen door over");
    known(
        Language.SWEDISH,
        "och att det är en som på av för med den inte till jag har om ett vi kan men så från du"
            + " när eller hej tack ska vid detta denna finns också mycket alla var här");
  }

  private LanguageGuess() {}

  private static void known(Language language, String words) {
    for (Token word : Tokens.of(words)) {
      SMALL_WORDS.computeIfAbsent(word.word(), _ -> EnumSet.noneOf(Language.class)).add(language);
    }
  }

  /** The likeliest language; English when nothing speaks for any. */
  public static Language of(List<Token> tokens) {
    Map<Language, Double> score = new EnumMap<>(Language.class);
    int cyrillic = 0;
    int seen = Math.min(tokens.size(), ENOUGH);
    for (int i = 0; i < seen; i++) {
      String word = tokens.get(i).word();
      cyrillic += isCyrillic(word) ? 1 : 0;
      Set<Language> speakers = SMALL_WORDS.getOrDefault(word, Set.of());
      // A word that several languages share says less of each.
      speakers.forEach(language -> score.merge(language, 1.0 / speakers.size(), Double::sum));
    }
    return 2 * cyrillic > seen ? Language.RUSSIAN : best(score);
  }

  private static Language best(Map<Language, Double> score) {
    Language best = Language.ENGLISH;
    for (Map.Entry<Language, Double> each : score.entrySet()) {
      if (each.getValue() > score.getOrDefault(best, 0.0)) {
        best = each.getKey();
      }
    }
    return best;
  }

  static boolean isCyrillic(String word) {
    char c = word.charAt(0);
    return c >= 0x400 && c < 0x530;
  }
}
