package org.mailstead.search.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Property;

class TokensTest {
  private static List<String> forms(String text) {
    return Tokens.of(text).stream().map(Token::form).toList();
  }

  @Test
  void foldsCaseWidthAndAccents() {
    assertEquals(List.of("strasse", "ecole", "muller"), forms("Straße ÉCOLE Müller"));
    assertEquals(List.of("abc", "12"), forms("ＡＢＣ　１２"));
    assertEquals(List.of("soren", "lodz", "ijs"), forms("Søren Łódź ĳs"));
    assertEquals(forms("σοφος"), forms("ΣΟΦΌΣ"));
    assertEquals(forms("еще"), forms("ещё"));
    assertNotEquals(forms("мои"), forms("мой"));
    assertEquals(forms("محمد"), forms("مُحَمَّد"));
    assertEquals(List.of("softhyphen"), forms("soft\u00adhyphen"));
  }

  @Test
  void cutsAtWhatIsNoLetter() {
    assertEquals(
        List.of("foo", "bar", "x", "10", "5", "1", "l", "ecole"),
        forms("foo_bar@x 10.5.1 l'école"));
    assertEquals(List.of("a".repeat(64)), forms("a".repeat(1_000)));
    assertEquals(List.of(), forms("-- !? 🎉"));
  }

  @Test
  void pairsKeepVoicingMarks() {
    assertEquals(List.of("東京", "京都", "都"), forms("東京都"));
    assertEquals(forms("ガラス"), forms("ｶﾞﾗｽ"));
    assertEquals(forms("が"), forms("か\u3099"));
    assertEquals(forms("が"), forms("か゛"));
    assertNotEquals(forms("ガ"), forms("カ"));
    assertEquals(List.of("java", "言語", "語"), forms("Java言語"));
    assertEquals(List.of("𠮷野", "野"), forms("𠮷野"));
  }

  @Test
  void thaiIsCutIntoWords() {
    List<Token> tokens = Tokens.of("การประชุมคณะกรรมการ");
    assertTrue(tokens.size() > 1);
    assertTrue(tokens.stream().allMatch(token -> token.kind() == Token.Kind.SEGMENT));
    assertTrue(forms("การประชุมคณะกรรมการ").contains("ประชุม"));
  }

  @Test
  void placesLieInTheTextAndGoOnwards() {
    String letters = "aÉß゛ｶﾞ東京กา 한국-\u0301\u200d𠮷1🎉\ud800";
    Property.holds(
        300,
        random -> {
          var text = new StringBuilder();
          int length = random.nextInt(0, 40);
          for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
          }
          int last = 0;
          for (Token token : Tokens.of(text.toString())) {
            assertTrue(token.start() >= last && token.start() < token.end(), text.toString());
            assertTrue(token.end() <= text.length() && !token.form().isEmpty(), text.toString());
            last = token.start();
          }
        });
  }

  @Test
  void smallWordsSpeakForALanguage() {
    assertEquals(Language.ENGLISH, guess("we have not seen the report that you sent"));
    assertEquals(Language.GERMAN, guess("wir haben den Bericht nicht gesehen und das ist gut"));
    assertEquals(Language.FRENCH, guess("nous avons vu le rapport et il est bon pour vous"));
    assertEquals(Language.SPANISH, guess("no hemos visto el informe pero los otros son buenos"));
    assertEquals(Language.PORTUGUESE, guess("não vimos o relatório mas os outros são bons"));
    assertEquals(Language.ITALIAN, guess("non abbiamo visto il rapporto ma gli altri sono qui"));
    assertEquals(Language.DUTCH, guess("wij hebben het verslag niet gezien en dat is goed"));
    assertEquals(Language.SWEDISH, guess("vi har inte sett rapporten och det är bra"));
    assertEquals(Language.RUSSIAN, guess("мы не видели отчёт"));
    assertEquals(Language.ENGLISH, guess("xyzzy"));
  }

  private static Language guess(String text) {
    return LanguageGuess.of(Tokens.of(text));
  }

  @Test
  void stemsAreFoldedAndOfTheirLanguage() {
    var stems = new Stems();
    Token houses = Tokens.of("Häuser").getFirst();
    assertEquals("haus", stems.stem(Language.GERMAN, houses));
    assertEquals("run", stems.stem(Language.ENGLISH, Tokens.of("running").getFirst()));
    assertEquals("x86", stems.stem(Language.ENGLISH, Tokens.of("x86").getFirst()));
    Token russian = Tokens.of("документы").getFirst();
    assertEquals(stems.stem(Language.RUSSIAN, russian), stems.stem(Language.ENGLISH, russian));
  }
}
