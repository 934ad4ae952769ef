package org.mailstead.post;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.mailstead.identity.Allowance;
import org.mailstead.post.rows.ChangeRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.LogEntry;
import org.mailstead.store.Since;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Takes back what was done to emails and mailboxes in one go, as far as the log and the retention
 * of removed mail reach. What others, or the same person, made of them since stays: a flag that was
 * changed again keeps what it is, and an email that was moved on is taken from where the deed put
 * it only if it still lies there.
 */
public final class Undoing {
  /** Emails of one commit, as of what is undone. */
  private static final int BATCH = 25;

  /** Log entries of one look. */
  private static final int PAGE = 250;

  private final Accounts store;
  private final Messages messages;
  private final Quota quota;
  private final Opinions opinions;
  private final Mailboxes mailboxes;
  private final InstantSource clock;

  Undoing(
      Accounts store,
      Messages messages,
      Quota quota,
      Opinions opinions,
      Mailboxes mailboxes,
      InstantSource clock) {
    this.mailboxes = mailboxes;
    this.store = store;
    this.messages = messages;
    this.quota = quota;
    this.opinions = opinions;
    this.clock = clock;
  }

  /**
   * What came of a part of it.
   *
   * @param undone emails that are again as they were, in full or in part
   * @param problems of those that are not: NOT_FOUND for what is gone for good or was changed
   *     since, NOT_PERMITTED, OVER_QUOTA
   * @param mailboxes that are there again, as they were, or gone again
   * @param reached the version up to which all is done
   * @param more whether something is left after it
   */
  public record Part(
      List<Long> undone,
      Map<Long, Problem> problems,
      List<MailboxId> mailboxes,
      long reached,
      boolean more) {
    public Part {
      mailboxes = List.copyOf(mailboxes);
      undone = List.copyOf(undone);
      problems = Map.copyOf(problems);
    }
  }

  /**
   * How many emails a deed touched, as far as that is at most a limit; the limit and one otherwise.
   *
   * @throws Refused EXPIRED when the log does not go back so far
   */
  public int count(AccountId account, Deed deed, int limit) {
    int count = 0;
    long at = deed.from();
    while (at < deed.to() && count <= limit) {
      Page page = page(account, deed, at, limit + 1);
      count += page.emails.size();
      at = page.reached;
    }
    return Math.min(count, limit + 1);
  }

  /**
   * Undoes a part.
   *
   * @param after the version up to which it was undone before; that of the deed's beginning at
   *     first
   * @param most emails, or a few more: a commit is undone whole
   * @param rights of whoever undoes it, in each mailbox
   * @param by the deed that this is, so that it can be undone again
   * @throws Refused EXPIRED when the log does not go back so far
   */
  public Part undo(
      AccountId account,
      Deed deed,
      long after,
      int most,
      Function<MailboxId, Rights> rights,
      long by) {
    Page page = page(account, deed, after, most);
    var boxes = new MailboxUndo(mailboxes, rights);
    List<MailboxId> touched = new ArrayList<>();
    Map<MailboxId, MailboxId> restored = new LinkedHashMap<>();
    if (after == deed.from()) {
      MailboxUndo.Done done = restore(account, deed, boxes, by);
      restored.putAll(done.now());
      touched.addAll(done.touched());
    } else {
      restored.putAll(restored(account, deed, by));
    }
    Allowance allowance = quota.of(account);
    List<Long> undone = new ArrayList<>();
    Map<Long, Problem> problems = new LinkedHashMap<>();
    List<Long> all = List.copyOf(page.emails.keySet());
    for (int at = 0; at < all.size(); at += BATCH) {
      List<Long> some = all.subList(at, Math.min(all.size(), at + BATCH));
      Map<Long, Problem> refused =
          messages.change(
              account,
              mail -> {
                mail.draft().useReserve(); // a wrong key must not cost mail when the disk is full
                mail.deed(by);
                var work =
                    new EmailUndo(mail, opinions, rights, allowance, restored, clock.millis());
                Map<Long, Problem> failed = new LinkedHashMap<>();
                for (long email : some) {
                  try {
                    work.run(email, page.emails.getOrDefault(email, List.of()));
                  } catch (Refused e) {
                    failed.put(email, e.problem());
                  }
                }
                return failed;
              });
      problems.putAll(refused);
      some.stream().filter(email -> !refused.containsKey(email)).forEach(undone::add);
    }
    boolean more = page.reached < deed.to();
    if (!more) {
      touched.addAll(remove(account, deed, boxes, by));
    }
    return new Part(undone, problems, touched, page.reached, more);
  }

