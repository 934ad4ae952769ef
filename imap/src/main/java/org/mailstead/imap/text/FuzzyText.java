package org.mailstead.imap.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.mailstead.formats.imap.Casemap;
import org.mailstead.post.scan.WordForms;

/**
 * A text that is looked for roughly (RFC 6203): each of its words is wanted, anywhere and in any
 * order, whole, as the beginning of a word, in another form (a plural, another tense), or with a
 * letter or two amiss; neither case nor accents matter. How well it fits is a number from 1 to 100,
 * 0 where it does not.
 */
public final class FuzzyText {
  /** Words, and letters of one, that are looked at: the time grows with both. */
  private static final int MAX_WORDS = 16;

  private static final int MAX_LETTERS = 64;

  private static final int WHOLE = 100;

  /** What fits for being another form of what is wanted. */
  private static final int FORM = 70;

  /** Words of one text that are looked at for that. */
  private static final int MAX_FORMS = 2_000;

  /** Words of an account that are looked at for that; what is over it is read. */
  private static final int MAX_INDEXED_FORMS = 20_000;

  private final List<char[]> words;
  private final List<Optional<WordForms>> forms;

  FuzzyText(String text) {
    List<char[]> all = new ArrayList<>();
    var splitting = new Splitting((word, letters) -> all.add(Arrays.copyOf(word, letters)));
    for (int i = 0; i < text.length(); i++) {
      splitting.take(text.charAt(i));
    }
    splitting.end();
    words = List.copyOf(all.subList(0, Math.min(all.size(), MAX_WORDS)));
    forms = words.stream().map(word -> WordForms.of(String.valueOf(word))).toList();
  }

  /** Whether there is a word in it. */
  public boolean isEmpty() {
    return words.isEmpty();
  }

  /**
   * For each wanted word, which words fit it; empty where scripts are wanted that have no blanks
   * between words.
   */
  public List<Predicate<String>> fitting() {
    boolean dense =
        words.stream().anyMatch(word -> String.valueOf(word).chars().anyMatch(c -> c >= 0x900));
    return dense ? List.of() : IntStream.range(0, words.size()).mapToObj(this::fitting).toList();
  }

  private Predicate<String> fitting(int wanted) {
    var left = new int[] {MAX_INDEXED_FORMS};
    return word -> fits(wanted, word, left);
  }

  private boolean fits(int wanted, String word, int[] left) {
    var plain = new char[word.length()];
    int length = 0;
    for (int i = 0; i < word.length(); i++) {
      if (Character.getType(word.charAt(i)) != Character.NON_SPACING_MARK) {
        plain[length++] = word.charAt(i);
      }
    }
    if (fit(words.get(wanted), plain, length) > 0) {
      return true;
    }
    Optional<WordForms> other = forms.get(wanted);
    int letters = length;
    return other.isPresent()
        && other.get().mayBe(plain, letters)
        && (left[0]-- <= 0 || other.get().are(plain, letters));
  }

  public int score(String text) {
    var hunt = new Hunt();
    for (int i = 0; i < text.length(); i++) {
      hunt.take(text.charAt(i));
    }
    return hunt.score();
  }

  /** Is given a word: so many letters. */
  @FunctionalInterface
  private interface Words {
    void word(char[] word, int letters);
  }

  /** Parts a text into words of folded letters. */
  private static final class Splitting {
    private final Words words;
    private final char[] word = new char[MAX_LETTERS];
    private int letters;

    Splitting(Words words) {
      this.words = words;
    }

    void take(char c) {
      if (c < 0x80) {
        letter(Casemap.ascii(c));
        return;
      }
      String folded = Casemap.other(c);
      if (folded.isEmpty()) {
        letter(c);
      }
      for (int i = 0; i < folded.length(); i++) {
        letter(folded.charAt(i));
      }
    }

    private void letter(char c) {
      if (Character.getType(c) == Character.NON_SPACING_MARK) {
        return; // an accent
      }
      if (!Character.isLetterOrDigit(c) && !Character.isSurrogate(c)) {
        end();
      } else if (letters < MAX_LETTERS) {
        word[letters++] = c;
      }
    }

    void end() {
      if (letters > 0) {
        words.word(word, letters);
        letters = 0;
      }
    }
  }

  public Hunt hunt() {
    return new Hunt();
  }

  /** Where the search in one text stands. */
  public final class Hunt {
    private final int[] best = new int[words.size()];
    private final Splitting splitting = new Splitting(this::compare);
    private int formsLeft = MAX_FORMS;

    private Hunt() {}

    public void take(char c) {
      splitting.take(c);
    }

    private void compare(char[] word, int letters) {
      for (int i = 0; i < best.length; i++) {
        if (best[i] < WHOLE) {
          best[i] = Math.max(best[i], fit(words.get(i), word, letters));
        }
        if (best[i] < FORM && isForm(forms.get(i), word, letters)) {
          best[i] = FORM;
        }
      }
    }

    private boolean isForm(Optional<WordForms> of, char[] word, int letters) {
      return of.isPresent()
          && of.get().mayBe(word, letters)
          && formsLeft-- > 0
          && of.get().are(word, letters);
    }

    /** Whether it cannot fit any better. */
    public boolean isWhole() {
      return Arrays.stream(best).allMatch(fit -> fit == WHOLE);
    }

    /** A word that is under way is over. */
    public int score() {
      splitting.end();
      int sum = 0;
      for (int fit : best) {
        if (fit == 0) {
          return 0;
        }
        sum += fit;
      }
      return best.length == 0 ? WHOLE : Math.max(1, sum / best.length);
    }
  }

  /** How well a word fits one that is wanted. */
  private static int fit(char[] wanted, char[] word, int length) {
    boolean begins =
        length >= wanted.length && Arrays.equals(wanted, 0, wanted.length, word, 0, wanted.length);
    if (begins) {
      int more = wanted.length < 2 ? 0 : 65 + 30 * wanted.length / length;
      return length == wanted.length ? WHOLE : more;
    }
    int allowed = wanted.length < 4 ? 0 : wanted.length < 8 ? 1 : 2;
    if (allowed > 0 && Math.abs(length - wanted.length) <= allowed) {
      int distance = distance(wanted, word, length, allowed);
      if (distance <= allowed) {
        return distance == 1 ? 75 : 55;
      }
    }
    // Languages without spaces have no other words than these.
    boolean dense = wanted[0] >= 0x2e80;
    return (wanted.length >= 4 || dense) && contains(word, length, wanted) ? 40 : 0;
  }

  private static boolean contains(char[] word, int length, char[] wanted) {
    for (int from = 1; from + wanted.length <= length; from++) {
      if (Arrays.equals(wanted, 0, wanted.length, word, from, from + wanted.length)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Letters to add, drop, change or swap with their neighbours; more than are allowed may be told
   * as any larger number. Only what lies as near to the diagonal is looked at.
   */
  private static int distance(char[] one, char[] other, int length, int allowed) {
    int[] beforeLast = new int[length + 1];
    int[] last = new int[length + 1];
    int[] row = new int[length + 1];
    Arrays.setAll(last, i -> i);
    for (int i = 1; i <= one.length; i++) {
      Arrays.fill(row, allowed + 1);
      row[0] = i;
      for (int j = Math.max(1, i - allowed); j <= Math.min(length, i + allowed); j++) {
        int change = last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(last[j], row[j - 1]));
        if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
    }
    return last[length];
  }
}
