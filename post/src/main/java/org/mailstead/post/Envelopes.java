package org.mailstead.post;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.mailstead.store.Key;
import org.mailstead.store.Rows;

/** Reads the pages with the envelopes of some emails. */
final class Envelopes {
  /** A page is read for so many of its envelopes; fewer are read from the emails' rows. */
  private static final int WORTHWHILE = 8;

  private Envelopes() {}

  static EmailPages of(Rows rows, long[] numbers) {
    long[] pages = worthwhile(numbers);
    if (pages.length == 0) {
      return EmailPages.none();
    }
    long first = pages[0];
    long last = pages[pages.length - 1];
    if (last - first < 2L * pages.length) {
      return EmailPages.of(rows, MailKeys.envelopes(first, last));
    }
    Map<Long, EmailPage.Read> read = new HashMap<>();
    List<Key> keys = Arrays.stream(pages).mapToObj(MailKeys::envelopes).toList();
    rows.multiGet(keys).forEach((key, row) -> read.put(key.group(), EmailPage.Read.of(row)));
    return new EmailPages(read);
  }

  private static long[] worthwhile(long[] numbers) {
    long[] pages = Arrays.stream(numbers).map(EmailPage::of).sorted().toArray();
    LongStream.Builder worthwhile = LongStream.builder();
    int to;
    for (int from = 0; from < pages.length; from = to) {
      to = from;
      while (to < pages.length && pages[to] == pages[from]) {
        to++;
      }
      if (to - from >= WORTHWHILE) {
        worthwhile.add(pages[from]);
      }
    }
    return worthwhile.build().toArray();
  }
}
