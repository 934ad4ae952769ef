package org.mailstead.post;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.mailstead.identity.Allowance;
import org.mailstead.post.rows.MemberRow;
import org.mailstead.store.Accounts;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/**
 * What is done to messages: append, copy, move, flag, expunge. APPEND and COPY are all or nothing,
 * however many messages they name; the others may stop part-way, whole per message.
 */
public final class Messages {
  /** Messages changed in one commit, so that its limits hold with room to spare. */
  static final int BATCH = 100;

  private final Accounts store;
  private final Quota quota;
  private final Intents intents;
  private final Opinions opinions;
  private final InstantSource clock;

  Messages(Accounts store, Quota quota, Intents intents, Opinions opinions, InstantSource clock) {
    this.opinions = opinions;
    this.store = store;
    this.quota = quota;
    this.intents = intents;
    this.clock = clock;
  }

  /** Runs a work on an account's mail; what was left of a large copy is finished first. */
  <T> T change(AccountId account, Function<MailDraft, T> work) {
    return intents.change(account, work);
  }

  /** Puts new messages into a mailbox: all of them, or none. */
  public Placed append(AccountId account, MailboxId mailbox, List<NewMessage> messages) {
    try (Appending appending = appending(account, mailbox)) {
      messages.forEach(appending::add);
      return appending.finish();
    }
  }

  /** The same for messages that come one after the other. Close it. */
  public Appending appending(AccountId account, MailboxId mailbox) {
    return new Appending(this, account, mailbox);
  }

  /** Those that fit into one commit. */
  Placed appendAtOnce(AccountId account, MailboxId mailbox, List<NewMessage> messages) {
    Allowance allowance = quota.of(account);
    return change(
        account,
        mail -> {
          mail.mailbox(mailbox);
          Quota.check(mail, bytes(messages), messages.size(), allowance);
          List<Integer> uids = new ArrayList<>();
          for (NewMessage message : messages) {
            var member = Incoming.write(mail, account, message, clock.millis());
            uids.add(mail.add(mailbox, member));
          }
          return placed(mail, mailbox, List.of(), uids);
        });
  }

  /**
   * Writes emails that lie in no mailbox yet, of one commit. Should this end here, they are purged
   * in time.
   *
   * @param octets of all that are to come together so far, for the quota
   * @param count of these
   */
  List<MemberRow> stage(
      AccountId account, MailboxId mailbox, List<NewMessage> batch, long octets, int count) {
    Allowance allowance = quota.of(account);
    return change(
        account,
        mail -> {
          mail.mailbox(mailbox);
          Quota.check(mail, octets, count, allowance);
          return stage(mail, account, batch);
        });
  }

  /** Takes staged emails back. */
  void unstage(AccountId account, List<MemberRow> members) {
    for (int at = 0; at < members.size(); at += BATCH) {
      List<MemberRow> some = members.subList(at, Math.min(members.size(), at + BATCH));
      store.update(
          MailKeys.partition(account),
          draft -> some.forEach(member -> Retention.unstage(draft, member)));
    }
  }

  /** Puts staged messages into a mailbox, all at once. */
  Placed place(
      AccountId account, MailboxId mailbox, List<Integer> sources, List<MemberRow> members) {
    return intents.place(account, mailbox, sources, members, true, _ -> {});
  }

  Keywords keywords(AccountId account) {
    return change(account, MailDraft::keywords);
  }

  private List<MemberRow> stage(MailDraft mail, AccountId account, List<NewMessage> batch) {
    List<MemberRow> members = new ArrayList<>();
    long now = clock.millis();
    for (NewMessage message : batch) {
      MemberRow member = Incoming.write(mail, account, message, now).build();
      if (mail.email(member.getEmail()).getPlaces() == 0) {
        mail.email(member.getEmail()).setRemovedMs(now);
        mail.draft().put(MailKeys.removed(now, member.getEmail()), new byte[0]);
      }
      members.add(member);
    }
    return members;
  }

