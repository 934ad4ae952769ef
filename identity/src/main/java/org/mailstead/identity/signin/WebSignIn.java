package org.mailstead.identity.signin;

import static java.lang.System.Logger.Level.INFO;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.rows.FactorsRow;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Signs people in with a browser: password and then a second factor where there is one, or a
 * passkey alone, which is two factors in one.
 */
public final class WebSignIn {
  private static final System.Logger LOG = System.getLogger(WebSignIn.class.getName());
  private static final Duration TICKET = Duration.ofMinutes(10);
  private static final String PURPOSE = "second factor";
  private static final int TELL_AFTER = 3;

  private final Directory directory;
  private final Authenticator authenticator;
  private final Credentials credentials;
  private final WebSessions sessions;
  private final Devices devices;
  private final Alerts alerts;
  private final InstantSource clock;
  private final Tokens tickets;
  private final Throttle throttle;

  WebSignIn(
      Directory directory,
      Authenticator authenticator,
      Credentials credentials,
      WebSessions sessions,
      Devices devices,
      Alerts alerts,
      InstantSource clock) {
    this.directory = directory;
    this.authenticator = authenticator;
    this.credentials = credentials;
    this.sessions = sessions;
    this.devices = devices;
    this.alerts = alerts;
    this.clock = clock;
    this.tickets = new Tokens(credentials.secrets());
    this.throttle = new Throttle(Throttle.SECOND_FACTORS, clock);
  }

  /** What can be shown as second factor. */
  public enum Kind {
    TOTP,
    PASSKEY,
    RECOVERY_CODE
  }

  /** A second factor that is shown. */
  public sealed interface Proof {
    record Code(String code) implements Proof {}

    record RecoveryCode(String code) implements Proof {}

    /** What the browser's credential gives as JSON. */
    record Passkey(String response) implements Proof {}
  }

  /** How it went on. */
  public sealed interface Outcome {
    /**
     * Signed in.
     *
     * @param session what the browser shall hold for this session
     * @param device what it shall hold to be known again
     */
    record SignedIn(Account account, String session, String device, boolean kept, boolean onlySetUp)
        implements Outcome {}

    /**
     * The password is right.
     *
     * @param ticket to be brought with the second factor, within ten minutes
     */
    record NeedsSecond(String ticket, Set<Kind> kinds, Passkeys.Asking passkey)
        implements Outcome {}
  }

  /**
   * Begins with a password.
   *
   * @param kept whether the session shall outlast the browser
   * @throws Refused BAD_CREDENTIALS, RATE_LIMITED
   */
  public Outcome password(String name, String password, boolean kept, Browser browser) {
    String known = Authenticator.canonical(name);
    Optional<Account> found = authenticator.find(name);
    Attempt attempt = attempt(found, browser);
    authenticator.guard(attempt, known);
    OwnPassword.Shown shown = authenticator.ownPassword(name, found, password, attempt);
    Account account = shown.account();
    if (account.isOff()) {
      throw authenticator.failed(Optional.of(account), attempt, known);
    }
    authenticator.forgive(attempt, known);
    return switch (credentials.rules().of(account)) {
      case PASSWORD_IS_ENOUGH -> open(account, browser, kept, Set.of("pwd"), false, false);
      case MUST_SET_UP -> open(account, browser, kept, Set.of("pwd"), false, true);
      case HAS_SECOND_FACTOR ->
          isTrusted(account, browser)
              ? open(account, browser, kept, Set.of("pwd", "device"), false, false)
              : needsSecond(account, shown.generation(), kept);
    };
  }

  /**
   * Goes on with somebody whom the domain's provider has sent.
   *
   * @param strong whether the provider has seen a second factor that counts here
   * @throws Refused BAD_CREDENTIALS for an account that is switched off
   */
  public Outcome sent(Account account, boolean kept, boolean strong, Browser browser) {
    Attempt attempt = attempt(Optional.of(account), browser);
    if (account.isOff()) {
      authenticator.history().refused(account.id(), attempt, "provider", "login.failed");
      throw new Refused(Problem.Kind.BAD_CREDENTIALS, "login.failed");
    }
    if (strong) {
      return open(account, browser, kept, Set.of("fed", "mfa"), false, false);
    }
    ByteString generation = credentials.generation(account.id());
    return switch (credentials.rules().atSignIn(account)) {
      case PASSWORD_IS_ENOUGH -> open(account, browser, kept, Set.of("fed"), false, false);
      case MUST_SET_UP -> open(account, browser, kept, Set.of("fed"), false, true);
      case HAS_SECOND_FACTOR ->
          isTrusted(account, browser)
              ? open(account, browser, kept, Set.of("fed", "device"), false, false)
              : needsSecond(account, generation, kept);
    };
  }

