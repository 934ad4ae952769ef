package org.mailstead.post;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.store.Entry;
import org.mailstead.store.Key;
import org.mailstead.store.Rows;

/** Reads the envelopes of many emails at once, from their pages where these are there. */
final class Envelopes {
  /** A page is read for so many of its envelopes; fewer are read from the emails' rows. */
  private static final int WORTHWHILE = 8;

  private final Rows rows;
  private final Map<Long, EmailPage.Read> pages = new HashMap<>();

  Envelopes(Rows rows) {
    this.rows = rows;
  }

  /** The envelopes that pages have, by email; others are not there. */
  Map<Long, EnvelopeForm> get(long[] numbers) {
    readPages(numbers);
    Map<Long, EnvelopeForm> found = HashMap.newHashMap(numbers.length);
    for (long number : numbers) {
      Optional.ofNullable(pages.get(EmailPage.of(number)))
          .flatMap(page -> page.envelope(number))
          .ifPresent(envelope -> found.put(number, envelope));
    }
    return found;
  }

  private void readPages(long[] numbers) {
    Map<Long, Integer> wanted = new HashMap<>();
    Arrays.stream(numbers).forEach(number -> wanted.merge(EmailPage.of(number), 1, Integer::sum));
    List<Long> worthwhile = new ArrayList<>();
    wanted.forEach((page, count) -> {
      if (count >= WORTHWHILE) {
        worthwhile.add(page);
      }
    });
    worthwhile.sort(null);
    if (worthwhile.isEmpty()) {
      return;
    }
    long first = worthwhile.getFirst();
    long last = worthwhile.getLast();
    if (last - first < 2L * worthwhile.size()) {
      for (Entry entry :
          rows.scan(MailKeys.envelopes(first, last), false, (int) (last - first) + 1)) {
        pages.put(entry.key().group(), EmailPage.Read.of(entry.value()));
      }
      return;
    }
    List<Key> keys = worthwhile.stream().map(MailKeys::envelopes).toList();
    rows.multiGet(keys).forEach((key, row) -> pages.put(key.group(), EmailPage.Read.of(row)));
  }
}
