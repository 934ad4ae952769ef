package org.mailstead.post;

import static java.lang.System.Logger.Level.INFO;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.identity.Allowance;
import org.mailstead.post.rows.AccountRow;
import org.mailstead.post.rows.DeliveredRow;
import org.mailstead.post.rows.MemberRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Blob;
import org.mailstead.store.Blobs;
import org.mailstead.store.HourlyCounts;
import org.mailstead.store.Key;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Puts a message that arrived into an account's INBOX, once. When it returns the message is
 * durable: whoever brought it may be told so.
 */
public final class Delivery {
  private static final System.Logger LOG = System.getLogger(Delivery.class.getName());

  private final Sorting sorting;
  private final Messages messages;
  private final Quota quota;
  private final Accounts store;
  private final Blobs blobs;
  private final HourlyCounts counts;
  private final InstantSource clock;

  Delivery(
      Accounts store,
      Blobs blobs,
      Sorting sorting,
      Messages messages,
      Quota quota,
      HourlyCounts counts,
      InstantSource clock) {
    this.store = store;
    this.blobs = blobs;
    this.sorting = sorting;
    this.messages = messages;
    this.quota = quota;
    this.counts = counts;
    this.clock = clock;
  }

  /**
   * Whether the account takes a message now, so that a sender is told at RCPT.
   *
   * @throws Refused OVER_QUOTA
   */
  public void check(AccountId account) {
    Allowance allowance = quota.of(account);
    Rows rows = store.read(MailKeys.partition(account));
    rows.get(MailKeys.account())
        .map(row -> Row.read(row, AccountRow.parser()))
        .ifPresent(row -> Quota.checkDelivery(row, rows, allowance));
  }

  /**
   * Delivers.
   *
   * @param key names this delivery for good: the same key delivers once, however often it is tried
   * @return the uid in INBOX or in Junk, or 0 when it had been delivered before
   * @throws Refused OVER_QUOTA, NO_SPACE, UNAVAILABLE: try again later
   */
  public int deliver(AccountId account, NewMessage message, String key) {
    return deliver(account, message, key, false);
  }

  /** The same for mail that was acknowledged: it may use the reserve of a disk that is full. */
  public int deliverPromised(AccountId account, NewMessage message, String key) {
    return deliver(account, message, key, true);
  }

  private int deliver(AccountId account, NewMessage message, String key, boolean promised) {
    var only = new Placing(Optional.empty(), message.flags(), message);
    return place(account, List.of(only), key, promised, List.of());
  }

  /**
   * One copy of what arrived.
   *
   * @param mailbox empty for INBOX or Junk, which also take what a mailbox that is gone cannot
   * @param snooze when it only lies there for a while
   */
  public record Placing(
      Optional<MailboxId> mailbox, Set<String> flags, NewMessage message, Optional<Snooze> snooze) {
    public Placing {
      flags = Set.copyOf(flags);
    }

    public Placing(Optional<MailboxId> mailbox, Set<String> flags, NewMessage message) {
      this(mailbox, flags, message, Optional.empty());
    }
  }

  /**
   * Delivers into any mailboxes, or into none: all in one commit, so that a crash leaves all or
   * nothing.
   *
   * @param also what scripts want remembered, in the same commit
   * @return the uid of the first copy, or 0 when there is none, or it was delivered before
   */
  public int place(
      AccountId account,
      List<Placing> placings,
      String key,
      boolean promised,
      List<RuleMemory.Item> also) {
    Allowance allowance = quota.of(account);
    Key done = MailKeys.delivered(Threads.hash(key));
    placings.forEach(placing -> hold(account, placing.message()));
    int uid =
        messages.change(
            account,
            mail -> {
              if (mail.draft().get(done).isPresent()) {
                return 0;
              }
              if (promised) {
                mail.draft().useReserve();
              }
              RuleMemory.write(mail.draft(), also);
              return write(mail, account, placings, done, allowance);
            });
    if (uid > 0) {
      counts.add(placings.getFirst().message().isJunk() ? "junk" : "in");
    }
    long bytes = placings.stream().mapToLong(placing -> placing.message().size()).sum();
    LOG.log(
        INFO,
        () ->
            "delivered account="
                + account
                + " uid="
                + uid
                + " copies="
                + placings.size()
                + " bytes="
                + bytes);
    return uid;
  }

  private void hold(AccountId account, NewMessage message) {
    // Mail for several is kept before it is known who will hold it; the sweeper asks holders only.
    if (message.body() instanceof Blob.Large(var id, _) && !blobs.hold(id, account)) {
      throw new Refused(Problem.Kind.NOT_FOUND, "blob.missing", id.toString());
    }
  }

  private int write(
      MailDraft mail, AccountId account, List<Placing> placings, Key done, Allowance allowance) {
    var row = DeliveredRow.newBuilder().setAtMs(clock.millis());
    var written = new IdentityHashMap<NewMessage, MemberRow.Builder>();
    int first = 0;
    for (Placing placing : placings) {
      Sorting.Sorted sorted =
          placing
              .mailbox()
              .filter(id -> isThere(mail, id))
              .map(id -> new Sorting.Sorted(id, placing.message()))
              .orElseGet(() -> sorting.sort(mail, placing.message(), clock.instant()));
      MemberRow.Builder member = written.get(placing.message());
      if (member == null) {
        Quota.checkDelivery(mail.account(), mail.draft(), allowance);
        member = Incoming.write(mail, account, sorted.message(), clock.millis());
        written.put(placing.message(), member);
        row.setEmail(member.getEmail());
      }
      Flags flags = flags(mail, placing.flags(), keywords(sorted));
      int uid =
          mail.add(
              sorted.mailbox(), member.clone().setFlagsLow(flags.low()).setFlagsHigh(flags.high()));
      placing
          .snooze()
          .ifPresent(snooze -> SnoozeRows.write(mail.draft(), sorted.mailbox(), uid, snooze));
      first = first == 0 ? uid : first;
    }
    mail.draft().put(done, Row.write(row.build()));
    return first;
  }

  /** Nobody is led to tell the sender of junk that he reads it. */
  private static Set<String> keywords(Sorting.Sorted sorted) {
    NewMessage message = sorted.message();
    boolean offered =
        !message.isJunk()
            && Unsubscribing.of(message.structure().header(), message.reasons()).isSafe();
    if (!offered) {
      return sorted.keywords();
    }
    var all = new HashSet<>(sorted.keywords());
    all.add(Unsubscribing.POSSIBLE);
    return all;
  }

  /** An account that can have no more keywords gets its mail without them. */
  private static Flags flags(MailDraft mail, Set<String> flags, Set<String> keywords) {
    if (keywords.isEmpty()) {
      return mail.flags(flags);
    }
    var all = new HashSet<>(flags);
    all.addAll(keywords);
    try {
      return mail.flags(all);
    } catch (Refused e) {
      if (e.problem().kind() != Problem.Kind.TOO_MANY) {
        throw e;
      }
      return mail.flags(flags);
    }
  }

  private static boolean isThere(MailDraft mail, MailboxId id) {
    return mail.draft().get(MailKeys.mailbox(id)).isPresent();
  }

  /** Whether a delivery of this key was done. */
  public boolean isDone(AccountId account, String key) {
    return store
        .read(MailKeys.partition(account))
        .get(MailKeys.delivered(Threads.hash(key)))
        .isPresent();
  }
}
