package org.mailstead.post;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.identity.Recipient;
import org.mailstead.store.Blob;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;

/**
 * A message that was taken over and has still to reach people.
 *
 * @param id names it for good; deliveries are known by it and their recipient
 * @param returnPath where reports go; empty for reports themselves ({@code <>})
 * @param prefix trace fields that stand before the body, each ended by CRLF
 * @param sender the account that submitted it; empty when it came from outside
 */
public record QueuedMail(
    String id,
    Optional<EmailAddress> returnPath,
    Blob body,
    byte[] prefix,
    Optional<AccountId> sender,
    Instant arrived,
    Options options,
    List<To> recipients) {

  public QueuedMail {
    recipients = List.copyOf(recipients);
  }

  /** The same with more fields before it. */
  public QueuedMail below(byte[] fields) {
    byte[] all = Arrays.copyOf(fields, fields.length + prefix.length);
    System.arraycopy(prefix, 0, all, fields.length, prefix.length);
    return new QueuedMail(id, returnPath, body, all, sender, arrived, options, recipients);
  }

  /**
   * What the sender asked for.
   *
   * @param envelopeId ENVID of RFC 3461, still in xtext; empty when none was given
   * @param returnFull whether a report shall bring the whole message back (RET=FULL)
   * @param tls how it may travel
   * @param verp whether each recipient's reports are to come back to an address of its own
   */
  public record Options(
      BodyKind body,
      boolean smtpUtf8,
      String envelopeId,
      boolean returnFull,
      Timing timing,
      Tls tls,
      boolean verp) {
    public static final Options PLAIN = new Options(BodyKind.SEVEN_BIT, false, "", false);

    public Options(BodyKind body, boolean smtpUtf8, String envelopeId, boolean returnFull) {
      this(body, smtpUtf8, envelopeId, returnFull, Timing.NONE, Tls.AS_USUAL, false);
    }

    public Options with(Timing other) {
      return new Options(body, smtpUtf8, envelopeId, returnFull, other, tls, verp);
    }

    public Options with(Tls other) {
      return new Options(body, smtpUtf8, envelopeId, returnFull, timing, other, verp);
    }

    public Options withVerp(boolean wanted) {
      return new Options(body, smtpUtf8, envelopeId, returnFull, timing, tls, wanted);
    }
  }

  /** How a message may travel (RFC 8689). */
  public enum Tls {
    /** As the servers on its way ask for. */
    AS_USUAL,
    /** Encrypted between servers that know each other, or not at all. */
    REQUIRED,
    /** In the clear too, whatever its recipients' servers ask for. */
    OPTIONAL
  }

  /**
   * When it is wanted there.
   *
   * @param notBefore it is held until then (RFC 4865)
   * @param priority from -9 to 9 (RFC 6710); 0 for usual mail
   */
  public record Timing(Optional<Instant> notBefore, Optional<DeliverBy> by, int priority) {
    public static final Timing NONE = new Timing(Optional.empty(), Optional.empty(), 0);

    public Timing {
      if (priority < -9 || priority > 9) {
        throw new IllegalArgumentException("priority " + priority);
      }
    }
  }

  /**
   * Until when it is wanted there (RFC 2852).
   *
   * @param returned whether it is to come back then; else its sender is told that it is late
   * @param traced whether each server on the way is to tell the sender what it did
   */
  public record DeliverBy(Instant time, boolean returned, boolean traced) {}

  /** What the body may hold (RFC 6152, RFC 3030). */
  public enum BodyKind {
    SEVEN_BIT,
    EIGHT_BIT,
    BINARY
  }

  /**
   * One recipient.
   *
   * @param original ORCPT of RFC 3461 as it was given; empty when none was
   * @param reportOn when to report; empty for the default
   * @param onward when it stands for an address of ours, in mail that others sent
   */
  public record To(
      EmailAddress address,
      Target target,
      String original,
      Set<Notify> reportOn,
      Optional<Onward> onward) {
    public To {
      reportOn = Set.copyOf(reportOn);
    }

    public To(EmailAddress address, Target target, String original, Set<Notify> reportOn) {
      this(address, target, original, reportOn, Optional.empty());
    }

    /** The same, of whom nobody is told anything. */
    public To untold() {
      return new To(address, target, original, Set.of(Notify.NEVER), onward);
    }
  }

  /**
   * How mail of others is sent on.
   *
   * @param domain of ours that sends it on, and vouches for what was found when it came
   * @param rewritten whether the sender's address is rewritten, so that the next server does not
   *     take us for a forger
   * @param found what was found when it came, an Authentication-Results payload; empty when it
   *     stands before the message
   */
  public record Onward(String domain, boolean rewritten, String found) {}

  /** Where a recipient is. */
  public sealed interface Target {
    /** In a mailbox of ours. */
    record Here(AccountId account, Recipient.Why why) implements Target {}

    /** At another server. */
    record Elsewhere() implements Target {}
  }

  /** NOTIFY of RFC 3461 section 4.1. */
  public enum Notify {
    NEVER,
    SUCCESS,
    FAILURE,
    DELAY
  }
}
