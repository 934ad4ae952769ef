package org.mailstead.post.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.report.DeliveryReport;
import org.mailstead.post.rows.AnswerRow;
import org.mailstead.post.rows.QueuedRecipientRow;
import org.mailstead.words.EmailAddress;

/**
 * A message that an account sent, and how far it has come with each recipient.
 *
 * @param id as it is in the queue and the trace
 */
public record SentMessage(
    String id, Instant at, Optional<EmailAddress> from, List<Recipient> recipients) {
  public SentMessage {
    recipients = List.copyOf(recipients);
  }

  /** How far it has come. */
  public enum Stage {
    /** Not tried yet. */
    QUEUED,
    /** It did not work so far, and is tried again. */
    DELAYED,
    /** Nothing is done now: sending is off, or an operator holds it. */
    HELD,
    /** In a mailbox, here or as its server reports. */
    DELIVERED,
    /** Taken by another server, of which nothing was heard since. */
    SENT,
    FAILED,
    /** An operator took it out of the queue. */
    THROWN_AWAY
  }

  /**
   * One recipient.
   *
   * @param answer what was said last; empty before the first attempt, and for mailboxes here
   */
  public record Recipient(
      EmailAddress address, Stage stage, Optional<QueuedMessage.Answer> answer) {}

  static SentMessage of(Letter letter) {
    return new SentMessage(
        letter.id(),
        letter.arrived(),
        letter.returnPath(),
        letter.recipients().stream().map(to -> recipient(letter, to)).toList());
  }

  private static Recipient recipient(Letter letter, Letter.To to) {
    QueuedRecipientRow row = to.row();
    Optional<DeliveryReport.Action> told = Bounces.action(row.getReported());
    Optional<AnswerRow> said =
        told.isPresent()
            ? Optional.of(row.getReported().getAnswer())
            : row.hasLast() ? Optional.of(row.getLast()) : Optional.empty();
    Stage stage = told.flatMap(SentMessage::stage).orElseGet(() -> stage(letter, row));
    return new Recipient(
        to.address(), stage, said.map(QueuedMessage::answer).map(answer -> fit(stage, answer)));
  }

  /** What went well has no reason, whatever words its server chose. */
  private static QueuedMessage.Answer fit(Stage stage, QueuedMessage.Answer answer) {
    return stage == Stage.SENT || stage == Stage.DELIVERED
        ? new QueuedMessage.Answer(
            answer.code(), answer.status(), answer.text(), answer.host(), answer.at(), "")
        : answer;
  }

  /** Empty when what was told is not the end of it. */
  private static Optional<Stage> stage(DeliveryReport.Action told) {
    return switch (told) {
      case FAILED -> Optional.of(Stage.FAILED);
      case DELIVERED -> Optional.of(Stage.DELIVERED);
      case DELAYED -> Optional.of(Stage.DELAYED);
      case RELAYED, EXPANDED -> Optional.empty();
    };
  }

  private static Stage stage(Letter letter, QueuedRecipientRow row) {
    boolean thrownAway = letter.row().getThrownAway();
    return switch (row.getState()) {
      case WAITING -> {
        if (thrownAway) {
          yield Stage.THROWN_AWAY;
        }
        yield letter.row().getHeld()
            ? Stage.HELD
            : row.getAttempts() == 0 ? Stage.QUEUED : Stage.DELAYED;
      }
      case HELD -> thrownAway ? Stage.THROWN_AWAY : Stage.HELD;
      case DELIVERED -> Stage.DELIVERED;
      case RELAYED, RELAYED_BLINDLY -> Stage.SENT;
      case FAILED -> Stage.FAILED;
      case UNRECOGNIZED -> throw new IllegalStateException("no state that was ever stored");
    };
  }
}
