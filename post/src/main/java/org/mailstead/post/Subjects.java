package org.mailstead.post;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailstead.store.Entry;
import org.mailstead.store.Rows;

/** The subjects of emails with numbers from one to another, as far as they are kept together. */
public final class Subjects {
  /** Pages of one scan: so many rows an engine reads on the caller's own thread. */
  private static final int SCAN = 256;

  private final Map<Long, EmailPage.Read> pages = new HashMap<>();

  /** The page asked for last; the next number is mostly in it too. */
  private long current = -1;

  private EmailPage.@Nullable Read page;

  Subjects(Rows rows, long first, long last) {
    long from = EmailPage.of(first);
    long to = EmailPage.of(last);
    List<Entry> found;
    do {
      found = rows.scan(MailKeys.subjects(from, to), false, SCAN);
      for (Entry entry : found) {
        from = entry.key().group() + 1;
        pages.put(entry.key().group(), EmailPage.Read.of(entry.value()));
      }
    } while (found.size() == SCAN && from <= to);
  }

  private EmailPage.@Nullable Read page(long number) {
    if (EmailPage.of(number) != current) {
      current = EmailPage.of(number);
      page = pages.get(current);
    }
    return page;
  }

  /** Whether {@link #of} may be asked; otherwise the email's envelope tells. */
  public boolean has(long number) {
    EmailPage.Read there = page(number);
    return there != null && there.has(number);
  }

  /** The decoded subject; empty when the email has none. */
  public Optional<String> of(long number) {
    EmailPage.Read there = page(number);
    if (there == null) {
      throw new IllegalArgumentException("no subject of " + number);
    }
    return there.subject(number);
  }
}