  /**
   * Puts a new message into a mailbox and takes one out of another, or the same, in one commit:
   * what goes counts no more when the quota is asked (RFC 8508 section 3.4).
   *
   * @return empty when the message to go is not there any more: then nothing happens
   */
  public Optional<Placed> replace(
      AccountId account, MailboxId from, int uid, MailboxId to, NewMessage message) {
    Allowance allowance = quota.of(account);
    return change(
        account,
        mail -> {
          mail.mailbox(to);
          Optional<MemberRow> old = mail.member(from, uid);
          if (old.isEmpty()) {
            return Optional.empty();
          }
          boolean last = mail.email(old.get().getEmail()).getPlaces() == 1;
          long more = message.size() - (last ? old.get().getSize() : 0);
          if (more > 0) {
            Quota.checkOctets(mail, more, allowance);
          }
          var member = Incoming.write(mail, account, message, clock.millis());
          List<Integer> made = List.of(mail.add(to, member));
          mail.remove(from, uid, old.get(), clock.millis());
          return Optional.of(placed(mail, to, List.of(uid), made));
        });
  }

  private static long bytes(List<NewMessage> messages) {
    return messages.stream().mapToLong(NewMessage::size).sum();
  }

  private static Placed placed(
      MailDraft mail, MailboxId mailbox, List<Integer> sources, List<Integer> uids) {
    return new Placed(mail.mailbox(mailbox).getUidValidity(), sources, uids);
  }

  public Placed copy(AccountId account, MailboxId from, List<Integer> uids, MailboxId to) {
    return copy(account, from, uids, to, FlagScope.ALL, _ -> {});
  }

  /**
   * Copies messages, by their uids, to another mailbox of the account: all of them or none.
   *
   * @param scope the flags that come along
   * @param done is told now and then how many have been copied, outside of any change
   */
  public Placed copy(
      AccountId account,
      MailboxId from,
      List<Integer> uids,
      MailboxId to,
      FlagScope scope,
      IntConsumer done) {
    Allowance allowance = quota.of(account);
    if (uids.size() <= BATCH) {
      return change(
          account,
          mail -> {
            List<Integer> sources = new ArrayList<>();
            List<Integer> made = new ArrayList<>();
            Quota.checkMessages(mail, found(mail, from, uids).size(), allowance);
            for (int uid : uids) {
              mail.member(from, uid)
                  .ifPresent(row -> {
                    sources.add(uid);
                    made.add(mail.add(to, again(row, scope)));
                    opinions.moved(mail, row, from, to);
                  });
            }
            return placed(mail, to, sources, made);
          });
    }
    List<Integer> sources = new ArrayList<>();
    List<MemberRow> members = new ArrayList<>();
    for (int at = 0; at < uids.size(); at += BATCH) {
      List<Integer> batch = uids.subList(at, Math.min(uids.size(), at + BATCH));
      change(account, mail -> found(mail, from, batch))
          .forEach((uid, row) -> {
            sources.add(uid);
            members.add(again(row, scope).build());
          });
      done.accept(at / 2); // they are read, and yet to be written
    }
    int read = uids.size() / 2;
    return intents.place(
        account, to, sources, members, false, written -> done.accept(read + written / 2));
  }

  private static Map<Integer, MemberRow> found(
      MailDraft mail, MailboxId mailbox, List<Integer> uids) {
    Map<Integer, MemberRow> found = new LinkedHashMap<>();
    for (int uid : uids) {
      mail.member(mailbox, uid).ifPresent(row -> found.put(uid, row));
    }
    return found;
  }

  private MemberRow.Builder again(MemberRow row, FlagScope scope) {
    Flags flags = scope.change(Flags.NONE, new Flags(row.getFlagsLow(), row.getFlagsHigh()));
    return row.toBuilder()
        .setFlagsLow(flags.low())
        .setFlagsHigh(flags.high())
        .setSavedMs(clock.millis());
  }

  public Placed move(AccountId account, MailboxId from, List<Integer> uids, MailboxId to) {
    return move(account, from, uids, to, FlagScope.ALL, _ -> {});
  }

  /**
   * Moves messages to another mailbox of the account; each is whole in one of the two.
   *
   * @param scope the flags that come along
   * @param done is told now and then how many have been moved, outside of any change
   */
  public Placed move(
      AccountId account,
      MailboxId from,
      List<Integer> uids,
      MailboxId to,
      FlagScope scope,
      IntConsumer done) {
    List<Integer> sources = new ArrayList<>();
    List<Integer> made = new ArrayList<>();
    long uidValidity = 0;
    int at = 0;
    do {
      List<Integer> batch = uids.subList(at, Math.min(uids.size(), at + BATCH));
      Placed placed = change(account, mail -> moveBatch(mail, from, batch, to, scope));
      sources.addAll(placed.sources());
      made.addAll(placed.uids());
      uidValidity = placed.uidValidity();
      at += batch.size();
      done.accept(at);
    } while (at < uids.size());
    return new Placed(uidValidity, sources, made);
  }

