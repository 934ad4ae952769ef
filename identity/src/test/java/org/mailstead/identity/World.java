package org.mailstead.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mailstead.identity.ldap.LdapDirectories;
import org.mailstead.identity.oauth.Grants;
import org.mailstead.identity.oauth.OAuth;
import org.mailstead.identity.oidc.ProviderSignIn;
import org.mailstead.identity.rights.Brands;
import org.mailstead.identity.rights.Tenants;
import org.mailstead.identity.signin.Alerts;
import org.mailstead.identity.signin.Attempt;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.BreachedPasswords;
import org.mailstead.identity.signin.Credentials;
import org.mailstead.identity.signin.PasswordRules;
import org.mailstead.identity.signin.Passwords;
import org.mailstead.identity.signin.Protocol;
import org.mailstead.identity.signin.Recovery;
import org.mailstead.identity.signin.Sasl;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.identity.signin.SignInConfig;
import org.mailstead.identity.signin.SignInDesk;
import org.mailstead.store.Accounts;
import org.mailstead.store.Engine;
import org.mailstead.store.Watchers;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.TenantId;

/** One process over an engine. */
public final class World {
  public final TestClock clock = new TestClock();
  public final Accounts store;
  public final Directory directory;
  public final DirectoryChanges changes;
  final AccountRemoval removal;
  public final DomainSignIns signIns;
  public final LdapDirectories directories;
  public final Credentials credentials;
  public final Passwords passwords;
  public final Grants grants;
  public final Authenticator authenticator;
  public final Tenants tenants;
  public final Brands brands;

  /** Whether programs may register themselves with its provider. */
  public final AtomicBoolean registration = new AtomicBoolean();

  /** A clock that goes when it is told to. */
  public static final class TestClock implements InstantSource {
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @Override
    public Instant instant() {
      return now;
    }

    public void pass(Duration time) {
      now = now.plus(time);
    }
  }

  public World(Engine engine) {
    store = new Accounts(engine, new Watchers());
    directory = new Directory(store, new byte[32]);
    changes = new DirectoryChanges(directory, clock);
    removal = new AccountRemoval(directory, changes);
    signIns = new DomainSignIns(directory);
    directories = new LdapDirectories(signIns, new Secrets(new byte[32]), clock);
    credentials =
        new Credentials(
            store,
            directory,
            new Secrets(new byte[32]),
            new SignInConfig(
                "Example",
                "https://mail.example.test/account",
                "mail.example.test",
                Set.of("https://mail.example.test")),
            directories,
            clock);
    passwords = credentials.passwords();
    grants = new Grants(store, directory, credentials, new Secrets(new byte[32]), clock);
    authenticator = new Authenticator(store, directory, credentials, grants, clock);
    tenants = new Tenants(store, directory, clock);
    brands = new Brands(tenants, directory);
    if (directory.domain("example.test").isEmpty()) {
      changes.addDomain("example.test", TenantId.FIRST);
    }
  }

  /** Where its people sign in with a browser. */
  public SignInDesk desk(Alerts alerts) {
    return desk(alerts, Recovery.Outside.NONE);
  }

  public SignInDesk desk(Alerts alerts, Recovery.Outside outside) {
    var rules = new PasswordRules(new BreachedPasswords(Path.of("none")));
    return new SignInDesk(
        store, directory, credentials, authenticator, rules, alerts, outside, clock);
  }

  /** The way to providers of others, and back to a page of this world. */
  public ProviderSignIn providers(SignInDesk desk, String redirect) {
    return new ProviderSignIn(
        signIns, directory, credentials, desk, new Secrets(new byte[32]), redirect, clock);
  }

  /** A provider of this world. */
  public OAuth oauth(String issuer) {
    return new OAuth(
        store, directory, grants, new Secrets(new byte[32]), issuer, registration::get, clock);
  }

  public static EmailAddress address(String text) {
    return EmailAddress.parse(text).orElseThrow();
  }

  public static InetAddress host(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal, e);
    }
  }

  public Account add(String text) {
    return changes.addAccount(address(text), "");
  }

  /** Makes an account go, as if it had no mail. */
  public void remove(Account account) {
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

  public static Sasl.Channel channel() {
    return new Sasl.Channel(attempt("192.0.2.1"), true, _ -> Optional.empty());
  }

  public static Attempt attempt(String from) {
    return new Attempt(Protocol.IMAP, host(from));
  }
}
