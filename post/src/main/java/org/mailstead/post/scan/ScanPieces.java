package org.mailstead.post.scan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mailstead.formats.imap.Casemap;
import org.mailstead.search.Piece;

/** What a message's {@link ScanWords} must have when a text stands in one of its texts. */
public final class ScanPieces {
  /** Pieces that are looked up for one text. */
  private static final int MOST = 4;

  /** Shorter ones stand in too many words to be worth a look at all words. */
  private static final int SHORTEST = 3;

  private final String text;
  private final List<Piece> pieces = new ArrayList<>();

  private ScanPieces(String text) {
    this.text = text;
  }

  /** Empty for a text of which no words tell, or too many. */
  public static List<Piece> of(String sought) {
    return new ScanPieces(Casemap.fold(sought)).pieces();
  }

  private List<Piece> pieces() {
    int start = 0;
    while (start < text.length()) {
      Runs.Kind kind = Runs.Kind.of(text.charAt(start));
      int end = start + 1;
      while (end < text.length() && Runs.Kind.of(text.charAt(end)) == kind) {
        end++;
      }
      switch (kind) {
        case NONE -> {}
        case PLAIN -> plain(start, end);
        case DENSE -> dense(start, end);
      }
      start = end;
    }
    return pieces.stream()
        .sorted(
            Comparator.comparing(Piece::place).thenComparingInt(piece -> -piece.text().length()))
        .limit(MOST)
        .toList();
  }

  // A first run may begin within a word, and a last one end there.
  private void plain(int start, int end) {
    int sure = Runs.Kind.PLAIN.sure();
    boolean isWord = end - start <= Runs.LONGEST;
    if (start > 0 && end < text.length() && isWord) {
      pieces.add(new Piece(text.substring(start, end), Piece.Place.WHOLE));
      return;
    }
    String piece = text.substring(start, Math.min(end, start + sure));
    if (piece.length() >= SHORTEST) {
      pieces.add(new Piece(piece, start > 0 ? Piece.Place.START : Piece.Place.ANYWHERE));
    }
  }

  // All pairs are words themselves; a character alone is in too many of them.
  private void dense(int start, int end) {
    for (int i = start; i + 1 < end && i < start + MOST; i++) {
      pieces.add(new Piece(text.substring(i, i + 2), Piece.Place.WHOLE));
    }
  }
}
