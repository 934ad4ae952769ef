package org.mailstead.post;

import java.time.Instant;
import java.util.Optional;
import org.mailstead.post.rows.AwayRow;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** The row of {@link Away}. */
final class AwayRows {
  /** Octets of all its texts: a row's limit, with room. */
  private static final int MAX_SIZE = 60 << 10;

  private AwayRows() {}

  private static Optional<AwayRow> row(Rows rows) {
    return rows.get(MailKeys.away()).map(bytes -> Row.read(bytes, AwayRow.parser()));
  }

  static long version(Rows rows) {
    return row(rows).map(AwayRow::getVersion).orElse(0L);
  }

  static Optional<Away> read(Rows rows) {
    return row(rows)
        .map(row ->
            new Away(
                row.getEnabled(),
                time(row.getFromMs()),
                time(row.getUntilMs()),
                row.hasSubject() ? Optional.of(row.getSubject()) : Optional.empty(),
                row.hasText() ? Optional.of(row.getText()) : Optional.empty(),
                row.hasHtml() ? Optional.of(row.getHtml()) : Optional.empty()));
  }

  private static Optional<Instant> time(long ms) {
    return ms == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ms));
  }

  /** True when something changed. */
  static boolean write(MailDraft mail, Away away) {
    if (read(mail.draft()).equals(Optional.of(away))) {
      return false;
    }
    AwayRow.Builder row =
        AwayRow.newBuilder()
            .setEnabled(away.enabled())
            .setFromMs(away.from().map(Instant::toEpochMilli).orElse(0L))
            .setUntilMs(away.until().map(Instant::toEpochMilli).orElse(0L))
            .setVersion(mail.version());
    away.subject().ifPresent(row::setSubject);
    away.text().ifPresent(row::setText);
    away.html().ifPresent(row::setHtml);
    byte[] bytes = Row.write(row.build());
    if (bytes.length > MAX_SIZE) {
      throw new Refused(Problem.Kind.TOO_LARGE, "away.size", Integer.toString(MAX_SIZE));
    }
    mail.draft().put(MailKeys.away(), bytes);
    return true;
  }
}
