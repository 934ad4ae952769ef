package org.mailstead.post;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailstead.identity.Allowance;
import org.mailstead.post.rows.MemberRow;
import org.mailstead.store.Key;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * What is done to emails as a whole, wherever they lie: put into several mailboxes at once, moved
 * between them, flagged in all of them, removed from all of them. Each email is changed whole or
 * not at all; many of them share a commit.
 */
public final class EmailEdits {
  /** Emails of one commit. */
  private static final int BATCH = 25;

  private final Messages messages;
  private final Quota quota;
  private final Opinions opinions;
  private final InstantSource clock;

  EmailEdits(Messages messages, Quota quota, Opinions opinions, InstantSource clock) {
    this.messages = messages;
    this.quota = quota;
    this.opinions = opinions;
    this.clock = clock;
  }

  /**
   * Puts a new message into one or more mailboxes.
   *
   * @return its number
   * @throws Refused NOT_FOUND for a mailbox, OVER_QUOTA, INVALID or TOO_MANY for flags
   */
  public long create(AccountId account, Set<MailboxId> mailboxes, NewMessage message) {
    return create(account, mailboxes, message, Deed.NONE);
  }

  /**
   * @param deed what it belongs to ({@link Deed})
   */
  public long create(AccountId account, Set<MailboxId> mailboxes, NewMessage message, long deed) {
    Allowance allowance = quota.of(account);
    return messages.change(
        account,
        mail -> {
          mail.deed(deed);
          mailboxes.forEach(mail::mailbox);
          Quota.check(mail, message.size(), mailboxes.size(), allowance);
          MemberRow.Builder member = Incoming.write(mail, account, message, clock.millis());
          MemberRow row = member.build();
          mailboxes.stream().sorted().forEach(mailbox -> mail.add(mailbox, row.toBuilder()));
          return row.getEmail();
        });
  }

  /**
   * Changes emails.
   *
   * @return what could not be done, by number: NOT_FOUND for an email that is not there or a
   *     mailbox that is not, INVALID for an email that would be in none, OVER_QUOTA, TOO_MANY
   */
  public Map<Long, Problem> apply(AccountId account, List<EmailEdit> edits) {
    return apply(account, edits, Deed.NONE);
  }

  /**
   * @param deed what it belongs to ({@link Deed})
   */
  public Map<Long, Problem> apply(AccountId account, List<EmailEdit> edits, long deed) {
    Allowance allowance = quota.of(account);
    Map<Long, Problem> problems = new LinkedHashMap<>();
    for (int at = 0; at < edits.size(); at += BATCH) {
      List<EmailEdit> some = edits.subList(at, Math.min(edits.size(), at + BATCH));
      problems.putAll(
          messages.change(
              account,
              mail -> {
                mail.draft().useReserve(); // mail can be read and deleted when the disk is full
                mail.deed(deed);
                Map<Long, Problem> refused = new LinkedHashMap<>();
                some.forEach(edit -> {
                  try {
                    new Work(mail, edit, allowance).run();
                  } catch (Refused e) {
                    refused.put(edit.email(), e.problem());
                  }
                });
                return refused;
              }));
    }
    return problems;
  }

  /**
   * Removes emails from all mailboxes that they lie in.
   *
   * @param from only from these; empty for all
   * @return those that were not there
   */
  public List<Long> destroy(AccountId account, List<Long> emails, Optional<Set<MailboxId>> from) {
    return destroy(account, emails, from, Deed.NONE);
  }

  /**
   * @param deed what it belongs to ({@link Deed})
   */
  public List<Long> destroy(
      AccountId account, List<Long> emails, Optional<Set<MailboxId>> from, long deed) {
    List<Long> missing = new ArrayList<>();
    for (int at = 0; at < emails.size(); at += BATCH) {
      List<Long> some = emails.subList(at, Math.min(emails.size(), at + BATCH));
      missing.addAll(
          messages.change(
              account,
              mail -> {
                mail.draft().useReserve();
                mail.deed(deed);
                return some.stream().filter(number -> !destroy(mail, number, from)).toList();
              }));
    }
    return missing;
  }