  private Placed moveBatch(
      MailDraft mail, MailboxId from, List<Integer> uids, MailboxId to, FlagScope scope) {
    mail.draft().useReserve(); // how most programs delete: into the trash
    List<Integer> sources = new ArrayList<>();
    List<Integer> made = new ArrayList<>();
    for (int uid : uids) {
      mail.member(from, uid)
          .ifPresent(row -> {
            sources.add(uid);
            // First there, then gone: the email never lies nowhere in between.
            made.add(mail.add(to, again(row, scope)));
            mail.remove(from, uid, row, clock.millis());
            opinions.moved(mail, row, from, to);
          });
    }
    return placed(mail, to, sources, made);
  }

  /**
   * Changes flags.
   *
   * @param unchangedSince leaves alone and returns those that changed after this version (RFC 7162
   *     section 3.1.3)
   */
  public List<Integer> flag(
      AccountId account,
      MailboxId mailbox,
      List<Integer> uids,
      FlagChange change,
      OptionalLong unchangedSince) {
    List<Integer> modified = new ArrayList<>();
    for (int at = 0; at < uids.size(); at += BATCH) {
      List<Integer> batch = uids.subList(at, Math.min(uids.size(), at + BATCH));
      modified.addAll(
          change(
              account,
              mail -> {
                mail.draft().useReserve(); // mail can be read and deleted when the disk is full
                mail.mailbox(mailbox);
                Flags named =
                    change.mode() == FlagChange.Mode.REMOVE
                        ? known(mail.keywords(), change)
                        : mail.flags(change.names());
                List<Integer> late = new ArrayList<>();
                for (int uid : batch) {
                  mail.member(mailbox, uid)
                      .ifPresent(row -> {
                        if (row.getModseq() > unchangedSince.orElse(Long.MAX_VALUE)) {
                          late.add(uid);
                          return;
                        }
                        var now = new Flags(row.getFlagsLow(), row.getFlagsHigh());
                        boolean changed = mail.flag(mailbox, uid, row, change.apply(now, named));
                        if (changed && change.mode() != FlagChange.Mode.REMOVE) {
                          opinions.flagged(mail, row, change.names());
                        }
                      });
                }
                return late;
              }));
    }
    return modified;
  }

  /** Removing a keyword that nobody has needs none to be made. */
  private static Flags known(Keywords keywords, FlagChange change) {
    Flags flags = Flags.NONE;
    for (String name : change.names()) {
      flags = flags.with(keywords.flag(name).orElse(Flags.NONE));
    }
    return flags;
  }

  /**
   * Removes messages from a mailbox.
   *
   * @param onlyDeleted whether only those go that have \Deleted at that moment
   * @return the uids that went
   */
  public List<Integer> expunge(
      AccountId account, MailboxId mailbox, List<Integer> uids, boolean onlyDeleted) {
    return expunge(account, mailbox, uids, onlyDeleted, Deed.NONE);
  }

  /**
   * @param deed what it belongs to ({@link Deed})
   */
  List<Integer> expunge(
      AccountId account, MailboxId mailbox, List<Integer> uids, boolean onlyDeleted, long deed) {
    List<Integer> gone = new ArrayList<>();
    for (int at = 0; at < uids.size(); at += BATCH) {
      List<Integer> batch = uids.subList(at, Math.min(uids.size(), at + BATCH));
      gone.addAll(
          change(
              account,
              mail -> {
                mail.draft().useReserve();
                mail.deed(deed);
                List<Integer> removed = new ArrayList<>();
                for (int uid : batch) {
                  mail.member(mailbox, uid)
                      .filter(row -> !onlyDeleted || isDeleted(row))
                      .ifPresent(row -> {
                        mail.remove(mailbox, uid, row, clock.millis());
                        removed.add(uid);
                      });
                }
                return removed;
              }));
    }
    return gone;
  }

  private static boolean isDeleted(MemberRow row) {
    return new Flags(row.getFlagsLow(), row.getFlagsHigh()).has(Flags.DELETED);
  }

  Accounts store() {
    return store;
  }
}
