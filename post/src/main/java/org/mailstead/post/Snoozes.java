package org.mailstead.post;

import static java.lang.System.Logger.Level.INFO;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.mailstead.post.SnoozeRows.Aside;
import org.mailstead.post.SnoozeRows.Spot;
import org.mailstead.store.Accounts;
import org.mailstead.store.Entry;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Messages that were put aside and come back by themselves. That one does is written in the commit
 * that puts it aside; the timer is set before it and only says when to look, so that whatever a
 * crash leaves is right: a timer without a message finds nothing. Who has taken a message out of
 * where it lay aside has decided otherwise, and nothing more happens to it.
 */
public final class Snoozes {
  private static final System.Logger LOG = System.getLogger(Snoozes.class.getName());

  /** Where they lie; it is made when it is needed. */
  public static final String MAILBOX = "Snoozed";

  /** Where what is sent later lies until it is; it is made when it is needed. */
  public static final String SCHEDULED = "Scheduled";

  /** Of one account by its user's hand; what scripts put aside counts, too. */
  public static final int MOST = 5_000;

  private static final String TIMER = "snooze";
  private static final int BATCH = 25;

  /** A message whose time was short may be put aside after it: there is a second look. */
  private static final Duration LATE = Duration.ofHours(1);

  private final Accounts store;
  private final Post post;
  private final Timers timers;
  private final InstantSource clock;
  private final int most;

  /** A message that lies aside. */
  public record Snoozed(long email, Instant until, List<MailboxId> into) {
    public Snoozed {
      into = List.copyOf(into);
    }
  }

  /** Listens to its timers from now on. */
  public Snoozes(Post post, Timers timers, InstantSource clock) {
    this(post, timers, clock, MOST);
  }

  Snoozes(Post post, Timers timers, InstantSource clock, int most) {
    this.store = post.messages().store();
    this.post = post;
    this.timers = timers;
    this.clock = clock;
    this.most = most;
    timers.on(TIMER, this::ring);
  }

  /** Looks at the time; call it before a message is put aside until then. */
  public void ring(AccountId account, Instant at) {
    byte[] payload = ByteBuffer.allocate(Long.BYTES).putLong(account.value()).array();
    timers.set(new Timers.Timer(TIMER, account + "@" + at.toEpochMilli(), at, payload));
  }

  private void ring(Timers.Timer timer) {
    byte[] payload = timer.payload();
    wake(new AccountId(ByteBuffer.wrap(payload).getLong()));
    if (payload.length > Long.BYTES) {
      timers.cancel(TIMER, timer.id());
    } else {
      byte[] again = ByteBuffer.allocate(Long.BYTES + 1).put(payload).array();
      timers.set(new Timers.Timer(TIMER, timer.id(), clock.instant().plus(LATE), again));
    }
  }

  /** The mailbox where messages of an account lie aside. */
  public MailboxId mailbox(AccountId account) {
    return mailbox(account, MAILBOX);
  }

  private MailboxId mailbox(AccountId account, String name) {
    MailboxTree tree = post.mailboxes().tree(account);
    return tree.find(name)
        .map(Mailbox::id)
        .orElseGet(() -> {
          try {
            return post.mailboxes().create(account, name, Mailbox.Role.NONE);
          } catch (Refused e) {
            if (e.problem().kind() != Problem.Kind.EXISTS) {
              throw e;
            }
            return post.mailboxes().tree(account).find(name).orElseThrow().id();
          }
        });
  }

  /** What lies aside, by when it comes back; not what is sent then. */
  public List<Snoozed> list(AccountId account) {
    Map<Spot, Aside> asides = SnoozeRows.all(store.read(MailKeys.partition(account)));
    Map<MailboxId, MailboxView> views = views(account, asides.values()); // later than the rows
    List<Snoozed> all = new ArrayList<>();
    asides.forEach((spot, aside) -> {
      MailboxView view = views.get(spot.mailbox());
      int index = view == null ? -1 : view.indexOf(spot.uid());
      if (view != null && index >= 0 && !aside.isSending()) {
        all.add(new Snoozed(view.email(index), aside.until(), aside.into()));
      }
    });
    return all;
  }

  private Map<MailboxId, MailboxView> views(AccountId account, Collection<Aside> asides) {
    MailboxTree tree = post.mailboxes().tree(account);
    Map<MailboxId, MailboxView> views = new LinkedHashMap<>();
    asides.stream()
        .map(aside -> aside.spot().mailbox())
        .distinct()
        .filter(mailbox -> tree.find(mailbox).isPresent())
        .forEach(mailbox -> views.put(mailbox, post.view(account, mailbox)));
    return views;
  }

