package org.mailstead.post;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.mailstead.identity.Allowance;
import org.mailstead.post.rows.IntentChunkRow;
import org.mailstead.post.rows.IntentRow;
import org.mailstead.post.rows.MailboxStateRow;
import org.mailstead.post.rows.MemberRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Puts more messages into a mailbox than one commit can hold, all of them or none.
 *
 * <p>What is to come is first written as chunks that nobody looks at. Then one commit, the intent,
 * reserves a range of uids: from there on the work will be done, by this thread or by whoever
 * touches the mailbox next, after a crash too. Each further commit writes one chunk's members
 * behind uidNext, where no view looks; the last one moves uidNext and counts, removes the intent
 * and logs the range, and all of them are there at once. Whoever wants to change the mailbox
 * meanwhile finishes the intent first, so no uid is given between.
 */
final class Intents {
  /** Chunks that one commit removes. */
  private static final int DROPPED = 500;

  private final Accounts store;
  private final Quota quota;
  private final InstantSource clock;

  Intents(Accounts store, Quota quota, InstantSource clock) {
    this.store = store;
    this.quota = quota;
    this.clock = clock;
  }

  /** A work came upon an unfinished intent. */
  private static final class Unfinished extends RuntimeException {
    final long intent;

    Unfinished(long intent) {
      super("an intent is under way: " + intent, null, false, false);
      this.intent = intent;
    }
  }

  /** Runs a work on an account's mail, finishing intents that stand in its way. */
  <T> T change(AccountId account, Function<MailDraft, T> work) {
    while (true) {
      try {
        return store.change(
            MailKeys.partition(account),
            draft -> {
              var mail = new MailDraft(draft, Intents::refuse);
              T result = work.apply(mail);
              mail.finish();
              return result;
            });
      } catch (Unfinished e) {
        finish(account, e.intent);
      }
    }
  }

  private static void refuse(MailboxStateRow.Builder state) {
    if (state.getIntent() != 0) {
      throw new Unfinished(state.getIntent());
    }
  }

  /** Finishes what a crash left of a mailbox's intent, so that the mailbox can be read whole. */
  void finishAny(AccountId account, MailboxId mailbox) {
    store
        .read(MailKeys.partition(account))
        .get(MailKeys.state(mailbox))
        .map(row -> Row.read(row, MailboxStateRow.parser()).getIntent())
        .filter(intent -> intent != 0)
        .ifPresent(intent -> finish(account, intent));
  }

  /** Finishes whatever a crash left in an account. */
  void finishAll(AccountId account) {
    List<Long> left = new ArrayList<>();
    store
        .read(MailKeys.partition(account))
        .each(MailKeys.intents(), entry -> left.add(entry.key().group()));
    left.forEach(intent -> finish(account, intent));
  }

  /**
   * @param isNew whether this is new mail in the account, and not copies of what is there
   */
  Placed place(
      AccountId account,
      MailboxId mailbox,
      List<Integer> sources,
      List<MemberRow> members,
      boolean isNew,
      IntConsumer written) {
    Allowance allowance = quota.of(account);
    long id =
        change(
            account,
            mail -> {
              // Looked at once more at the end, but what has no room is not to be written at all.
              Quota.checkMessages(mail, members.size(), allowance);
              return newId(mail);
            });
    stage(account, id, members, written);
    Placed placed;
    try {
      placed =
          change(
              account,
              mail -> {
                int first = begin(mail, id, mailbox, members, isNew, allowance);
                long uidValidity = mail.mailbox(mailbox).getUidValidity();
                return new Placed(uidValidity, sources, uids(first, members.size()));
              });
    } catch (Refused e) {
      unstage(account, id, members);
      throw e;
    }
    finish(account, id);
    return placed;
  }

  private void stage(AccountId account, long id, List<MemberRow> members, IntConsumer written) {
    List<List<MemberRow>> chunks = chunks(members);
    for (int i = 0; i < chunks.size(); i++) {
      var row =
          IntentChunkRow.newBuilder().addAllMembers(chunks.get(i)).setAtMs(clock.millis()).build();
      int chunk = i;
      store.update(
          MailKeys.partition(account),
          draft -> draft.put(MailKeys.intentChunk(id, chunk), Row.write(row)));
      written.accept(chunk * Messages.BATCH);
    }
  }

  /** Takes back what was written for nothing; after a crash it is purged some days later. */
  private void unstage(AccountId account, long id, List<MemberRow> members) {
    int chunks = chunks(members).size();
    for (int from = 0; from < chunks; from += DROPPED) {
      int first = from;
      store.update(
          MailKeys.partition(account),
          draft -> {
            draft.useReserve();
            IntStream.range(first, Math.min(chunks, first + DROPPED))
                .forEach(chunk -> draft.delete(MailKeys.intentChunk(id, chunk)));
          });
    }
  }