  /** What a ticket is for, for a page that has only that. */
  public Outcome.NeedsSecond pending(String ticket) {
    AccountId id = ticket(ticket).account().id();
    return new Outcome.NeedsSecond(ticket, kinds(id), credentials.passkeys().ask(id));
  }

  private Attempt attempt(Optional<Account> account, Browser browser) {
    OptionalLong device =
        account
            .flatMap(known -> devices.find(known.id(), browser.device()))
            .map(one -> OptionalLong.of(one.id()))
            .orElse(OptionalLong.empty());
    return browser.attempt().with(device);
  }

  private boolean isTrusted(Account account, Browser browser) {
    return devices
        .find(account.id(), browser.device())
        .filter(device -> device.isTrusted(clock.instant()))
        .isPresent();
  }

  /** What an account can show as second factor. */
  Set<Kind> kinds(AccountId account) {
    FactorsRow row = credentials.factors().of(account);
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    if (!Factors.confirmed(row).isEmpty()) {
      kinds.add(Kind.TOTP);
    }
    if (row.getPasskeysCount() > 0) {
      kinds.add(Kind.PASSKEY);
    }
    if (row.getRecoveryCodesCount() > 0) {
      kinds.add(Kind.RECOVERY_CODE);
    }
    return kinds;
  }

  private Outcome needsSecond(Account account, ByteString generation, boolean kept) {
    byte[] content =
        ByteBuffer.allocate(Long.BYTES + 1 + generation.size())
            .putLong(account.id().value())
            .put((byte) (kept ? 1 : 0))
            .put(generation.toByteArray())
            .array();
    String ticket = HexFormat.of().formatHex(tickets.make(PURPOSE, content, clock.instant()));
    return new Outcome.NeedsSecond(
        ticket, kinds(account.id()), credentials.passkeys().ask(account.id()));
  }

  /** A ticket that came back: the password was right, and is still the same. */
  private record Ticket(Account account, boolean kept) {}

  private Ticket ticket(String text) {
    ByteBuffer content;
    try {
      content =
          tickets
              .open(PURPOSE, HexFormat.of().parseHex(text), TICKET, clock.instant())
              .map(held -> ByteBuffer.wrap(held.content()))
              .orElseThrow(WebSignIn::expired);
    } catch (IllegalArgumentException _) {
      throw expired();
    }
    Account account =
        directory
            .account(new AccountId(content.getLong()))
            .filter(known -> !known.isOff())
            .orElseThrow(WebSignIn::expired);
    boolean kept = content.get() == 1;
    ByteString generation = ByteString.copyFrom(content);
    if (!credentials.passwords().generation(account.id()).equals(Optional.of(generation))) {
      throw expired();
    }
    return new Ticket(account, kept);
  }

  private static Refused expired() {
    return new Refused(Problem.Kind.EXPIRED, "login.ticket");
  }

  /**
   * Goes on with a second factor.
   *
   * @param trust whether this browser shall be asked for none for thirty days
   * @throws Refused EXPIRED: begin again; BAD_CREDENTIALS, RATE_LIMITED
   */
  public Outcome second(String ticket, Proof proof, boolean trust, Browser browser) {
    Ticket held = ticket(ticket);
    Set<String> proofs = prove(held.account, proof, browser);
    return open(held.account, browser, held.kept, with(proofs, "pwd"), trust, false);
  }

  private static Set<String> with(Set<String> proofs, String more) {
    Set<String> all = new java.util.HashSet<>(proofs);
    all.add(more);
    return all;
  }

