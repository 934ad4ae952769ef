package org.mailstead.post.scan;

import java.util.HashSet;
import java.util.Set;
import org.mailstead.formats.imap.Casemap;
import org.mailstead.formats.mime.HeaderField;

/** Gathers the words of all texts of a message, as {@link Runs} cuts them. */
public final class ScanWords implements TextSink {
  /** Words of one message; who has more is opened by every scan. */
  private static final int MOST = 20_000;

  private final Set<String> words = new HashSet<>();
  private final Runs runs = new Runs(words::add);

  /** The first half of a character that lies across two pieces. */
  private char half;

  @Override
  public boolean some() {
    return words.size() <= MOST;
  }

  @Override
  public boolean someInHeaders() {
    return some();
  }

  /** A field as a scan sees it. */
  public static String text(HeaderField field) {
    return field.name() + ": " + field.text();
  }

  @Override
  public void field(HeaderField field) {
    text(text(field));
  }

  /** A text by itself. */
  public void text(String text) {
    begin();
    for (int i = 0; i < text.length() && some(); i++) {
      take(text.charAt(i));
    }
    begin();
  }

  @Override
  public void begin() {
    runs.end();
    half = 0;
  }

  @Override
  public void ascii(byte[] piece, int length) {
    for (int i = 0; i < length; i++) {
      runs.take(Casemap.ascii((char) piece[i]));
    }
  }

  @Override
  public void characters(char[] piece, int length) {
    for (int i = 0; i < length; i++) {
      take(piece[i]);
    }
  }

  // As a scan takes them, one by one: a half stays until its other half comes.
  private void take(char c) {
    if (c < 0x80) {
      runs.take(Casemap.ascii(c));
    } else if (Character.isHighSurrogate(c)) {
      half = c;
    } else {
      boolean second = Character.isLowSurrogate(c) && half != 0;
      int codePoint = second ? Character.toCodePoint(half, c) : c;
      String folded = Casemap.other(codePoint);
      String letters = folded.isEmpty() ? Character.toString(codePoint) : folded;
      for (int i = 0; i < letters.length(); i++) {
        runs.take(letters.charAt(i));
      }
      half = 0;
    }
  }

  /** Whether these are all; there may be too many. */
  public boolean isWhole() {
    return some();
  }

  public Set<String> words() {
    runs.end();
    return words;
  }
}