  private static List<Integer> uids(int first, int count) {
    return IntStream.range(first, first + count).boxed().toList();
  }

  /** Numbers of intents come from the same counter as emails: unique in the account. */
  private static long newId(MailDraft mail) {
    long id = mail.account().getNextEmail();
    mail.account().setNextEmail(id + 1);
    return id;
  }

  private static List<List<MemberRow>> chunks(List<MemberRow> members) {
    List<List<MemberRow>> chunks = new ArrayList<>();
    for (int at = 0; at < members.size(); at += Messages.BATCH) {
      chunks.add(members.subList(at, Math.min(members.size(), at + Messages.BATCH)));
    }
    return chunks;
  }

  private static int begin(
      MailDraft mail,
      long id,
      MailboxId mailbox,
      List<MemberRow> members,
      boolean isNew,
      Allowance allowance) {
    MailboxStateRow.Builder state = mail.state(mailbox);
    IntentRow.Builder intent =
        IntentRow.newBuilder()
            .setMailbox(mailbox.value())
            .setFirstUid(state.getUidNext())
            .setCount(members.size())
            .setChunks((members.size() + Messages.BATCH - 1) / Messages.BATCH);
    long bytes = 0;
    for (MemberRow member : members) {
      var flags = new Flags(member.getFlagsLow(), member.getFlagsHigh());
      bytes += member.getSize();
      intent.setUnseen(intent.getUnseen() + (flags.has(Flags.SEEN) ? 0 : 1));
      intent.setDeleted(intent.getDeleted() + (flags.has(Flags.DELETED) ? 1 : 0));
    }
    if (Integer.MAX_VALUE - state.getUidNext() < members.size()) {
      throw new Refused(Problem.Kind.TOO_MANY, "mailbox.uids", mailbox.toString());
    }
    if (isNew) {
      Quota.checkOctets(mail, bytes, allowance);
    }
    Quota.checkMessages(mail, members.size(), allowance);
    // Counted from here on, so that many at once do not come over the limit together.
    mail.account().setMessages(mail.account().getMessages() + members.size());
    state.setIntent(id);
    mail.draft().put(MailKeys.intent(id), Row.write(intent.setBytes(bytes).build()));
    return state.getUidNext();
  }

  private void finish(AccountId account, long id) {
    boolean more = true;
    while (more) {
      more =
          store.change(
              MailKeys.partition(account),
              draft -> {
                Optional<IntentRow> intent =
                    draft.get(MailKeys.intent(id)).map(row -> Row.read(row, IntentRow.parser()));
                if (intent.isEmpty()) {
                  return false; // somebody else was quicker
                }
                draft.useReserve(); // it was promised, and nobody can look before it is done
                var mail = new MailDraft(draft, _ -> {});
                boolean left = step(mail, id, intent.get());
                mail.finish();
                return left;
              });
    }
  }

  private static boolean step(MailDraft mail, long id, IntentRow intent) {
    var mailbox = new MailboxId(intent.getMailbox());
    int chunk = intent.getDoneChunks();
    if (chunk < intent.getChunks()) {
      var key = MailKeys.intentChunk(id, chunk);
      int uid = intent.getFirstUid() + chunk * Messages.BATCH;
      IntentChunkRow members =
          Row.read(mail.draft().get(key).orElseThrow(), IntentChunkRow.parser());
      for (MemberRow member : members.getMembersList()) {
        MemberRow row = member.toBuilder().setModseq(mail.version()).build();
        mail.putMember(mailbox, uid++, row);
      }
      mail.draft().delete(key);
      IntentRow next = intent.toBuilder().setDoneChunks(chunk + 1).build();
      mail.draft().put(MailKeys.intent(id), Row.write(next));
      return true;
    }
    MailboxStateRow.Builder state = mail.state(mailbox);
    int last = intent.getFirstUid() + intent.getCount() - 1;
    state
        .setIntent(0)
        // After a restore it has jumped already, and must not come back.
        .setUidNext(Math.max(state.getUidNext(), last + 1))
        .setMessages(state.getMessages() + intent.getCount())
        .setUnseen(state.getUnseen() + intent.getUnseen())
        .setDeleted(state.getDeleted() + intent.getDeleted())
        .setBytes(state.getBytes() + intent.getBytes());
    mail.draft().delete(MailKeys.intent(id));
    mail.addRange(mailbox, intent.getFirstUid(), last);
    return false;
  }
}
