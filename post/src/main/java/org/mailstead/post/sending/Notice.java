package org.mailstead.post.sending;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.Domain;
import org.mailstead.identity.Recipient;
import org.mailstead.post.Notices;
import org.mailstead.post.Post;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Refused;

/** Tells the owner of an account, and the postmaster, that it sends like a machine. */
public final class Notice implements SendingWatch.Alarm {
  private static final System.Logger LOG = System.getLogger(Notice.class.getName());

  private final Notices notices;
  private final Directory directory;
  private final NoticeText text;
  private final InstantSource clock;

  public Notice(Post post, Directory directory, String hostname, InstantSource clock) {
    this.notices = new Notices(post, clock);
    this.directory = directory;
    this.text = new NoticeText(hostname);
    this.clock = clock;
  }

  @Override
  public void raise(AccountId account, String why, boolean paused) {
    Optional<Account> about = directory.account(account);
    if (about.isEmpty()) {
      return; // it was removed meanwhile
    }
    for (AccountId told : told(about.get())) {
      try {
        Optional<Account> to = directory.account(told);
        if (to.isPresent()) {
          tell(to.get(), about.get(), why, paused);
        }
      } catch (Refused | IOException e) {
        LOG.log(WARNING, "account " + told + " was not told of what " + account + " sends", e);
      }
    }
  }

  /** Its owner, the postmaster of its domain, and that of the first domain: the operator's. */
  private Set<AccountId> told(Account about) {
    Set<AccountId> told = new LinkedHashSet<>();
    told.add(about.id());
    List<String> domains = new ArrayList<>(List.of(about.address().domain()));
    directory.domains().stream().map(Domain::name).findFirst().ifPresent(domains::add);
    for (String domain : domains) {
      if (directory.resolve(new EmailAddress("postmaster", domain))
          instanceof Recipient.Local(var accounts, _, _)) {
        told.addAll(accounts);
      }
    }
    return told;
  }

  private void tell(Account to, Account about, String why, boolean paused) throws IOException {
    Instant now = clock.instant();
    String id =
        "sending-%s-%s-%s".formatted(about.id(), to.id(), Long.toString(now.toEpochMilli(), 36));
    byte[] message = text.write(id, to, about, why, paused, now);
    notices.put(to.id(), id, message, "sending");
  }
}
