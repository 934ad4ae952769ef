package org.mailstead.imap.search;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.imap.Casemap;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.formats.mime.BaseSubject;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageIds;
import org.mailstead.formats.mime.Octets;
import org.mailstead.imap.grammar.SearchKey;
import org.mailstead.imap.grammar.SortCriterion;
import org.mailstead.imap.grammar.ThreadAlgorithm;
import org.mailstead.post.Email;

/** What THREAD must know of the messages that were found, packed: a row for each. */
final class ThreadInput {
  /** Sent, or received for REFS, in milliseconds. */
  final long[] dates;

  final boolean[] replies;
  final ReferenceForest forest;

  /** The base subjects, in the only column. */
  final SortTable subjects;

  private final ThreadAlgorithm algorithm;

  ThreadInput(ThreadAlgorithm algorithm, int rows) {
    this.algorithm = algorithm;
    this.dates = new long[rows];
    this.replies = new boolean[rows];
    this.forest = new ReferenceForest(rows);
    var subject = new SortCriterion(SortCriterion.Field.SUBJECT, false);
    this.subjects = new SortTable(List.of(subject), rows);
  }

  void put(int row, SearchedMessage message) throws IOException {
    boolean received = algorithm == ThreadAlgorithm.REFS;
    dates[row] = received ? message.member().received().toEpochMilli() : Sorting.sent(message);
    if (algorithm != ThreadAlgorithm.REFS) {
      BaseSubject subject = Sorting.subject(message);
      subjects.put(0, row, Casemap.key(subject.text()));
      replies[row] = subject.replyOrForward();
    }
    if (algorithm != ThreadAlgorithm.ORDEREDSUBJECT) {
      List<String> references =
          references(message).stream().map(ThreadInput::unquoted).distinct().toList();
      forest.add(row, id(message).map(ThreadInput::unquoted), references);
    }
  }

  /** An id can be written with quotes and without (RFC 5256, REFERENCES). */
  private static String unquoted(String id) {
    if (id.indexOf('"') < 0 && id.indexOf('\\') < 0) {
      return id;
    }
    var plain = new StringBuilder(id.length());
    for (int i = 0; i < id.length(); i++) {
      boolean escape = id.charAt(i) == '\\' && i + 1 < id.length();
      i += escape ? 1 : 0;
      if (escape || id.charAt(i) != '"') {
        plain.append(id.charAt(i));
      }
    }
    return plain.toString();
  }

  private static Optional<String> id(SearchedMessage message) throws IOException {
    return ids(message, EnvelopeForm.Field.MESSAGE_ID).stream().findFirst();
  }

  private static List<String> ids(SearchedMessage message, EnvelopeForm.Field field)
      throws IOException {
    if (message.isGone()) {
      return List.of();
    }
    Optional<EnvelopeForm> envelope = message.envelope(SearchKey.Cost.HEADER);
    return envelope.flatMap(form -> form.octets(field)).map(MessageIds::parse).orElse(List.of());
  }

  /** Those of References, else the first one of In-Reply-To. */
  private static List<String> references(SearchedMessage message) throws IOException {
    if (message.isGone()) {
      return List.of();
    }
    Email email = message.email();
    Optional<List<String>> kept = email.references();
    List<String> references = kept.isPresent() ? kept.get() : read(message);
    return references.isEmpty()
        ? ids(message, EnvelopeForm.Field.IN_REPLY_TO).stream().limit(1).toList()
        : references;
  }

  /** From the header itself: of mail that came before references were kept, or with too many. */
  private static List<String> read(SearchedMessage message) throws IOException {
    return HeaderField.first(message.header(), "References")
        .map(HeaderField::value)
        .map((Octets value) -> MessageIds.parse(value))
        .orElse(List.of());
  }

  /** Orders rows by date, then by place. */
  int compareDates(int one, int other) {
    int order = Long.compare(dates[one], dates[other]);
    return order != 0 ? order : Integer.compare(one, other);
  }
}
