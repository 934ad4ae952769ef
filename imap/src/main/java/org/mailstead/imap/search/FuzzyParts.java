package org.mailstead.imap.search;

import org.mailstead.formats.mime.HeaderField;
import org.mailstead.imap.text.FuzzyText;
import org.mailstead.post.scan.TextSink;

/** How well the parts of a message fit a text that is looked for roughly. */
final class FuzzyParts implements TextSink {
  private final FuzzyText text;
  private final boolean inHeaders;
  private FuzzyText.Hunt hunt;
  private int best;

  /**
   * @param inHeaders whether the headers of parts count as well
   */
  FuzzyParts(FuzzyText text, boolean inHeaders) {
    this.text = text;
    this.inHeaders = inHeaders;
    this.hunt = text.hunt();
  }

  @Override
  public boolean some() {
    return !hunt.isWhole();
  }

  @Override
  public boolean someInHeaders() {
    return inHeaders && some();
  }

  @Override
  public void field(HeaderField field) {
    best = Math.max(best, text.score(field.text()));
  }

  @Override
  public void begin() {
    best = score();
    hunt = text.hunt();
  }

  @Override
  public void ascii(byte[] piece, int length) {
    for (int i = 0; i < length; i++) {
      hunt.take((char) piece[i]);
    }
  }

  @Override
  public void characters(char[] piece, int length) {
    for (int i = 0; i < length; i++) {
      hunt.take(piece[i]);
    }
  }

  int score() {
    return Math.max(best, hunt.score());
  }
}
