package org.mailstead.post.security;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.signin.Alert;
import org.mailstead.identity.signin.Alerts;
import org.mailstead.post.Notices;
import org.mailstead.post.Post;
import org.mailstead.words.AccountId;
import org.mailstead.words.Refused;

/** Tells an account's owner of a sign-in or a change that may be somebody else's. */
public final class SecurityMail implements Alerts, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SecurityMail.class.getName());

  /** Messages on their way at a time. */
  private static final int AT_ONCE = 8;

  private static final long MOST_WAIT_SECONDS = 10;

  private final Notices notices;
  private final Directory directory;
  private final SecurityText text;
  private final InstantSource clock;
  private final Semaphore running = new Semaphore(AT_ONCE);
  private final ExecutorService writing =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("security-mail").factory());

  /**
   * @param page where people look after their account; empty when there is no such page
   */
  public SecurityMail(
      Post post, Directory directory, String hostname, String page, InstantSource clock) {
    this.notices = new Notices(post, clock);
    this.directory = directory;
    this.text = new SecurityText(hostname, page);
    this.clock = clock;
  }

  @Override
  public void tell(AccountId account, Alert alert) {
    Instant now = clock.instant();
    try {
      writing.execute(() -> write(account, alert, now));
    } catch (RejectedExecutionException _) {
      LOG.log(WARNING, untold(account, alert) + ": the end came first");
    }
  }

  /** Waits for what is being written: a command on a stopped home ends at once after it. */
  @Override
  public void close() {
    writing.shutdown();
    try {
      if (!writing.awaitTermination(MOST_WAIT_SECONDS, SECONDS)) {
        LOG.log(WARNING, "not all owners were told before the end");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(AccountId id, Alert alert, Instant now) {
    running.acquireUninterruptibly();
    try {
      Optional<Account> account = directory.account(id);
      if (account.isPresent()) {
        String key =
            "security-%s-%s-%08x"
                .formatted(id, Long.toString(now.toEpochMilli(), 36), alert.hashCode());
        notices.put(id, key, text.write(key, account.get(), alert, now), "security");
      }
    } catch (Refused | IOException e) {
      LOG.log(WARNING, untold(id, alert), e);
    } finally {
      running.release();
    }
  }

  private static String untold(AccountId id, Alert alert) {
    return "account " + id + " was not told of " + alert.getClass().getSimpleName();
  }
}
