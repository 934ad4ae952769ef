package org.mailstead.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.mailstead.store.Accounts;
import org.mailstead.store.Engine;
import org.mailstead.store.Watchers;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.TenantId;

/** One process over an engine. */
final class World {
  final TestClock clock = new TestClock();
  final Accounts store;
  final Directory directory;
  final DirectoryChanges changes;
  final AccountRemoval removal;
  final Passwords passwords;
  final Authenticator authenticator;

  /** A clock that goes when it is told to. */
  static final class TestClock implements InstantSource {
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @Override
    public Instant instant() {
      return now;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }
  }

  World(Engine engine) {
    store = new Accounts(engine, new Watchers());
    directory = new Directory(store, new byte[32]);
    changes = new DirectoryChanges(directory, clock);
    removal = new AccountRemoval(directory, changes);
    passwords = new Passwords(store, clock);
    authenticator = new Authenticator(directory, passwords, clock);
    if (directory.domain("example.test").isEmpty()) {
      changes.addDomain("example.test", TenantId.FIRST);
    }
  }

  static EmailAddress address(String text) {
    return EmailAddress.parse(text).orElseThrow();
  }

  static InetAddress host(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal, e);
    }
  }

  Account add(String text) {
    return changes.addAccount(address(text), "");
  }

  /** Makes an account go, as if it had no mail. */
  void remove(Account account) {
    if (directory.account(account.id()).isPresent()) {
      removal.begin(account.id());
    }
    removal.releaseAddresses(account.id());
    removal.end(account.id());
  }

  Recipient resolve(String text) {
    return directory.resolve(address(text));
  }

  static Recipient to(Recipient.Why why, Account... accounts) {
    return new Recipient.Local(
        List.of(accounts).stream().map(Account::id).toList(), List.of(), why);
  }

  static Sasl.Channel channel() {
    return new Sasl.Channel(host("192.0.2.1"), true, _ -> Optional.empty());
  }
}
