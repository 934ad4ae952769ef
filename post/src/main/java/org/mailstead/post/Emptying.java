package org.mailstead.post;

import java.nio.ByteBuffer;
import java.util.List;
import org.mailstead.store.Entry;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Removes all messages that a mailbox held when the job began, however many; what comes later
 * stays. The messages can be restored for the retention time, as after any removal.
 */
public final class Emptying implements Jobs.Work {
  public static final String KIND = "mailbox.empty";

  /** Messages of a step, which is some commits: the job's own commit is to be a small part. */
  private static final int STEP = 1_000;

  private final Post post;
  private final int step;

  public Emptying(Post post) {
    this(post, STEP);
  }

  Emptying(Post post, int step) {
    this.post = post;
    this.step = step;
  }

  /**
   * @param until the last uid of the mailbox when it began
   */
  private record Cursor(MailboxId mailbox, int after, int until) {
    static Cursor of(byte[] bytes) {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      return new Cursor(new MailboxId(in.getLong()), in.getInt(), in.getInt());
    }

    byte[] bytes() {
      return ByteBuffer.allocate(16).putLong(mailbox.value()).putInt(after).putInt(until).array();
    }
  }

  /**
   * The job that empties a mailbox as it is now.
   *
   * @param subject names it, for people
   */
  public static Job job(Post post, AccountId account, MailboxId mailbox, String subject) {
    MailboxState state = post.mailboxes().state(account, mailbox);
    var cursor = new Cursor(mailbox, 0, state.uidNext() - 1);
    String id = "empty-" + account + "-" + mailbox;
    return Job.of(id, KIND, account, subject, cursor.bytes(), state.messages());
  }

  @Override
  public Jobs.Step step(Job job) {
    try {
      return remove(job, Cursor.of(job.cursor()));
    } catch (Refused e) {
      if (e.problem().kind() == Problem.Kind.NOT_FOUND) {
        return new Jobs.Step.End(job.done(), "it was removed meanwhile");
      }
      throw e;
    }
  }

  private Jobs.Step remove(Job job, Cursor cursor) {
    List<Integer> uids = uids(job.account(), cursor);
    int gone = post.messages().expunge(job.account(), cursor.mailbox, uids, false).size();
    long done = job.done() + gone;
    if (uids.size() < step) {
      return new Jobs.Step.End(done, "emptied");
    }
    var next = new Cursor(cursor.mailbox, uids.getLast(), cursor.until);
    return new Jobs.Step.More(next.bytes(), done);
  }

  /** The next ones; from the cursor, since passing by what was just removed takes its time. */
  private List<Integer> uids(AccountId account, Cursor cursor) {
    if (cursor.after >= cursor.until) {
      return List.of();
    }
    return post
        .messages()
        .store()
        .read(MailKeys.partition(account))
        .scan(MailKeys.members(cursor.mailbox, cursor.after + 1, cursor.until), false, step)
        .stream()
        .map(Emptying::uid)
        .toList();
  }

  private static int uid(Entry member) {
    return (int) member.key().suffixLong(0);
  }

  @Override
  public boolean isCancellable() {
    return true;
  }
}
