package org.mailstead.identity.signin;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.Recipient;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Lets people who have forgotten their password help themselves: a way to a new one goes to an
 * address that they have named and confirmed before. A second factor is asked for as ever.
 */
public final class Recovery {
  private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

  /** For how long a way counts that was asked for. */
  static final Duration WAY = Duration.ofMinutes(30);

  /** Whoever asks is counted, whether anybody has the name or not. */
  private static final Throttle.Limits ASKING = new Throttle.Limits(5, 10, 20, Duration.ofDays(1));

  private static final int AT_ONCE = 32;

  private final Directory directory;
  private final Credentials credentials;
  private final Devices devices;
  private final PasswordResets resets;
  private final Alerts alerts;
  private final Outside outside;
  private final Throttle asking;
  private final Semaphore running = new Semaphore(AT_ONCE);

  Recovery(
      Directory directory,
      Credentials credentials,
      Devices devices,
      PasswordResets resets,
      Alerts alerts,
      Outside outside,
      InstantSource clock) {
    this.directory = directory;
    this.credentials = credentials;
    this.devices = devices;
    this.resets = resets;
    this.alerts = alerts;
    this.outside = outside;
    this.asking = new Throttle(ASKING, clock);
  }

  /**
   * What leads out of an account.
   *
   * @param allowed whether an account's domain lets its people have such an address
   */
  public record Outside(Predicate<Account> allowed, RecoveryMail mail) {
    /** Nobody may have one. */
    public static final Outside NONE = new Outside(_ -> false, (_, _, _) -> {});
  }

  /**
   * Whether an account may have an address; one whose password lies elsewhere has no use for it.
   */
  boolean isOffered(Account account) {
    return outside.allowed.test(account) && !credentials.standings().isElsewhere(account);
  }

  private RecoveryAddresses addresses() {
    return credentials.recoveryAddresses();
  }

  RecoveryAddress address(AccountId account) {
    return addresses().of(account);
  }

  /** Sends a code to an address that is to be the account's. */
  void begin(Account account, EmailAddress address) {
    if (!isOffered(account)) {
      throw new Refused(Problem.Kind.REFUSED, "recovery.off");
    }
    if (leadsBack(account, address)) {
      throw new Refused(Problem.Kind.INVALID, "recovery.own");
    }
    RecoveryAddresses.Begun begun = addresses().begin(account.id(), address);
    outside.mail.send(account, address, new RecoveryMail.Letter.Code(begun.code(), begun.until()));
  }

  /** Mail to it would lie where nobody can get at it without the password. */
  private boolean leadsBack(Account account, EmailAddress address) {
    return directory.resolve(address) instanceof Recipient.Local(List<AccountId> all, _, _)
        && all.contains(account.id());
  }

  /** Takes the code; the address that counted before is told. */
  void confirm(Account account, String code, Browser browser) {
    RecoveryAddresses.Changed changed = addresses().confirm(account.id(), code);
    changed(account, changed.before(), changed.now().toString(), browser);
  }

  void remove(Account account, Browser browser) {
    Optional<EmailAddress> before = addresses().remove(account.id());
    if (before.isPresent()) {
      changed(account, before, "", browser);
    }
  }

  private void changed(
      Account account, Optional<EmailAddress> before, String now, Browser browser) {
    var alert = new Alert.RecoveryAddress(now, browser.from().getHostAddress());
    alerts.tell(account.id(), alert);
    before
        .filter(old -> !old.toString().equals(now))
        .ifPresent(old -> outside.mail.send(account, old, new RecoveryMail.Letter.Told(alert)));
  }

  /**
   * Somebody cannot sign in. Whether the name is anybody's, has an address or was just asked for is
   * seen from nothing: the work is done after the answer.
   *
   * @throws Refused RATE_LIMITED; BUSY
   */
  public void ask(String name, Browser browser) {
    String known = Authenticator.canonical(name);
    OptionalLong device = device(name, browser);
    if (!asking.allows(browser.from(), known, device)) {
      throw new Refused(Problem.Kind.RATE_LIMITED, "recovery.throttled");
    }
    if (!running.tryAcquire()) {
      throw new Refused(Problem.Kind.BUSY, "login.busy");
    }
    asking.failed(browser.from(), known, device);
    Thread.ofVirtual().name("recovery").start(() -> answer(name, browser));
  }

  /**
   * Sends a way to a new password for somebody who helps, and does not see it: it would let him in.
   *
   * @param by who, as the audit log names him
   * @return until when it counts
   * @throws Refused REFUSED for an account that has no address
   */
  public Instant send(Account account, String by) {
    EmailAddress to =
        Optional.of(account)
            .filter(this::isOffered)
            .flatMap(known -> addresses().find(known.id()))
            .orElseThrow(() -> new Refused(Problem.Kind.REFUSED, "recovery.none"));
    PasswordResets.Made made = resets.make(account.id(), by, PasswordResets.LIFE);
    outside.mail.send(account, to, new RecoveryMail.Letter.Way(made.token(), made.until(), by));
    alerts.tell(account.id(), new Alert.ResetMade(by));
    return made.until();
  }

  /** A browser that the account knows is not kept out by strangers who ask in its name. */
  private OptionalLong device(String name, Browser browser) {
    return browser.device().isEmpty()
        ? OptionalLong.empty()
        : named(name)
            .flatMap(account -> devices.find(account.id(), browser.device()))
            .map(device -> OptionalLong.of(device.id()))
            .orElse(OptionalLong.empty());
  }

  private Optional<Account> named(String name) {
    return EmailAddress.parse(name).flatMap(directory::account);
  }

  private void answer(String name, Browser browser) {
    try {
      named(name)
          .filter(account -> !account.isOff() && isOffered(account))
          .ifPresent(account -> send(account, browser));
    } catch (RuntimeException e) {
      LOG.log(WARNING, "a way to a new password could not be sent", e);
    } finally {
      running.release();
    }
  }

  private void send(Account account, Browser browser) {
    Optional<EmailAddress> to = addresses().find(account.id());
    if (to.isEmpty() || !addresses().asked(account.id())) {
      return;
    }
    PasswordResets.Made made = resets.asked(account.id(), WAY);
    String from = browser.from().getHostAddress();
    outside.mail.send(
        account, to.get(), new RecoveryMail.Letter.Way(made.token(), made.until(), from));
    alerts.tell(account.id(), new Alert.PasswordAsked(from));
  }
}
