package org.mailstead.identity.audit;

import java.util.List;
import java.util.Optional;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.signin.Alert;
import org.mailstead.identity.signin.Alerts;
import org.mailstead.identity.signin.SignIn;
import org.mailstead.words.AccountId;

/**
 * Puts into the log what people do at their own accounts: how they sign in, and what they change of
 * what opens the account.
 */
public final class SignInRecord {
  private final AuditLog log;
  private final Directory directory;

  public SignInRecord(AuditLog log, Directory directory) {
    this.log = log;
    this.directory = directory;
  }

  /** Takes sign-ins of an account. */
  public void signedIn(AccountId id, List<SignIn> signIns) {
    Optional<Account> account = directory.account(id);
    account.ifPresent(known -> signIns.forEach(one -> log.note(event(known, one))));
  }

  private static AuditEvent event(Account account, SignIn signIn) {
    String address = account.address().toString();
    boolean good = signIn.refused().isEmpty();
    Actor actor = good ? new Actor.Person(account.id(), address) : new Actor.Stranger();
    AuditEvent event =
        AuditEvent.of(
                actor,
                signIn.from(),
                good ? "sign-in" : "sign-in.refused",
                address,
                account.address().domain())
            .with("protocol", signIn.protocol().word())
            .with("way", signIn.way())
            .with("client", signIn.client())
            .with("count", Long.toString(signIn.count()));
    return signIn.refused().map(why -> event.with("why", why)).orElse(event);
  }

  /** Tells whoever is to be told, and writes it down. */
  public Alerts with(Alerts alerts) {
    return (id, alert) -> {
      directory.account(id).ifPresent(account -> log.note(event(account, alert)));
      alerts.tell(id, alert);
    };
  }

  private static AuditEvent event(Account account, Alert alert) {
    return switch (alert) {
      case Alert.NewBrowser(String from, String client) ->
          own(account, from, "sign-in.new-browser").with("client", client);
      case Alert.NewPlace(SignIn signIn) ->
          own(account, signIn.from(), "sign-in.new-place").with("client", signIn.client());
      case Alert.SecondFactorGuessed(String from) ->
          stranger(account, from, "sign-in.second-factor-guessed");
      case Alert.PasswordAsked(String from) -> stranger(account, from, "password.asked");
      case Alert.RecoveryAddress(String address, String from) ->
          own(account, from, "recovery-address.change").with("address", address);
      case Alert.LookedInto(String by, String reason, _) ->
          told(account, "permit.told", by).with("reason", reason);
      case Alert.PasswordChanged(String from) -> own(account, from, "password.change");
      case Alert.Added(String kind, String name, String from) ->
          own(account, from, kind + ".add").with("name", name);
      case Alert.Removed(String kind, String name, String from) ->
          own(account, from, kind + ".remove").with("name", name);
      case Alert.RecoveryCodeUsed(int left, String from) ->
          own(account, from, "recovery-code.use").with("left", Integer.toString(left));
      case Alert.PasswordSet(String by) -> told(account, "password.told", by);
      case Alert.ResetMade(String by) -> told(account, "reset.told", by);
      case Alert.FactorsForgotten(String by) -> told(account, "factors.told", by);
      case Alert.DelegateSet(String member, List<String> may, Alert.By by) ->
          delegate(account, "delegate.set", by)
              .with("member", member)
              .with("may", String.join(", ", may));
      case Alert.DelegateRemoved(String member, Alert.By by) ->
          delegate(account, "delegate.remove", by).with("member", member);
    };
  }

  private static AuditEvent stranger(Account account, String from, String action) {
    String address = account.address().toString();
    return AuditEvent.of(new Actor.Stranger(), from, action, address, account.address().domain());
  }

  /** What an administrator does has an entry already. */
  private static AuditEvent delegate(Account account, String action, Alert.By by) {
    return switch (by) {
      case Alert.By.Owner(String from) -> own(account, from, action);
      case Alert.By.Administrator(String name) -> told(account, "delegate.told", name);
    };
  }

  /** The server told the owner of what somebody else did. */
  private static AuditEvent told(Account account, String action, String by) {
    String address = account.address().toString();
    return AuditEvent.of(new Actor.Service(), "", action, address, account.address().domain())
        .with("by", by);
  }

  private static AuditEvent own(Account account, String from, String action) {
    String address = account.address().toString();
    return AuditEvent.of(
        new Actor.Person(account.id(), address), from, action, address, account.address().domain());
  }
}
