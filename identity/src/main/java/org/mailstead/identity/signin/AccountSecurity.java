package org.mailstead.identity.signin;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.identity.Account;
import org.mailstead.identity.CertificateText;
import org.mailstead.identity.ClientCertificates;
import org.mailstead.identity.Directory;
import org.mailstead.identity.SecondFactorPolicy;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * What people do with what opens their account, by a browser that is signed in. Whatever would let
 * somebody in for good who sits down at an unlocked screen needs a fresh proof, and its owner is
 * told of it by mail.
 */
public final class AccountSecurity {
  /** How old a proof may be for dangerous things. */
  static final Duration FRESH = Duration.ofMinutes(10);

  private final Directory directory;
  private final Credentials credentials;
  private final Authenticator authenticator;
  private final WebSignIn signIn;
  private final WebSessions sessions;
  private final Devices devices;
  private final PasswordRules passwordRules;
  private final Recovery recovery;
  private final Alerts alerts;
  private final InstantSource clock;

  AccountSecurity(
      Directory directory,
      Credentials credentials,
      Authenticator authenticator,
      WebSignIn signIn,
      WebSessions sessions,
      Devices devices,
      PasswordRules passwordRules,
      Recovery recovery,
      Alerts alerts,
      InstantSource clock) {
    this.directory = directory;
    this.credentials = credentials;
    this.authenticator = authenticator;
    this.signIn = signIn;
    this.sessions = sessions;
    this.devices = devices;
    this.passwordRules = passwordRules;
    this.recovery = recovery;
    this.alerts = alerts;
    this.clock = clock;
  }

  /** How somebody shows again who they are. */
  public sealed interface Again {
    record Password(String password) implements Again {}

    record Factor(WebSignIn.Proof proof) implements Again {}
  }

  /**
   * Takes a fresh proof; with a second factor set up, one of those.
   *
   * @throws Refused BAD_CREDENTIALS, RATE_LIMITED
   */
  public void proveAgain(WebSession session, Again again, Browser browser) {
    Account account = account(session);
    switch (again) {
      case Again.Password(String password) -> {
        Attempt attempt = browser.attempt();
        String name = Authenticator.canonical(account.address().toString());
        authenticator.guard(attempt, name);
        authenticator.ownPassword(name, Optional.of(account), password, attempt);
        authenticator.forgive(attempt, name);
        if (credentials.rules().of(account) == SecondFactorRules.Standing.HAS_SECOND_FACTOR) {
          throw new Refused(Problem.Kind.NOT_AUTHENTICATED, "login.second-factor-needed");
        }
        sessions.proved(session, Set.of("pwd"));
      }
      case Again.Factor(WebSignIn.Proof proof) ->
          sessions.proved(session, signIn.prove(account, proof, browser));
    }
  }

  /** The domain's provider says that the person has just proved it there. */
  public void provedElsewhere(WebSession session) {
    sessions.proved(session, Set.of("fed"));
  }

  /**
   * How the person can show again who they are.
   *
   * @param password whether the password is enough
   * @param kinds second factors
   * @param passkey for a browser, if one of them is a passkey
   * @param provider whether to go to the domain's provider once more
   */
  public record Means(
      boolean password, Set<WebSignIn.Kind> kinds, Passkeys.Asking passkey, boolean provider) {}

  public Means means(WebSession session) {
    Account account = account(session);
    Set<WebSignIn.Kind> kinds = signIn.kinds(account.id());
    boolean plain = credentials.rules().of(account) != SecondFactorRules.Standing.HAS_SECOND_FACTOR;
    boolean sent = session.proofs().contains("fed");
    return new Means(
        plain && !sent, kinds, credentials.passkeys().ask(account.id()), plain && sent);
  }

  /** Whether a fresh proof is there, so that nobody need be asked. */
  public boolean isFresh(WebSession session) {
    return clock.instant().isBefore(session.proved().plus(FRESH));
  }

  /**
   * @throws Refused NOT_AUTHENTICATED without a fresh proof
   */
  public void needFresh(WebSession session) {
    if (!isFresh(session)) {
      throw new Refused(Problem.Kind.NOT_AUTHENTICATED, "login.prove-again");
    }
  }

