package org.mailstead.imap.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.imap.text.Needle;
import org.mailstead.post.scan.ScanWords;
import org.mailstead.post.scan.TextSink;

/** The texts of a search that are looked for in one message, all in one pass. */
final class SoughtTexts implements TextSink {
  /** One that has not been found yet, and where its search in the current part stands. */
  private static final class Sought {
    private final Needle needle;
    private final boolean inHeaders;
    private Needle.Hunt hunt;

    Sought(Needle needle, boolean inHeaders) {
      this.needle = needle;
      this.inHeaders = inHeaders;
      this.hunt = needle.hunt();
    }
  }

  private final List<Sought> open = new ArrayList<>();
  private final Set<Needle> found = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * @param inBody what is looked for in bodies only
   * @param anywhere what is looked for in header fields, too
   */
  SoughtTexts(List<Needle> inBody, List<Needle> anywhere) {
    inBody.forEach(needle -> open.add(new Sought(needle, false)));
    anywhere.forEach(needle -> open.add(new Sought(needle, true)));
  }

  /** Whether there are some yet to be found. */
  @Override
  public boolean some() {
    return !open.isEmpty();
  }

  /** Whether some are looked for in header fields. */
  @Override
  public boolean someInHeaders() {
    return open.stream().anyMatch(sought -> sought.inHeaders);
  }

  /** A field as it is searched. */
  static boolean isIn(HeaderField field, Needle needle) {
    return needle.isIn(ScanWords.text(field));
  }

  @Override
  public void field(HeaderField field) {
    settle(sought -> sought.inHeaders && isIn(field, sought.needle));
  }

  /** Another part begins: no text lies across two. */
  @Override
  public void begin() {
    open.forEach(sought -> sought.hunt = sought.needle.hunt());
  }

  @Override
  public void ascii(byte[] piece, int length) {
    settle(sought -> sought.hunt.in(piece, length));
  }

  @Override
  public void characters(char[] piece, int length) {
    settle(sought -> sought.hunt.in(piece, length));
  }

  private void settle(java.util.function.Predicate<Sought> isThere) {
    open.removeIf(sought -> isThere.test(sought) && found.add(sought.needle));
  }

  Set<Needle> found() {
    return found;
  }
}