  private MailboxUndo.Done restore(AccountId account, Deed deed, MailboxUndo boxes, long by) {
    List<ChangeRow> changes = mailboxes(account, deed.id(), deed.from(), deed.to());
    return changes.isEmpty()
        ? new MailboxUndo.Done(Map.of(), List.of())
        : messages.change(
            account,
            mail -> {
              mail.draft().useReserve();
              mail.deed(by);
              return boxes.restore(mail, changes);
            });
  }

  private List<MailboxId> remove(AccountId account, Deed deed, MailboxUndo boxes, long by) {
    List<ChangeRow> changes = mailboxes(account, deed.id(), deed.from(), deed.to());
    return changes.isEmpty()
        ? List.of()
        : messages.change(
            account,
            mail -> {
              mail.draft().useReserve();
              mail.deed(by);
              return boxes.remove(mail, changes);
            });
  }

  /** What an earlier part has made of those that were deleted. */
  private Map<MailboxId, MailboxId> restored(AccountId account, Deed deed, long by) {
    long now = store.head(MailKeys.partition(account)).version();
    Map<MailboxId, MailboxId> restored = new LinkedHashMap<>();
    for (ChangeRow change : mailboxes(account, by, deed.to(), now)) {
      long was = change.getMailboxChange().getRestored();
      if (was != 0) {
        restored.put(new MailboxId(was), new MailboxId(change.getMailbox()));
      }
    }
    return restored;
  }

  /** What a deed did to mailboxes. */
  private List<ChangeRow> mailboxes(AccountId account, long deed, long from, long to) {
    List<ChangeRow> found = new ArrayList<>();
    long at = from;
    while (at < to) {
      switch (store.changes(MailKeys.partition(account), at, PAGE)) {
        case Since.Forgotten _ -> throw new Refused(Problem.Kind.EXPIRED, "deed.forgotten");
        case Since.Entries(var entries, long version, boolean more) -> {
          entries.stream()
              .filter(entry -> entry.version() <= to)
              .flatMap(entry -> Views.log(entry).getChangesList().stream())
              .filter(change -> change.getDeed() == deed && change.hasMailboxChange())
              .forEach(found::add);
          at = more ? version : to;
        }
      }
    }
    return found;
  }

  /** What a deed did to emails in some commits. */
  private record Page(Map<Long, List<ChangeRow>> emails, long reached) {}

  private Page page(AccountId account, Deed deed, long after, int most) {
    Map<Long, List<ChangeRow>> emails = new LinkedHashMap<>();
    long reached = after;
    while (reached < deed.to() && emails.size() < most) {
      switch (store.changes(MailKeys.partition(account), reached, PAGE)) {
        case Since.Forgotten _ -> throw new Refused(Problem.Kind.EXPIRED, "deed.forgotten");
        case Since.Entries(var entries, long version, boolean more) -> {
          boolean cut = false;
          for (LogEntry entry : entries) {
            cut = entry.version() <= deed.to() && emails.size() >= most;
            if (cut || entry.version() > deed.to()) {
              break;
            }
            take(entry, deed, emails);
            reached = entry.version();
          }
          if (!cut) {
            reached = more ? version : deed.to();
          }
        }
      }
    }
    if (store.isLost(MailKeys.partition(account), deed.to())) {
      throw new Refused(Problem.Kind.EXPIRED, "deed.forgotten");
    }
    return new Page(emails, reached);
  }

  private static void take(LogEntry entry, Deed deed, Map<Long, List<ChangeRow>> emails) {
    for (ChangeRow change : Views.log(entry).getChangesList()) {
      if (change.getDeed() == deed.id()) {
        long email =
            switch (change.getWhatCase()) {
              case ADDED -> change.getAdded().getMember().getEmail();
              case FLAGGED -> change.getFlagged().getMember().getEmail();
              case REMOVED -> change.getRemoved().getMember().getEmail();
              case ADDED_RANGE,
                  MAILBOX_CHANGE,
                  ACL_CHANGE,
                  ANNOTATION_CHANGE,
                  EMAIL_CHANGE,
                  OLD_SUBSCRIPTION_CHANGE,
                  WHAT_NOT_SET ->
                  0L;
            };
        if (email != 0) {
          emails.computeIfAbsent(email, _ -> new ArrayList<>()).add(change);
        }
      }
    }
  }
}
