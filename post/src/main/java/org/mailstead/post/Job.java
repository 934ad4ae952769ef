package org.mailstead.post;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Locale;
import org.mailstead.post.rows.JobRow;
import org.mailstead.post.rows.JobState;
import org.mailstead.words.AccountId;

/**
 * Long work, as far as it is. What it has done it has done for good: after a crash it goes on.
 *
 * @param id says what it does to what, so that it is begun once only
 * @param subject what it works on, for people
 * @param cursor where it goes on; the kind's own
 * @param done of {@code total}, at least: a crash may forget the count of a part that was done
 * @param cancelled whether it is to stop
 * @param result how it ended, for people
 */
public record Job(
    String id,
    String kind,
    AccountId account,
    String subject,
    byte[] cursor,
    long done,
    long total,
    State state,
    boolean cancelled,
    String result,
    Instant begun) {

  /** Whether it goes on. */
  public enum State {
    RUNNING,
    DONE,
    CANCELLED
  }

  /** One that begins. */
  public static Job of(
      String id, String kind, AccountId account, String subject, byte[] cursor, long total) {
    return new Job(
        id, kind, account, subject, cursor, 0, total, State.RUNNING, false, "", Instant.EPOCH);
  }

  public boolean isRunning() {
    return state == State.RUNNING;
  }

  static Job of(JobRow row) {
    return new Job(
        row.getId(),
        row.getKind(),
        new AccountId(row.getAccount()),
        row.getSubject(),
        row.getCursor().toByteArray(),
        row.getDone(),
        row.getTotal(),
        switch (row.getState()) {
          case RUNNING, UNRECOGNIZED -> State.RUNNING;
          case DONE -> State.DONE;
          case CANCELLED -> State.CANCELLED;
        },
        row.getCancel(),
        row.getResult(),
        Instant.ofEpochMilli(row.getBegunMs()));
  }

  /** The row of one that begins. */
  JobRow row(Instant now) {
    return JobRow.newBuilder()
        .setId(id)
        .setKind(kind)
        .setAccount(account.value())
        .setSubject(subject)
        .setCursor(ByteString.copyFrom(cursor))
        .setTotal(total)
        .setBegunMs(now.toEpochMilli())
        .build();
  }

  static JobState row(State state) {
    return switch (state) {
      case RUNNING -> JobState.RUNNING;
      case DONE -> JobState.DONE;
      case CANCELLED -> JobState.CANCELLED;
    };
  }

  /** For people: {@code 300 of 1000}. */
  public String progress() {
    return total == 0 ? Long.toString(done) : done + " of " + Math.max(done, total);
  }

  /** For people and logs. */
  @Override
  public String toString() {
    return id + " " + state.name().toLowerCase(Locale.ROOT) + " " + progress();
  }
}
