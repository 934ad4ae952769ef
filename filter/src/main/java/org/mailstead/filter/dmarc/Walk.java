package org.mailstead.filter.dmarc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.filter.dmarc.DmarcLookup.Unanswered;

/**
 * What is found from a name upwards in the DNS (RFC 9989 section 4.10).
 *
 * @param records from the longest name to the shortest
 */
record Walk(String start, List<Located> records) {
  /**
   * Questions that one walk asks: names may have 127 labels, and who makes them up pays nothing.
   */
  private static final int MOST_QUESTIONS = 8;

  Walk {
    records = List.copyOf(records);
  }

  static Walk up(String start, DmarcLookup lookup) throws Unanswered {
    List<Located> found = new ArrayList<>();
    String name = start;
    while (true) {
      Optional<DmarcRecord> record = lookup.find(name);
      if (record.isPresent()) {
        found.add(new Located(name, record.get()));
        if (record.get().psd() != DmarcRecord.Psd.UNSAID) {
          break;
        }
      }
      int dot = name.indexOf('.');
      if (dot < 0) {
        break;
      }
      name = shortened(name.substring(dot + 1));
    }
    return new Walk(start, found);
  }

  /** At most so many labels that the questions suffice. */
  private static String shortened(String name) {
    int from = name.length();
    for (int labels = 0; labels < MOST_QUESTIONS - 1; labels++) {
      from = name.lastIndexOf('.', from - 1);
      if (from < 0) {
        return name;
      }
    }
    return name.substring(from + 1);
  }

  /** Section 4.10.2. */
  String organization() {
    for (Located located : records) {
      boolean started = located.domain().equals(start);
      switch (located.record().psd()) {
        case NO -> {
          return located.domain();
        }
        case YES -> {
          if (!started) {
            return oneBelow(located.domain());
          }
        }
        case UNSAID -> {}
      }
    }
    return records.isEmpty() ? start : records.getLast().domain();
  }

  private String oneBelow(String domain) {
    int dot = start.lastIndexOf('.', start.length() - domain.length() - 2);
    return start.substring(dot + 1);
  }

  /** Section 4.10.1: of the name itself, else of its organization, else of the public suffix. */
  Optional<Located> policy() {
    String organization = organization();
    return at(start)
        .or(() -> at(organization))
        .or(() ->
            records.stream()
                .filter(located -> located.record().psd() == DmarcRecord.Psd.YES)
                .findFirst());
  }

  private Optional<Located> at(String domain) {
    return records.stream().filter(located -> located.domain().equals(domain)).findFirst();
  }
}
