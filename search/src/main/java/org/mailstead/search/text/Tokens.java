package org.mailstead.search.text;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.mailstead.search.text.Token.Kind;

/**
 * Cuts text into tokens. Scripts with blanks between words need no dictionary, which makes this
 * some times as quick as asking ICU for every boundary; ICU finds the words of Thai and its like.
 * Chinese, Japanese and Korean are cut into overlapping pairs: a dictionary would cut a question
 * otherwise than the text.
 */
public final class Tokens {
  /** Characters of a token; what is longer is known by its start. */
  static final int LONGEST = 64;

  private static final BreakIterator WORDS = BreakIterator.getWordInstance(ULocale.ROOT);

  private final String text;
  private final Consumer<Token> to;

  private Tokens(String text, Consumer<Token> to) {
    this.text = text;
    this.to = to;
  }

  /** Hands over the tokens in their order. */
  public static void cut(String text, Consumer<Token> to) {
    new Tokens(text, to).cut();
  }

  /** The tokens in their order. */
  public static List<Token> of(String text) {
    List<Token> tokens = new ArrayList<>();
    cut(text, tokens::add);
    return tokens;
  }

  private void cut() {
    int start = 0;
    int run = Letters.NONE;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int kind = Letters.of(c);
      if (kind == Letters.MARK) {
        kind = run;
      }
      if (kind != run) {
        run(run, start, i);
        start = i;
        run = kind;
      }
      i += Character.charCount(c);
    }
    run(run, start, text.length());
  }

  private void run(int kind, int start, int end) {
    switch (kind) {
      case Letters.PLAIN -> word(Kind.WORD, start, end);
      case Letters.PAIRED -> pairs(start, end);
      case Letters.SEGMENTED -> segments(start, end);
      default -> {
        // between tokens
      }
    }
  }

  private void word(Kind kind, int start, int end) {
    String word = Folding.word(text.substring(start, Math.min(end, start + LONGEST)));
    String form = Folding.form(word);
    if (!form.isEmpty()) {
      to.accept(new Token(kind, form, word, start, end));
    }
  }

  private void segments(int start, int end) {
    BreakIterator words = (BreakIterator) WORDS.clone();
    words.setText(text.substring(start, end));
    int from = words.first();
    for (int next = words.next(); next != BreakIterator.DONE; next = words.next()) {
      word(Kind.SEGMENT, start + from, start + next);
      from = next;
    }
  }

  private void pairs(int start, int end) {
    String raw = text.substring(start, end);
    String run = Folding.word(raw);
    // Folding may join two characters; then all tokens point to the whole run.
    boolean same = run.length() == raw.length();
    int i = 0;
    while (i < run.length()) {
      int second = run.offsetByCodePoints(i, 1);
      boolean last = second >= run.length();
      int stop = last ? run.length() : run.offsetByCodePoints(second, 1);
      String form = run.substring(i, stop);
      int from = same ? start + i : start;
      to.accept(
          new Token(last ? Kind.LAST : Kind.PAIR, form, form, from, same ? start + stop : end));
      i = second;
    }
  }
}
