package org.mailstead.post;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.mailstead.identity.Account;
import org.mailstead.identity.AccountRemoval;
import org.mailstead.identity.Directory;
import org.mailstead.post.rows.AccountRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Entry;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;

/**
 * Removes an account with all that it has, for good. The deciding row is the directory's: from then
 * on nobody reaches the account. This job goes the rest of the way, and a start begins it anew
 * where a crash came before it: the addresses are given up, the mail is closed against writers who
 * are late, all rows go, then the credentials, at last the directory's row.
 *
 * <p>What stays: a row in the empty partition that keeps it closed, since the number is never given
 * again. Blobs find at the next sweep after their grace that the account holds them no more.
 */
public final class Removal implements Jobs.Work {
  public static final String KIND = "account.remove";

  private static final int BATCH = 500;

  /** Commits of a step, so that the job's own commit is a small part. */
  private static final int BATCHES = 10;

  private static final Key FIRST = Key.of(0, 0);

  /** Behind it stand the store's own rows. */
  private static final Key END = Key.of(Key.RESERVED, 0);

  private final Accounts store;
  private final Post post;
  private final Directory directory;
  private final AccountRemoval removal;
  private final int batch;

  /** In the order of the work. The codes are stored. */
  private enum Phase {
    ADDRESSES(1),
    CLOSE(2),
    /** What others granted it, and what it granted. */
    SHARES(7),
    MAIL(3),
    /** Once more from the start: what a writer did who came just before the closing. */
    REST(4),
    PERSON(5),
    DIRECTORY(6);

    private final byte code;

    Phase(int code) {
      this.code = (byte) code;
    }

    static Phase ofCode(byte code) {
      return Arrays.stream(values()).filter(phase -> phase.code == code).findFirst().orElseThrow();
    }
  }

  /** Where it is: a phase, and the key up to which rows are gone. */
  private record Cursor(Phase phase, Key at) {
    static Cursor of(byte[] bytes) {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      Phase phase = Phase.ofCode(in.get());
      byte[] key = new byte[in.remaining()];
      in.get(key);
      return new Cursor(phase, Key.ofBytes(key));
    }

    static Cursor start(Phase phase) {
      return new Cursor(phase, FIRST);
    }

    byte[] bytes() {
      byte[] key = at.bytes();
      return ByteBuffer.allocate(1 + key.length).put(phase.code).put(key).array();
    }
  }

  public Removal(Post post, Directory directory, AccountRemoval removal) {
    this(post, directory, removal, BATCH);
  }

  Removal(Post post, Directory directory, AccountRemoval removal, int batch) {
    this.store = post.messages().store();
    this.post = post;
    this.directory = directory;
    this.removal = removal;
    this.batch = batch;
  }

  /** Decides it and returns the job that does the rest. */
  public Job begin(Account account) {
    long emails = account(account.id()).getEmails();
    removal.begin(account.id());
    return job(account, emails);
  }

  private static Job job(Account account, long emails) {
    String id = "remove-" + account.id();
    byte[] start = Cursor.start(Phase.ADDRESSES).bytes();
    return Job.of(id, KIND, account.id(), account.address().toString(), start, emails);
  }

  /** At a start: removals that were decided and whose job was not begun. */
  public void resume(Jobs jobs) {
    directory.removing().forEach(account -> jobs.begin(job(account, 0)));
  }

  private AccountRow account(AccountId id) {
    return store
        .read(MailKeys.partition(id))
        .get(MailKeys.account())
        .map(row -> Row.read(row, AccountRow.parser()))
        .orElseGet(AccountRow::getDefaultInstance);
  }

  @Override
  public boolean isCancellable() {
    return false;
  }

  @Override
  public Jobs.Step step(Job job) {
    Cursor cursor = Cursor.of(job.cursor());
    Partition mail = MailKeys.partition(job.account());
    return switch (cursor.phase) {
      case ADDRESSES -> {
        removal.releaseAddresses(job.account());
        yield next(job, Phase.CLOSE);
      }
      case CLOSE -> {
        close(mail);
        yield next(job, Phase.SHARES);
      }
      case SHARES -> {
        post.forgetShares(job.account());
        yield next(job, Phase.MAIL);
      }
      case MAIL -> wipe(job, cursor, mail, Phase.REST);
      case REST -> wipe(job, cursor, mail, Phase.PERSON);
      case PERSON -> {
        var person = new Partition(Partition.Kind.PERSON, job.account().value());
        yield wipe(job, cursor, person, Phase.DIRECTORY);
      }
      case DIRECTORY -> {
        removal.end(job.account());
        post.forget(job.account());
        yield new Jobs.Step.End(job.done(), "removed");
      }
    };
  }

  private static Jobs.Step next(Job job, Phase phase) {
    return new Jobs.Step.More(Cursor.start(phase).bytes(), job.done());
  }

  /** Whoever writes after this is refused; whoever wrote before is seen by the scan. */
  private void close(Partition mail) {
    byte[] closed = Row.write(AccountRow.newBuilder().setClosed(true).build());
    store.update(
        mail,
        draft -> {
          draft.useReserve();
          draft.put(MailKeys.account(), closed);
        });
  }

  /** Deletes some rows of a partition; at its end the log goes too. */
  private Jobs.Step wipe(Job job, Cursor cursor, Partition partition, Phase then) {
    boolean isMail = partition.kind() == Partition.Kind.ACCOUNT;
    Key kept = isMail ? MailKeys.account() : END;
    Key at = cursor.at;
    long done = job.done();
    for (int i = 0; i < BATCHES; i++) {
      List<Entry> page = store.read(partition).scan(new KeyRange(at, END), false, batch);
      List<Key> gone = page.stream().map(Entry::key).filter(key -> !key.equals(kept)).toList();
      if (!gone.isEmpty()) {
        store.update(
            partition,
            draft -> {
              draft.useReserve();
              gone.forEach(draft::delete);
            });
      }
      done += isMail ? gone.stream().filter(MailKeys::isEmail).count() : 0;
      if (page.size() < batch) {
        trim(partition);
        return new Jobs.Step.More(Cursor.start(then).bytes(), done);
      }
      at = page.getLast().key();
    }
    return new Jobs.Step.More(new Cursor(cursor.phase, at).bytes(), done);
  }

  private void trim(Partition partition) {
    long version = store.head(partition).version();
    if (version > 0) {
      store.trim(partition, version);
    }
  }
}
