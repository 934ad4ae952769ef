package org.mailstead.post;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.post.rows.EmailRow;
import org.mailstead.post.rows.MemberRow;
import org.mailstead.post.rows.ReasonRow;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Refused;

/**
 * Moves what a sweep takes, and notes why with each email in the same commit. Who flags an email,
 * or puts one back that was swept, wants it where it lies: that is asked in the commit, so that
 * nobody is overtaken. What was thought of an email (junk or not) is not touched: a sweep thinks
 * nothing.
 */
public final class Sweeping {
  /** Who decided, as a reason tells it. */
  public static final String WHO = "sweep";

  /** What people pin stays, as what they flag. */
  private static final String PINNED = "$pinned";

  /** Messages of one commit: their rows are rewritten with a reason more. */
  private static final int BATCH = 50;

  private final Messages messages;
  private final Emails emails;
  private final InstantSource clock;

  Sweeping(Messages messages, Emails emails, InstantSource clock) {
    this.messages = messages;
    this.emails = emails;
    this.clock = clock;
  }

  /**
   * What a sweep does with what it takes.
   *
   * @param sweep its number: no email is moved twice by the same
   * @param name what people call it
   * @param what for its reason, as {@code moved to News}
   */
  public record Order(long sweep, String name, MailboxId from, MailboxId to, String what) {}

  /** What keeps a message where it lies, beside \Deleted, which has decided otherwise already. */
  public static Flags keeping(Keywords keywords) {
    return Flags.FLAGGED.with(Flags.DELETED).with(keywords.flag(PINNED).orElse(Flags.NONE));
  }

  /** Whether a message has one of these flags. */
  public static boolean isKept(Flags flags, Flags keeping) {
    return (flags.low() & keeping.low()) != 0 || (flags.high() & keeping.high()) != 0;
  }

  /** Those of these emails that a sweep has not moved yet, in their order. */
  public List<Member> unswept(AccountId account, long sweep, List<Member> members) {
    var rows = emails.get(account, members.stream().map(Member::email).toList());
    return members.stream()
        .filter(member -> {
          Email row = rows.get(member.email());
          return row != null && !row.isSweptBy(sweep);
        })
        .toList();
  }

  /**
   * Moves messages; those that are gone, kept or were moved by it before stay.
   *
   * @param deed what it belongs to ({@link Deed})
   * @return how many went
   * @throws Refused NOT_FOUND when one of the mailboxes is gone
   */
  public int move(AccountId account, Order order, List<Integer> uids, long deed) {
    int moved = 0;
    for (int at = 0; at < uids.size(); at += BATCH) {
      List<Integer> some = uids.subList(at, Math.min(uids.size(), at + BATCH));
      moved += messages.change(account, mail -> move(mail, order, some, deed)).size();
    }
    return moved;
  }

  private List<Integer> move(MailDraft mail, Order order, List<Integer> uids, long deed) {
    mail.draft().useReserve(); // it only moves mail
    mail.deed(deed);
    mail.mailbox(order.to);
    Flags keeping = keeping(mail.keywords());
    List<Integer> moved = new ArrayList<>();
    for (int uid : uids) {
      Optional<MemberRow> member =
          mail.member(order.from, uid)
              .filter(row ->
                  !isKept(new Flags(row.getFlagsLow(), row.getFlagsHigh()), keeping)
                      && !isSweptBy(mail.email(row.getEmail()), order.sweep));
      if (member.isPresent()) {
        move(mail, order, uid, member.get());
        moved.add(uid);
      }
    }
    return moved;
  }

  private static boolean isSweptBy(EmailRow.Builder email, long sweep) {
    return email.getReasonsList().stream().anyMatch(reason -> reason.getSweep() == sweep);
  }

  private void move(MailDraft mail, Order order, int uid, MemberRow row) {
    boolean there =
        mail.places(row.getEmail()).keySet().stream()
            .anyMatch(place -> MailKeys.placeMailbox(place).equals(order.to));
    if (!there) {
      // First there, then gone: the email never lies nowhere in between.
      int _ = mail.add(order.to, row.toBuilder().setSavedMs(clock.millis()));
    }
    mail.remove(order.from, uid, row, clock.millis());
    mail.email(row.getEmail())
        .addReasons(
            ReasonRow.newBuilder()
                .setWho(WHO)
                .setWhat(order.what)
                .setEvidence(order.name)
                .setAtMs(clock.millis())
                .setSweep(order.sweep));
  }
}
