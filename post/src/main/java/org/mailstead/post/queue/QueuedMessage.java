package org.mailstead.post.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mailstead.post.rows.AnswerRow;
import org.mailstead.post.rows.QueuedRecipientRow;
import org.mailstead.words.EmailAddress;

/**
 * A message in the queue, as an operator sees it.
 *
 * @param from where reports go; empty for reports themselves
 * @param size octets
 * @param held nothing of it is tried
 * @param paused held because its sender may not send now
 */
public record QueuedMessage(
    String id,
    Instant arrived,
    Optional<EmailAddress> from,
    long size,
    boolean held,
    boolean paused,
    List<Recipient> recipients) {
  public QueuedMessage {
    recipients = List.copyOf(recipients);
  }

  /** How far it has come with a recipient. */
  public enum State {
    WAITING,
    /** Sending is off. */
    HELD,
    DELIVERED,
    FAILED
  }

  /**
   * One recipient.
   *
   * @param attempts made so far
   * @param next when it is tried again; empty when it is not
   * @param last what was said last; empty before the first attempt
   */
  public record Recipient(
      EmailAddress address,
      State state,
      int attempts,
      Optional<Instant> next,
      Optional<Answer> last) {}

  /**
   * The last word about a recipient.
   *
   * @param code of SMTP; 0 when no other server said it
   * @param status as RFC 3463 has it
   * @param host who said it; empty for this server
   * @param reason what that means, in English; empty when we cannot say more
   */
  public record Answer(
      int code, String status, String text, String host, Instant at, String reason) {}

  static QueuedMessage of(Letter letter) {
    boolean held = letter.isHeld();
    return new QueuedMessage(
        letter.id(),
        letter.arrived(),
        letter.returnPath(),
        letter.size(),
        held,
        letter.row().getPaused(),
        letter.recipients().stream().map(to -> recipient(to, held)).toList());
  }

  private static Recipient recipient(Letter.To to, boolean held) {
    QueuedRecipientRow row = to.row();
    Optional<Instant> next =
        to.isWaiting() && !held
            ? Optional.of(Instant.ofEpochMilli(row.getNextMs()))
            : Optional.empty();
    Optional<Answer> last = row.hasLast() ? Optional.of(answer(row.getLast())) : Optional.empty();
    return new Recipient(to.address(), state(row), row.getAttempts(), next, last);
  }

  static Answer answer(AnswerRow row) {
    return new Answer(
        row.getCode(),
        row.getStatus(),
        row.getText(),
        row.getHost(),
        Instant.ofEpochMilli(row.getAtMs()),
        ReportWords.in("en").reason(row));
  }

  private static State state(QueuedRecipientRow row) {
    return switch (row.getState()) {
      case WAITING -> State.WAITING;
      case HELD -> State.HELD;
      case DELIVERED, RELAYED, RELAYED_BLINDLY -> State.DELIVERED;
      case FAILED -> State.FAILED;
      case UNRECOGNIZED ->
          throw new org.mailstead.words.Refused(
              org.mailstead.words.Problem.Kind.CORRUPT, "queue.state");
    };
  }
}
