package org.mailstead.post.security;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.signin.Alert;
import org.mailstead.identity.signin.Alerts;
import org.mailstead.post.Notices;
import org.mailstead.post.Post;
import org.mailstead.words.AccountId;

/** Tells an account's owner of a sign-in or a change that may be somebody else's. */
public final class SecurityMail implements Alerts, AutoCloseable {
  private final Notices notices;
  private final Directory directory;
  private final SecurityText text;
  private final InstantSource clock;
  private final Writing writing = new Writing("security-mail");

  /**
   * @param page where people look after their account; empty when there is no such page
   */
  public SecurityMail(
      Post post, Directory directory, String hostname, String page, InstantSource clock) {
    this.notices = new Notices(post, clock);
    this.directory = directory;
    this.text = new SecurityText(hostname, page, "");
    this.clock = clock;
  }

  @Override
  public void tell(AccountId account, Alert alert) {
    Instant now = clock.instant();
    writing.begin(
        "account " + account + " was not told of " + alert.getClass().getSimpleName(),
        () -> write(account, alert, now));
  }

  private void write(AccountId id, Alert alert, Instant now) throws IOException {
    Optional<Account> account = directory.account(id);
    if (account.isPresent()) {
      String key =
          "security-%s-%s-%08x"
              .formatted(id, Long.toString(now.toEpochMilli(), 36), alert.hashCode());
      notices.put(id, key, text.write(key, account.get(), alert, now), "security");
    }
  }

  @Override
  public void close() {
    writing.close();
  }
}
