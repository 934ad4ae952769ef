package org.mailstead.post;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.mailstead.post.rows.MemberRow;
import org.mailstead.store.Blob;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Refused;

/**
 * Messages on their way into a mailbox: all of them, or none. Few are written in one commit at the
 * end. Of many, those that have come are staged in another thread while the next ones come, one
 * batch at a time, so that memory does not grow with their number. For one thread. Closed without
 * {@link #finish} it takes back what was staged; after a crash that is purged in time.
 */
public final class Appending implements AutoCloseable {
  /** Messages and octets of small bodies that one commit takes. */
  private static final int BATCH = 25;

  private static final int BATCH_BYTES = 700 << 10;

  /** Octets of the rows beside a body: envelope, structure, thread keys, at their largest. */
  private static final long OTHER_ROWS = 30_000;

  private final Messages messages;
  private final AccountId account;
  private final MailboxId mailbox;
  private final List<MemberRow> staged = new ArrayList<>();
  private List<NewMessage> batch = new ArrayList<>();
  private long batchBytes;
  private long octets;
  private int count;
  private @Nullable CompletableFuture<List<MemberRow>> staging;
  private boolean placing;

  Appending(Messages messages, AccountId account, MailboxId mailbox) {
    this.messages = messages;
    this.account = account;
    this.mailbox = mailbox;
  }

  /**
   * @throws Refused when it turns out that the messages before it cannot be kept
   */
  public void add(NewMessage message) {
    long size = message.prefix().length + OTHER_ROWS;
    if (message.body() instanceof Blob.Small(_, _, byte[] packed)) {
      size += packed.length;
    }
    if (!batch.isEmpty() && (batchBytes + size > BATCH_BYTES || batch.size() == BATCH)) {
      stage();
    }
    batch.add(message);
    batchBytes += size;
    octets += message.size();
    count++;
  }

  private void stage() {
    settle();
    List<NewMessage> full = batch;
    long octetsSoFar = octets;
    int countSoFar = count;
    staging =
        CompletableFuture.supplyAsync(
            () -> messages.stage(account, mailbox, full, octetsSoFar, countSoFar),
            work -> Thread.ofVirtual().name("append").start(work));
    batch = new ArrayList<>();
    batchBytes = 0;
  }

  /** Waits for the batch that is being staged. */
  private void settle() {
    CompletableFuture<List<MemberRow>> under = staging;
    staging = null;
    if (under != null) {
      try {
        staged.addAll(under.join());
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException why ? why : e;
      }
    }
  }

  /** Shows the messages, all at once. */
  public Placed finish() {
    if (staged.isEmpty() && staging == null) {
      return messages.appendAtOnce(account, mailbox, batch);
    }
    if (!batch.isEmpty()) {
      stage();
    }
    settle();
    placing = true;
    return messages.place(account, mailbox, List.of(), staged);
  }

  @Override
  public void close() {
    // What is being placed may be there already, whatever became of the answer.
    if (placing) {
      return;
    }
    try {
      settle();
    } catch (RuntimeException _) {
      // Nothing of that batch was staged.
    }
    messages.unstage(account, staged);
  }
}
