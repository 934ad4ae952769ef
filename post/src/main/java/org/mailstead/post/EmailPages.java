package org.mailstead.post;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.store.Entry;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Rows;

/**
 * The envelopes, or the subjects, of some emails, as far as they are kept together. For one thread.
 */
public final class EmailPages {
  /** Pages of one scan: so many rows an engine reads on the caller's own thread. */
  private static final int SCAN = 256;

  private final Map<Long, EmailPage.Read> pages;

  /** The page asked for last; the next number is mostly in it too. */
  private long current = -1;

  private EmailPage.@Nullable Read page;

  EmailPages(Map<Long, EmailPage.Read> pages) {
    this.pages = pages;
  }

  /** No email is among them. */
  public static EmailPages none() {
    return new EmailPages(Map.of());
  }

  /** All pages of a range. */
  static EmailPages of(Rows rows, KeyRange range) {
    Map<Long, EmailPage.Read> pages = new HashMap<>();
    KeyRange left = range;
    List<Entry> found;
    do {
      found = rows.scan(left, false, SCAN);
      for (Entry entry : found) {
        pages.put(entry.key().group(), EmailPage.Read.of(entry.value()));
      }
      left = found.isEmpty() ? left : left.after(found.getLast().key(), false);
    } while (found.size() == SCAN);
    return new EmailPages(pages);
  }

  private EmailPage.@Nullable Read page(long number) {
    if (EmailPage.of(number) != current) {
      current = EmailPage.of(number);
      page = pages.get(current);
    }
    return page;
  }

  /** Whether an email is among them; otherwise its row tells. */
  public boolean has(long number) {
    EmailPage.Read there = page(number);
    return there != null && there.has(number);
  }

  private EmailPage.Read known(long number) {
    EmailPage.Read there = page(number);
    if (there == null) {
      throw new IllegalArgumentException("no page of " + number);
    }
    return there;
  }

  /** The decoded subject of an email that is among them; empty when it has none. */
  public Optional<Utf8> subject(long number) {
    return known(number).subject(number);
  }

  /** The envelope of an email that is among them. */
  public EnvelopeForm envelope(long number) {
    return known(number).envelope(number).orElseThrow();
  }
}