  /**
   * @throws Refused NOT_PERMITTED for a session that may do nothing but set up a second factor
   */
  public void needWhole(WebSession session) {
    if (session.onlySetUp()) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "login.set-up-second-factor");
    }
  }

  private Account account(WebSession session) {
    return directory
        .account(session.account())
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "account.missing"));
  }

  private Elsewhere.Changing changing(Account account) {
    return credentials.elsewhere().changing(account.address().domain());
  }

  /**
   * Changes the password. Every other session ends, and what was opened with the old one.
   *
   * @param old which a directory wants to see; not looked at for passwords that lie here
   * @throws Refused NOT_AUTHENTICATED without a fresh proof; REFUSED, saying why it is no good one
   *     or where it is changed; UNAVAILABLE when the directory does not answer
   */
  public void changePassword(WebSession session, String old, String password, Browser browser) {
    needWhole(session);
    needFresh(session);
    Account account = account(session);
    passwordRules
        .check(account, password)
        .ifPresent(problem -> {
          throw new Refused(problem);
        });
    set(account, old, password, browser);
    sessions.renew(session);
    devices.forget(account.id());
    alerts.tell(account.id(), new Alert.PasswordChanged(from(browser)));
  }

  private void set(Account account, String old, String password, Browser browser) {
    if (!credentials.standings().isElsewhere(account)) {
      credentials.passwords().set(account.id(), password);
      return;
    }
    String name = Authenticator.canonical(account.address().toString());
    authenticator.guard(browser.attempt(), name);
    Optional<String> why = credentials.elsewhere().change(account.address(), old, password);
    if (why.isPresent()) {
      // It may be the old password that was wrong: whoever sits at an open screen could guess it.
      throw authenticator.passwordNotChanged(account, browser.attempt(), why.get());
    }
    credentials.passwords().changedElsewhere(account.id());
  }

  private static String from(Browser browser) {
    return browser.from().getHostAddress();
  }

  private void mayAdd(WebSession session) {
    needFresh(session);
    if (policy(session) == SecondFactorPolicy.Rule.OFF) {
      throw new Refused(Problem.Kind.REFUSED, "factor.off");
    }
  }

  private SecondFactorPolicy.Rule policy(WebSession session) {
    return credentials.rules().policy(account(session)).rule();
  }

  /** Begins with an authenticator app. */
  public TotpApps.SetUp beginTotp(WebSession session, String name) {
    mayAdd(session);
    return credentials.totpApps().begin(account(session), name);
  }

  /**
   * Takes the app's first code.
   *
   * @return recovery codes when it is the first second factor: shown now and never again
   */
  public List<String> confirmTotp(WebSession session, long id, String code, Browser browser) {
    mayAdd(session);
    credentials.totpApps().confirm(session.account(), id, code);
    String name =
        credentials.totpApps().list(session.account()).stream()
            .filter(app -> app.id() == id)
            .map(TotpApps.App::name)
            .findFirst()
            .orElse("");
    return added(session, "totp", name, browser);
  }

  /** Begins with a passkey. */
  public Passkeys.Making beginPasskey(WebSession session) {
    mayAdd(session);
    return credentials.passkeys().begin(session.account());
  }

  /**
   * Takes the passkey that the browser has made.
   *
   * @return recovery codes when it is the first second factor
   */
  public List<String> addPasskey(
      WebSession session, String name, String response, boolean prf, Browser browser) {
    mayAdd(session);
    credentials.passkeys().add(session.account(), name, response, prf);
    return added(session, "passkey", name, browser);
  }

  private List<String> added(WebSession session, String kind, String name, Browser browser) {
    alerts.tell(session.account(), new Alert.Added(kind, name, from(browser)));
    sessions.complete(session);
    return credentials.recoveryCodes().left(session.account()) > 0
        ? List.of()
        : credentials.recoveryCodes().renew(session.account());
  }

  public void removeTotp(WebSession session, long id, Browser browser) {
    mayRemove(session);
    String name = credentials.totpApps().remove(session.account(), id);
    alerts.tell(session.account(), new Alert.Removed("totp", name, from(browser)));
  }

  public void removePasskey(WebSession session, String id, Browser browser) {
    mayRemove(session);
    String name = credentials.passkeys().remove(session.account(), id);
    alerts.tell(session.account(), new Alert.Removed("passkey", name, from(browser)));
  }

  private void mayRemove(WebSession session) {
    needWhole(session);
    needFresh(session);
    AccountId id = session.account();
    int left = credentials.totpApps().list(id).size() + credentials.passkeys().list(id).size();
    if (left <= 1 && policy(session) == SecondFactorPolicy.Rule.REQUIRED) {
      throw new Refused(Problem.Kind.REFUSED, "factor.required");
    }
  }

  /** New recovery codes; the old ones count no more. */
  public List<String> renewRecoveryCodes(WebSession session) {
    needWhole(session);
    needFresh(session);
    return credentials.recoveryCodes().renew(session.account());
  }

  /**
   * Sends a code to an address to which a way to a new password shall go.
   *
   * @throws Refused NOT_AUTHENTICATED without a fresh proof; INVALID for an address of the account
   *     itself; REFUSED where the domain has none; RATE_LIMITED
   */
  public void beginRecovery(WebSession session, EmailAddress address) {
    needWhole(session);
    needFresh(session);
    recovery.begin(account(session), address);
  }

  /**
   * Takes the code that came there.
   *
   * @throws Refused NOT_AUTHENTICATED without a fresh proof; EXPIRED, BAD_CREDENTIALS
   */
  public void confirmRecovery(WebSession session, String code, Browser browser) {
    needWhole(session);
    needFresh(session);
    recovery.confirm(account(session), code, browser);
  }

  /** The address, and one that waits for its code, count no more. */
  public void removeRecovery(WebSession session, Browser browser) {
    needWhole(session);
    needFresh(session);
    recovery.remove(account(session), browser);
  }

  public AppPasswords.Made makeAppPassword(
      WebSession session, String name, AppPassword.Terms terms, Browser browser) {
    needWhole(session);
    needFresh(session);
    AppPasswords.Made made = credentials.appPasswords().make(session.account(), name, terms);
    String called = made.password().name();
    alerts.tell(session.account(), new Alert.Added("app-password", called, from(browser)));
    return made;
  }

  /** Notes that a program of others is let in. */
  public void letIn(WebSession session, String program, Browser browser) {
    alerts.tell(session.account(), new Alert.Added("program", program, from(browser)));
  }

  /** Taking away needs no fresh proof: who does it for the owner does the owner a service. */
  public void removeAppPassword(WebSession session, long id) {
    needWhole(session);
    credentials.appPasswords().remove(session.account(), id);
  }

  /** The certificates by which programs sign in to the account. */
  public List<ClientCertificates.Registered> certificates(WebSession session) {
    needWhole(session);
    return credentials.clientCertificates().list(session.account());
  }

  public ClientCertificates.Registered addCertificate(
      WebSession session, String name, X509Certificate certificate, Browser browser) {
    needWhole(session);
    needFresh(session);
    needOwn(session, certificate);
    ClientCertificates.Registered added =
        credentials.clientCertificates().add(session.account(), name, certificate);
    alerts.tell(session.account(), new Alert.Added("certificate", added.name(), from(browser)));
    return added;
  }

  /**
   * Certificates are no secrets: whoever has seen somebody's could else draw that one's programs
   * into an account of his own. It tells nothing of which addresses there are.
   */
  private void needOwn(WebSession session, X509Certificate certificate) {
    for (EmailAddress named : CertificateText.addresses(certificate)) {
      boolean here = directory.domain(named.domain()).isPresent();
      boolean own =
          directory.account(named).filter(one -> one.id().equals(session.account())).isPresent();
      if (here && !own) {
        throw new Refused(Problem.Kind.REFUSED, "certificate.other");
      }
    }
  }

  /** No fresh proof either: what it opened ends at once. */
  public void removeCertificate(WebSession session, String fingerprint, Browser browser) {
    needWhole(session);
    ClientCertificates.Registered removed =
        credentials.clientCertificates().remove(session.account(), fingerprint);
    alerts.tell(session.account(), new Alert.Removed("certificate", removed.name(), from(browser)));
  }

  /** Ends a browser's session, the asking one too. */
  public void endSession(WebSession session, long id) {
    if (sessions.end(session.account(), some -> some.id() == id) == 0) {
      throw new Refused(Problem.Kind.NOT_FOUND, "session.missing");
    }
  }

  /** Ends a connection of a program that is open now; it may come back. */
  public void endConnection(WebSession session, long number) {
    if (!authenticator.end(session.account(), number)) {
      throw new Refused(Problem.Kind.NOT_FOUND, "session.missing");
    }
  }

  /** Ends everything but the asking session, and forgets all browsers. */
  public int endOthers(WebSession session) {
    needWhole(session);
    int ended = sessions.end(session.account(), some -> some.id() != session.id());
    devices.forget(session.account());
    List<Live> live = authenticator.live(session.account());
    live.forEach(one -> authenticator.end(session.account(), one.number()));
    return ended + live.size();
  }

  /** Signs out. */
  public void signOut(WebSession session) {
    sessions.end(session.account(), some -> some.id() == session.id());
  }

  /**
   * What opens an account and what is open.
   *
   * @param password where it is changed
   * @param passwordElsewhere whether a directory of others has it, which wants to see the old one
   * @param recovery where a way to a new password goes; empty where the domain has no such thing
   */
  public record Overview(
      Account account,
      SecondFactorPolicy policy,
      Optional<java.time.Instant> passwordSet,
      Elsewhere.Changing password,
      boolean passwordElsewhere,
      List<TotpApps.App> totp,
      List<Passkeys.Passkey> passkeys,
      int recoveryCodes,
      Optional<RecoveryAddress> recovery,
      List<AppPassword> appPasswords,
      List<WebSession> sessions,
      List<Live> connections,
      List<Devices.Device> devices) {}

  public Overview overview(WebSession session) {
    needWhole(session);
    AccountId id = session.account();
    Account account = account(session);
    return new Overview(
        account,
        credentials.rules().policy(account),
        credentials.passwords().setAt(id),
        changing(account),
        credentials.standings().isElsewhere(account),
        credentials.totpApps().list(id),
        credentials.passkeys().list(id),
        credentials.recoveryCodes().left(id),
        Optional.of(account).filter(recovery::isOffered).map(_ -> recovery.address(id)),
        credentials.appPasswords().list(id),
        sessions.list(id),
        authenticator.live(id),
        devices.list(id));
  }
}
