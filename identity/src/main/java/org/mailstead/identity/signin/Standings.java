package org.mailstead.identity.signin;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.DirectoryChanges;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Refused;

/**
 * Keeps accounts as another directory has them: makes them when their people come first, bars those
 * that it has switched off, and lets them in again. Whoever is signed in is looked up every half
 * minute, whatever he has signed in with; and every sign-in asks if nobody has just asked.
 */
public final class Standings implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Standings.class.getName());

  /** With a look at the next round this makes less than a minute. */
  private static final Duration ROUND = Duration.ofSeconds(25);

  private static final Duration IN_USE = Duration.ofMinutes(10);
  private static final int MOST = 20_000;

  private final Directory directory;
  private final DirectoryChanges changes;
  private final Elsewhere elsewhere;
  private final Passwords passwords;
  private final InstantSource clock;
  private final ToldGroups groups;
  private final Map<AccountId, Instant> looked =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<AccountId, Instant> eldest) {
          return size() > MOST;
        }
      };

  /** Accounts that a browser uses, and when it last did. */
  private final Map<AccountId, Instant> used = new ConcurrentHashMap<>();

  private Optional<Thread> rounds = Optional.empty();

  Standings(Directory directory, Elsewhere elsewhere, Passwords passwords, InstantSource clock) {
    this.directory = directory;
    this.changes = new DirectoryChanges(directory, clock);
    this.elsewhere = elsewhere;
    this.passwords = passwords;
    this.clock = clock;
    this.groups = new ToldGroups(directory, changes, elsewhere, clock);
  }

  /** What the directories tell of groups. */
  public ToldGroups groups() {
    return groups;
  }

  /** Begins to look up who is signed in. */
  void start(Supplier<Set<AccountId>> signedIn) {
    rounds = Optional.of(Thread.ofVirtual().name("standings").start(() -> rounds(signedIn)));
  }

  private void rounds(Supplier<Set<AccountId>> signedIn) {
    try {
      while (true) {
        Thread.sleep(ROUND);
        round(signedIn.get());
        readGroups();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readGroups() {
    try {
      groups.round();
    } catch (RuntimeException e) {
      LOG.log(WARNING, "groups of directories were not read", e);
    }
  }

  /** Looks up all who are signed in. */
  void round(Set<AccountId> signedIn) {
    if (!elsewhere.checksAny()) {
      return;
    }
    Instant old = clock.instant().minus(IN_USE);
    used.values().removeIf(at -> at.isBefore(old));
    Set<AccountId> all = new TreeSet<>(java.util.Comparator.comparingLong(AccountId::value));
    all.addAll(used.keySet());
    all.addAll(signedIn);
    for (AccountId id : all) {
      try {
        directory.account(id).filter(this::isLookedUp).ifPresent(this::look);
      } catch (Refused e) {
        LOG.log(WARNING, "account {0} was not looked up: {1}", id, e.problem());
      }
    }
  }

  boolean isElsewhere(Account account) {
    return elsewhere.decides(account.address().domain());
  }

  private boolean isLookedUp(Account account) {
    return elsewhere.looksUp(account.address().domain());
  }

  /** A browser uses the account. */
  void used(AccountId account) {
    if (elsewhere.checksAny() && (used.size() < MOST || used.containsKey(account))) {
      used.put(account, clock.instant());
    }
  }

  /** The account as it is, looked up when that was long ago. */
  Account fresh(Account account) {
    if (!isLookedUp(account) || wasLooked(account.id())) {
      return account;
    }
    look(account);
    return directory.account(account.id()).orElse(account.withDisabled(true));
  }

  private boolean wasLooked(AccountId id) {
    synchronized (looked) {
      Instant at = looked.get(id);
      return at != null && clock.instant().isBefore(at.plus(ROUND));
    }
  }

  private void looked(AccountId id) {
    synchronized (looked) {
      looked.remove(id);
      looked.put(id, clock.instant());
    }
  }

  private void look(Account account) {
    switch (elsewhere.look(account.address())) {
      case Elsewhere.Standing.In(Elsewhere.Particulars who) -> in(account, who);
      case Elsewhere.Standing.Out(String why) -> out(account, why);
      case Elsewhere.Standing.Unknown(String why) ->
          LOG.log(WARNING, "{0} stays as it was: {1}", account.address(), why);
    }
    looked(account.id());
  }

  private void in(Account account, Elsewhere.Particulars who) {
    passwords.elsewhere(account.id(), who.marker());
    if (account.barred()) {
      changes.changeAccount(account.id(), known -> known.withBarred(false));
      LOG.log(INFO, "account {0} is let in again by the directory", account.address());
    }
  }

  /** Bars an account: its sessions end. */
  void out(Account account, String why) {
    if (!account.barred()) {
      changes.changeAccount(account.id(), known -> known.withBarred(true));
      LOG.log(INFO, "account {0} is barred by the directory: {1}", account.address(), why);
    }
    looked(account.id());
  }

  /**
   * Somebody has shown a password that is right, or was sent by a provider.
   *
   * @param asked the address that he was asked for by
   * @return the account; empty when there is none, and none is to be made
   */
  public Optional<Account> arrived(
      Optional<Account> account, EmailAddress asked, Elsewhere.Particulars who) {
    Optional<Account> there = account.isPresent() ? account : made(asked, who);
    there.ifPresent(known -> {
      in(known, who);
      looked(known.id());
    });
    return there.flatMap(known -> directory.account(known.id()));
  }

  private Optional<Account> made(EmailAddress asked, Elsewhere.Particulars who) {
    if (!elsewhere.makesAccounts(asked.domain())) {
      LOG.log(INFO, "{0} is right, and has no account here", asked);
      return Optional.empty();
    }
    EmailAddress address = isOf(asked.domain(), who.address()) ? who.address() : asked;
    try {
      Optional<Account> there = directory.account(address);
      Account account = there.isPresent() ? there.get() : changes.addAccount(address, who.name());
      aliases(account, asked, who.aliases());
      LOG.log(INFO, "account {0} made at its first sign-in", account.address());
      return Optional.of(account);
    } catch (Refused e) {
      LOG.log(WARNING, "no account for {0}: {1}", address, e.problem());
      return Optional.empty();
    }
  }

  /** A domain's directory gives away addresses of that domain and no other. */
  private void aliases(Account account, EmailAddress asked, List<EmailAddress> told) {
    Set<EmailAddress> all = new java.util.LinkedHashSet<>(told);
    all.add(asked);
    for (EmailAddress alias : all) {
      if (isOf(account.address().domain(), alias) && directory.account(alias).isEmpty()) {
        try {
          changes.addAlias(account.id(), alias);
        } catch (Refused e) {
          LOG.log(WARNING, "{0} does not get {1}: {2}", account.address(), alias, e.problem());
        }
      }
    }
  }

  private static boolean isOf(String domain, EmailAddress address) {
    return address.domain().equals(domain);
  }

  /** Lets in again who was barred: the domain's people are decided about here from now on. */
  public void release(String domain) {
    for (Account account : directory.accounts()) {
      if (account.barred() && isOf(domain, account.address())) {
        changes.changeAccount(account.id(), known -> known.withBarred(false));
      }
    }
    synchronized (looked) {
      looked.clear();
    }
    groups.release(domain);
  }

  @Override
  public void close() {
    rounds.ifPresent(Thread::interrupt);
  }
}
