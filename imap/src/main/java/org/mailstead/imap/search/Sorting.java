package org.mailstead.imap.search;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.imap.Casemap;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.formats.mime.BaseSubject;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.formats.mime.Octets;
import org.mailstead.imap.grammar.SearchKey;
import org.mailstead.imap.grammar.SortCriterion;
import org.mailstead.post.Member;

/** Puts messages into the order that SORT asks for (RFC 5256 section 3). */
final class Sorting {
  private final Searching searching;
  private final List<SortCriterion> criteria;
  private final boolean needsEmail;

  /**
   * @param searching knows the messages, and how well they fit
   */
  Sorting(Searching searching, List<SortCriterion> criteria) {
    this.searching = searching;
    this.criteria = criteria;
    this.needsEmail = criteria.stream().anyMatch(some -> needsEmail(some.field()));
  }

  private static boolean needsEmail(SortCriterion.Field field) {
    return switch (field) {
      case ARRIVAL, SIZE -> false;
      case CC, DATE, DISPLAYFROM, DISPLAYTO, FROM, RELEVANCY, SUBJECT, TO -> true;
    };
  }

  /** Positions in the order asked for. */
  int[] sort(int[] positions) throws IOException {
    SortTable table = table(positions);
    int[] rows = new int[positions.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i;
    }
    IntOrder order = (one, other) -> table.compare(one, table, other);
    order.sort(rows);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = positions[rows[i]];
    }
    return rows;
  }

  /** What these messages are sorted by, a row each. */
  SortTable table(int[] positions) throws IOException {
    var table = new SortTable(criteria, positions.length);
    if (needsEmail) {
      searching.read(positions, (row, message) -> put(table, row, message));
    } else {
      for (int row = 0; row < positions.length; row++) {
        put(table, row, new SearchedMessage(searching, positions[row], Optional.empty()));
      }
    }
    return table;
  }

  private void put(SortTable table, int row, SearchedMessage message) throws IOException {
    for (int column = 0; column < criteria.size(); column++) {
      switch (criteria.get(column).field()) {
        case ARRIVAL -> table.put(column, row, message.member().received().toEpochMilli());
        case SIZE -> table.put(column, row, message.member().size());
        case DATE -> table.put(column, row, sent(message));
        case RELEVANCY -> table.put(column, row, -searching.relevancy(message));
        case SUBJECT -> table.put(column, row, Casemap.key(subject(message).text()));
        case CC -> table.put(column, row, mailbox(message, EnvelopeForm.Field.CC));
        case FROM -> table.put(column, row, mailbox(message, EnvelopeForm.Field.FROM));
        case TO -> table.put(column, row, mailbox(message, EnvelopeForm.Field.TO));
        case DISPLAYFROM -> table.put(column, row, display(message, EnvelopeForm.Field.FROM));
        case DISPLAYTO -> table.put(column, row, display(message, EnvelopeForm.Field.TO));
      }
    }
  }

  /** The sent date in milliseconds, or when it was received (RFC 5256 section 2.2). */
  static long sent(SearchedMessage message) throws IOException {
    Member member = message.member();
    return envelope(message)
        .flatMap(envelope -> envelope.octets(EnvelopeForm.Field.DATE))
        .map(Octets::latin1)
        .flatMap(DateTimes::parse)
        .map(date -> date.toInstant())
        .orElse(member.received())
        .toEpochMilli();
  }

  static BaseSubject subject(SearchedMessage message) throws IOException {
    return BaseSubject.of(
        envelope(message)
            .flatMap(envelope -> envelope.text(EnvelopeForm.Field.SUBJECT))
            .orElse(""));
  }

  private static byte[] mailbox(SearchedMessage message, EnvelopeForm.Field field)
      throws IOException {
    return Casemap.key(
        envelope(message)
            .flatMap(envelope -> envelope.first(field))
            .map(EnvelopeForm.First::mailbox)
            .orElse(""));
  }

  // RFC 5957 section 3
  private static byte[] display(SearchedMessage message, EnvelopeForm.Field field)
      throws IOException {
    return Casemap.key(
        envelope(message)
            .flatMap(envelope -> envelope.first(field))
            .map(address ->
                address
                    .name()
                    .filter(name -> !name.isEmpty())
                    .orElse(address.mailbox() + address.host().map(host -> "@" + host).orElse("")))
            .orElse(""));
  }

  private static Optional<EnvelopeForm> envelope(SearchedMessage message) throws IOException {
    return message.isGone() ? Optional.empty() : message.envelope(SearchKey.Cost.HEADER);
  }
}
