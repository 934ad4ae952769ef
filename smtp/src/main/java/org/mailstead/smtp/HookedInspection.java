package org.mailstead.smtp;

import java.io.IOException;
import java.util.List;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.filter.hook.Asking;
import org.mailstead.filter.hook.Opinion;
import org.mailstead.post.Reason;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Asks hooks about what our own users send. They can stop it; whether it is junk is for those to
 * say who get it.
 */
final class HookedInspection implements Inspection {
  private final Inspection inner;
  private final Asking asking;
  private Asking.Said said = Asking.Said.NOTHING;

  HookedInspection(Inspection inner, Asking asking) {
    this.inner = inner;
    this.asking = asking;
  }

  @Override
  public void header(SignedMessage header) {
    asking.header(header);
    inner.header(header);
  }

  @Override
  public void body(byte[] bytes, int off, int len) {
    asking.body(bytes, off, len);
    inner.body(bytes, off, len);
  }

  @Override
  public void judge() {
    said = asking.finish(0);
    obey(said);
    inner.judge();
  }

  /**
   * Does what hooks want.
   *
   * @throws Refused when the message is not to be taken, or not now
   */
  static void obey(Asking.Said said) {
    switch (said.action()) {
      case REJECT -> throw new Refused(Problem.Kind.REFUSED, "hook.reject", why(said));
      case LATER -> throw new Refused(Problem.Kind.BUSY, "hook.later", why(said));
      case NONE, JUNK, DISCARD -> {}
    }
  }

  private static String why(Asking.Said said) {
    return said.why().isBlank() ? "refused by a filter" : said.why();
  }

  @Override
  public String fields(String added) throws IOException {
    return inner.fields(added);
  }

  @Override
  public List<Reason> reasons() {
    return inner.reasons();
  }

  @Override
  public boolean discards() {
    return said.action() == Opinion.Action.DISCARD;
  }

  @Override
  public void close() {
    asking.close();
    inner.close();
  }
}