  /**
   * Checks a second factor of an account.
   *
   * @return what was shown, in the words of {@link WebSession#proofs}
   * @throws Refused BAD_CREDENTIALS, RATE_LIMITED
   */
  Set<String> prove(Account account, Proof proof, Browser browser) {
    AccountId id = account.id();
    Attempt attempt = attempt(Optional.of(account), browser);
    String name = id.toString();
    if (!throttle.allows(attempt.from(), name, attempt.device())) {
      throw new Refused(Problem.Kind.RATE_LIMITED, "login.throttled");
    }
    boolean right =
        switch (proof) {
          case Proof.Code(String code) -> credentials.totpApps().take(id, code);
          case Proof.RecoveryCode(String code) -> recovery(id, code, browser);
          case Proof.Passkey(String response) -> passkey(id, response);
        };
    if (!right) {
      throw failed(account, attempt, name);
    }
    throttle.succeeded(attempt.from(), name, attempt.device());
    return switch (proof) {
      case Proof.Code _ -> Set.of("otp");
      case Proof.RecoveryCode _ -> Set.of("rc");
      case Proof.Passkey _ -> Set.of("hwk");
    };
  }

  private boolean recovery(AccountId id, String code, Browser browser) {
    if (!credentials.recoveryCodes().take(id, code)) {
      return false;
    }
    int left = credentials.recoveryCodes().left(id);
    alerts.tell(id, new Alert.RecoveryCodeUsed(left, browser.from().getHostAddress()));
    return true;
  }

  private boolean passkey(AccountId id, String response) {
    try {
      return credentials.passkeys().prove(Optional.of(id), response).account().equals(id);
    } catch (Refused e) {
      LOG.log(INFO, "passkey of {0} refused: {1}", id, e.problem());
      return false;
    }
  }

  private Refused failed(Account account, Attempt attempt, String name) {
    throttle.failed(attempt.from(), name, attempt.device());
    LOG.log(
        INFO,
        "second factor failed account={0} from={1}",
        account.id(),
        attempt.from().getHostAddress());
    authenticator.history().refused(account.id(), attempt, "second factor", "login.second-factor");
    if (throttle.failures(name) == TELL_AFTER) {
      var guessed = new Alert.SecondFactorGuessed(attempt.from().getHostAddress());
      alerts.tell(account.id(), guessed);
    }
    return new Refused(Problem.Kind.BAD_CREDENTIALS, "login.second-factor");
  }

  /** What a browser needs to sign in with a passkey alone. */
  public Passkeys.Asking passkey() {
    return credentials.passkeys().ask();
  }

  /**
   * Signs in with a passkey alone.
   *
   * @throws Refused BAD_CREDENTIALS, RATE_LIMITED, INVALID
   */
  public Outcome passkey(String response, boolean kept, Browser browser) {
    Attempt attempt = browser.attempt();
    // Nobody is named yet: one counter for all would let a stranger shut everybody out.
    String name = "passkey from " + attempt.from().getHostAddress();
    authenticator.guard(attempt, name);
    Passkeys.Proved proved;
    try {
      proved = credentials.passkeys().prove(Optional.empty(), response);
    } catch (Refused e) {
      LOG.log(INFO, "passkey refused from {0}: {1}", attempt.from().getHostAddress(), e.problem());
      throw authenticator.failed(Optional.empty(), attempt, name);
    }
    Account account =
        directory
            .account(proved.account())
            .map(credentials.standings()::fresh)
            .filter(known -> !known.isOff())
            .orElseThrow(() -> authenticator.failed(Optional.empty(), attempt, name));
    return open(account, browser, kept, Set.of("hwk", "user"), false, false);
  }

  private Outcome open(
      Account account,
      Browser browser,
      boolean kept,
      Set<String> proofs,
      boolean trust,
      boolean onlySetUp) {
    AccountId id = account.id();
    boolean known = devices.find(id, browser.device()).isPresent();
    boolean first = authenticator.signIns(id).isEmpty();
    String device = devices.signedIn(id, browser, trust);
    String session = sessions.open(id, browser, kept, proofs, onlySetUp);
    authenticator.counts().add("good");
    authenticator.history().signedIn(id, browser.attempt(), "browser");
    LOG.log(INFO, "signed in by browser account={0} from={1}", id, browser.from().getHostAddress());
    if (!known && !first) {
      alerts.tell(
          id, new Alert.NewBrowser(browser.from().getHostAddress(), browser.attempt().client()));
    }
    return new Outcome.SignedIn(account, session, device, kept, onlySetUp);
  }
}