  /** Forgets rows of messages that were taken away: a uid never comes again. */
  private void tidy(AccountId account) {
    Map<Spot, Aside> asides = SnoozeRows.all(store.read(MailKeys.partition(account)));
    Map<MailboxId, MailboxView> views = views(account, asides.values());
    List<Aside> gone = new ArrayList<>();
    asides.forEach((spot, aside) -> {
      MailboxView view = views.get(spot.mailbox());
      if (view == null || view.indexOf(spot.uid()) < 0) {
        gone.add(aside);
      }
    });
    if (!gone.isEmpty()) {
      store.update(
          MailKeys.partition(account),
          draft -> {
            draft.useReserve();
            gone.forEach(aside -> draft.delete(aside.key()));
          });
    }
  }

  // ---- what somebody has done with emails

  /**
   * Puts emails aside, from all mailboxes that they lie in; those that lie there get the new time.
   *
   * @return what could not be done, by number: NOT_FOUND, TOO_MANY
   */
  public Map<Long, Problem> snooze(AccountId account, List<Long> emails, Instant until) {
    tidy(account);
    MailboxId snoozed = mailbox(account);
    MailboxId inbox = post.mailboxes().tree(account).inbox().id();
    ring(account, until);
    return each(
        account,
        emails,
        (work, asides) -> {
          var count = new int[] {asides.size()};
          return email -> {
            if (count[0] >= most) {
              throw new Refused(Problem.Kind.TOO_MANY, "snooze.limit");
            }
            boolean more = work.putAside(email, snoozed, inbox, asides, until);
            count[0] += more ? 1 : 0;
          };
        });
  }

  /**
   * Brings emails back now.
   *
   * @return what could not be done, by number: NOT_FOUND, EXPIRED for what does not lie aside
   */
  public Map<Long, Problem> unsnooze(AccountId account, List<Long> emails) {
    MailboxId inbox = post.mailboxes().tree(account).inbox().id();
    return each(account, emails, (work, asides) -> email -> work.bringBack(email, inbox, asides));
  }

  // ---- what is sent later

  /**
   * Lays an email that waits in the queue where it waits for people, too.
   *
   * @param sent where it goes when it is sent
   * @return the mailbox where it lies until then
   * @throws Refused NOT_FOUND when it is gone, EXISTS when the mailbox cannot be made
   */
  public MailboxId schedule(AccountId account, long email, MailboxId sent, Instant until) {
    MailboxId scheduled = mailbox(account, SCHEDULED);
    ring(account, until);
    throwAny(
        each(
            account,
            List.of(email),
            (work, asides) -> one -> work.schedule(one, scheduled, sent, asides, until)));
    return scheduled;
  }

  /** What was to be sent later is not: it is a draft again, unless somebody took it away. */
  public void unschedule(AccountId account, long email) {
    MailboxTree tree = post.mailboxes().tree(account);
    MailboxId drafts = tree.find(Mailbox.Role.DRAFTS).orElseGet(tree::inbox).id();
    throwAny(
        each(
            account,
            List.of(email),
            (work, asides) -> one -> work.unschedule(one, drafts, asides)));
  }

  private static void throwAny(Map<Long, Problem> problems) {
    for (Problem problem : problems.values()) {
      throw new Refused(problem);
    }
  }

  private interface Work {
    LongConsumer on(Snoozing work, Map<Spot, Aside> asides);
  }

  private Map<Long, Problem> each(AccountId account, List<Long> emails, Work work) {
    Map<Long, Problem> problems = new LinkedHashMap<>();
    for (int at = 0; at < emails.size(); at += BATCH) {
      List<Long> some = emails.subList(at, Math.min(emails.size(), at + BATCH));
      problems.putAll(
          post.messages()
              .change(
                  account,
                  mail -> {
                    mail.draft().useReserve(); // it only moves mail
                    Map<Long, Problem> refused = new LinkedHashMap<>();
                    LongConsumer one =
                        work.on(new Snoozing(mail, clock.millis()), SnoozeRows.all(mail.draft()));
                    for (long email : some) {
                      try {
                        one.accept(email);
                      } catch (Refused e) {
                        refused.put(email, e.problem());
                      }
                    }
                    return refused;
                  }));
    }
    return problems;
  }

  // ---- when the time has come

  /** Brings back what is due. */
  void wake(AccountId account) {
    while (true) {
      List<Entry> page =
          store
              .read(MailKeys.partition(account))
              .scan(MailKeys.snoozedUntil(clock.millis()), false, BATCH);
      if (page.isEmpty()) {
        return;
      }
      MailboxId inbox = post.mailboxes().tree(account).inbox().id();
      int back = post.messages().change(account, mail -> comeBack(mail, page, inbox));
      LOG.log(INFO, "account={0}: {1} messages came back", account, back);
    }
  }

  private int comeBack(MailDraft mail, List<Entry> due, MailboxId inbox) {
    mail.draft().useReserve();
    var work = new Snoozing(mail, clock.millis());
    int back = 0;
    for (Entry entry : due) {
      Optional<Aside> stands = SnoozeRows.again(mail.draft(), entry.key());
      back += stands.isPresent() && work.comeBack(stands.get(), inbox) ? 1 : 0;
    }
    return back;
  }
}
