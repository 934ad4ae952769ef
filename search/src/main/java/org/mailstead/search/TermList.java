package org.mailstead.search;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/** Terms that are there already, as Lucene wants to be given them. Used again for each document. */
final class TermList extends TokenStream {
  private static final int GAP = 100;

  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
  private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
  private final List<String> terms = new ArrayList<>();
  private final List<Integer> steps = new ArrayList<>();
  private int pending = 1;
  private int next;

  void add(String form) {
    terms.add(form);
    steps.add(pending);
    pending = 1;
  }

  /** Puts a term beside the one before it. */
  void beside(String form) {
    terms.add(form);
    steps.add(terms.size() == 1 ? 1 : 0);
  }

  /** No phrase reaches over this. */
  void gap() {
    pending = GAP;
  }

  boolean isEmpty() {
    return terms.isEmpty();
  }

  void empty() {
    terms.clear();
    steps.clear();
    pending = 1;
    next = 0;
  }

  @Override
  public boolean incrementToken() {
    if (next == terms.size()) {
      return false;
    }
    clearAttributes();
    term.append(terms.get(next));
    step.setPositionIncrement(steps.get(next));
    next++;
    return true;
  }

  @Override
  public void reset() {
    next = 0;
  }
}
