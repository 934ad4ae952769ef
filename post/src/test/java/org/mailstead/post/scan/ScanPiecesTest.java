package org.mailstead.post.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.formats.imap.Casemap;
import org.mailstead.search.Piece;
import org.mailstead.testkit.Property;

/** A text that stands in another has no piece that the other's words lack. */
class ScanPiecesTest {
  private static final List<String> LETTERS =
      List.of(
          "a", "B", "z", "7", " ", "-", "\r\n", "<", "é", "ß", "ﬁ", "И", "й", "ё", "\u0301", "ا",
          "日", "本", "語", "ア", "ガ", "ｶ", "한", "ก", "ำ", "𝐀", "𠀀", "ǆ", "²");

  private static boolean has(Set<String> words, Piece piece) {
    return switch (piece.place()) {
      case WHOLE -> words.contains(piece.text());
      case START -> words.stream().anyMatch(word -> word.startsWith(piece.text()));
      case ANYWHERE -> words.stream().anyMatch(word -> word.contains(piece.text()));
    };
  }

  private static Set<String> words(String text) {
    var words = new ScanWords();
    words.text(text);
    return words.words();
  }

  private static String some(RandomGenerator random, int most, int kinds) {
    var text = new StringBuilder();
    int first = random.nextInt(LETTERS.size());
    for (int i = random.nextInt(most); i >= 0; i--) {
      text.append(LETTERS.get((first + random.nextInt(kinds)) % LETTERS.size()));
    }
    return text.toString();
  }

  @Test
  void whatStandsInATextHasItsWords() {
    Property.holds(
        20_000,
        random -> {
          String text = some(random, 120, 1 + random.nextInt(LETTERS.size()));
          int from = random.nextInt(text.length());
          String sought = text.substring(from, from + random.nextInt(text.length() - from + 1));
          if (Casemap.fold(text).contains(Casemap.fold(sought))) {
            Set<String> words = words(text);
            for (Piece piece : ScanPieces.of(sought)) {
              assertTrue(has(words, piece), () -> piece + " of " + sought + " in " + words);
            }
          }
        });
  }

  @Test
  void piecesInOneGoAreThoseOfTheWhole() {
    Property.holds(
        2_000,
        random -> {
          String text =
              some(random, 200, LETTERS.size()).replace("a", "\ud835").replace("z", "\udc00");
          var sink = new ScanWords();
          sink.begin();
          for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(9));
            char[] piece = text.substring(at, end).toCharArray();
            sink.characters(piece, piece.length);
            at = end;
          }
          assertEquals(words(text), sink.words());
        });
  }

  @Test
  void aWordInTheMiddleIsLookedUpAndShortEndsAreNot() {
    assertEquals(
        List.of(new Piece("QUICK", Piece.Place.WHOLE), new Piece("BRO", Piece.Place.START)),
        ScanPieces.of("e quick bro"));
    assertEquals(List.of(new Piece("ELLO", Piece.Place.ANYWHERE)), ScanPieces.of("ello"));
    assertEquals(List.of(), ScanPieces.of("he"));
    assertEquals(List.of(), ScanPieces.of(""));
    assertEquals(List.of(), ScanPieces.of("<>"));
    assertEquals(List.of(new Piece("日本", Piece.Place.WHOLE)), ScanPieces.of("日本"));
    assertEquals(List.of(), ScanPieces.of("日"));
  }

  @Test
  void longRunsAreKnownByTheirPieces() {
    String text = "abcdefghijklmnopqrstuvwxyz0123456789".repeat(20);
    Set<String> words = words(text);
    assertTrue(words.size() < 60, () -> words.size() + " words");
    for (int from = 0; from < text.length() - 20; from++) {
      for (Piece piece : ScanPieces.of(text.substring(from, from + 20))) {
        assertTrue(has(words, piece), piece::toString);
      }
    }
  }

  @Test
  void tooManyWordsAreToldAsNotAll() {
    var sink = new ScanWords();
    for (int i = 0; i < 30_000; i++) {
      sink.text("word" + i);
    }
    assertTrue(!sink.isWhole());
  }
}