  private boolean destroy(MailDraft mail, long number, Optional<Set<MailboxId>> from) {
    Map<Key, MemberRow> places = mail.places(number);
    places
        .keySet()
        .removeIf(place -> from.isPresent() && !from.get().contains(MailKeys.placeMailbox(place)));
    boolean shown = places.values().stream().anyMatch(EmailEdits::isShown);
    if (shown) {
      places.forEach((place, row) -> remove(mail, place, row));
    }
    return shown;
  }

  private void remove(MailDraft mail, Key place, MemberRow row) {
    mail.remove(MailKeys.placeMailbox(place), MailKeys.placeUid(place), row, clock.millis());
  }

  private static Flags flags(MemberRow row) {
    return new Flags(row.getFlagsLow(), row.getFlagsHigh());
  }

  private static boolean isShown(MemberRow row) {
    return !flags(row).has(Flags.DELETED);
  }

  /** One email's change; all is checked before anything is written. */
  private final class Work {
    private final MailDraft mail;
    private final EmailEdit edit;
    private final Allowance allowance;
    private final Map<Key, MemberRow> places;

    Work(MailDraft mail, EmailEdit edit, Allowance allowance) {
      this.mail = mail;
      this.edit = edit;
      this.allowance = allowance;
      this.places = mail.places(edit.email());
      places.values().removeIf(row -> !isShown(row));
      if (places.isEmpty()) {
        throw new Refused(Problem.Kind.NOT_FOUND, "message.missing", "" + edit.email());
      }
    }

    void run() {
      Set<MailboxId> now =
          places.keySet().stream()
              .map(MailKeys::placeMailbox)
              .collect(Collectors.toCollection(LinkedHashSet::new));
      Set<MailboxId> wanted = edit.mailboxes().apply(now);
      if (wanted.isEmpty()) {
        throw new Refused(Problem.Kind.INVALID, "message.nowhere");
      }
      Set<MailboxId> added = new HashSet<>(wanted);
      added.removeAll(now);
      added.forEach(mail::mailbox);
      added.forEach(mail::state); // an unfinished copy is finished before anything is written
      if (!added.isEmpty()) {
        Quota.checkMessages(mail, added.size(), allowance);
      }
      Flags flags = wantedFlags();
      MemberRow first = places.values().iterator().next();
      added.stream().sorted().forEach(mailbox -> add(mailbox, first, flags));
      places.forEach((place, row) -> {
        MailboxId mailbox = MailKeys.placeMailbox(place);
        if (!wanted.contains(mailbox)) {
          added.forEach(to -> opinions.moved(mail, row, mailbox, to));
          remove(mail, place, row);
        } else if (!edit.flags().isNone()) {
          boolean changed = mail.flag(mailbox, MailKeys.placeUid(place), row, flags);
          if (changed) {
            opinions.flagged(mail, row, Set.copyOf(mail.keywords().names(flags)));
          }
        }
      });
    }

    private void add(MailboxId mailbox, MemberRow like, Flags flags) {
      mail.add(
          mailbox,
          like.toBuilder()
              .setFlagsLow(flags.low())
              .setFlagsHigh(flags.high())
              .setSavedMs(clock.millis()));
    }

    /** The flags of the email as a whole, changed; new keywords are made. */
    private Flags wantedFlags() {
      List<AccountEmail.Place> shown =
          places.entrySet().stream()
              .map(entry ->
                  new AccountEmail.Place(
                      MailKeys.placeMailbox(entry.getKey()),
                      MailKeys.placeUid(entry.getKey()),
                      flags(entry.getValue())))
              .toList();
      var origin = new Email.Origin(0, edit.email());
      Flags now = new AccountEmail(edit.email(), origin, 0, 0, 0, shown).flags();
      if (edit.flags().isNone()) {
        return now;
      }
      return mail.flags(changed(mail.keywords().names(now)));
    }

    /** Names compare without case, and those that are there keep their spelling. */
    private Set<String> changed(List<String> now) {
      Set<String> wanted = new LinkedHashSet<>(edit.flags().whole().orElse(Set.copyOf(now)));
      wanted.addAll(edit.flags().in());
      wanted.removeIf(
          name -> edit.flags().out().stream().anyMatch(gone -> gone.equalsIgnoreCase(name)));
      return wanted;
    }
  }
}
