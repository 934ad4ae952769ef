package org.mailstead.identity.signin;

import static java.lang.System.Logger.Level.INFO;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.mailstead.identity.Account;
import org.mailstead.identity.ClientCertificates;
import org.mailstead.identity.Directory;
import org.mailstead.store.Accounts;
import org.mailstead.store.HourlyCounts;
import org.mailstead.wire.ClientAuthorities;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Checks who signs in, on every protocol. */
public final class Authenticator implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Authenticator.class.getName());

  /** Of the rows that count sign-ins. */
  private static final int COUNTS = 1;

  private final Directory directory;
  private final Credentials credentials;
  private final Bearers bearers;
  private final InstantSource clock;
  private final Throttle throttle;
  private final History history;
  private final HourlyCounts counts;
  private final Presence presence;
  private volatile Leave leave = Leave.NONE;
  private volatile ClientAuthorities authorities = ClientAuthorities.none();
  private final SecureRandom random = new SecureRandom();

  /** Without tokens of programs. */
  public Authenticator(
      Accounts store, Directory directory, Credentials credentials, InstantSource clock) {
    this(store, directory, credentials, Bearers.NONE, clock);
  }

  public Authenticator(
      Accounts store,
      Directory directory,
      Credentials credentials,
      Bearers bearers,
      InstantSource clock) {
    this.bearers = bearers;
    this.directory = directory;
    this.credentials = credentials;
    this.clock = clock;
    this.throttle = new Throttle(Throttle.PASSWORDS, clock);
    this.history = new History(store, credentials.secrets(), clock);
    this.counts = new HourlyCounts(store, COUNTS, clock);
    this.presence = new Presence(directory, store.watchers(), this::mayStay, clock);
    credentials.standings().start(presence::accounts);
  }

  /**
   * Signs a program in, with an app password, or with the account's password where that is enough.
   *
   * @param name the address, or an alias of it
   * @throws Refused BAD_CREDENTIALS, whose key may tell what to do instead, or RATE_LIMITED after
   *     too many failures
   */
  public Login password(String name, String password, Attempt attempt) {
    String known = canonical(name);
    guard(attempt, known);
    Optional<Account> account = find(name);
    Optional<AppPassword> app =
        account.flatMap(there -> credentials.appPasswords().find(there.id(), password));
    if (account.isPresent() && app.isPresent()) {
      return appPassword(account.get(), app.get(), attempt, known);
    }
    OwnPassword.Shown shown = ownPassword(name, account, password, attempt);
    return programByPassword(shown.account(), shown.generation(), attempt, known);
  }

  /**
   * Checks the account's own password and nothing else, wherever it lies.
   *
   * @param name as it was typed
   * @throws Refused BAD_CREDENTIALS; UNAVAILABLE when who checks it does not answer
   */
  OwnPassword.Shown ownPassword(
      String name, Optional<Account> account, String password, Attempt attempt) {
    String known = canonical(name);
    return credentials
        .ownPassword()
        .check(name, account, password, lane(attempt, known))
        .orElseThrow(() -> failed(account, attempt, known));
  }

  private Argon2.Lane lane(Attempt attempt, String name) {
    return throttle.knows(attempt.from(), name, attempt.device())
        ? Argon2.Lane.KNOWN
        : Argon2.Lane.STRANGER;
  }

  private Login appPassword(Account account, AppPassword app, Attempt attempt, String known) {
    var credential = new Credential.AppPassword(app.id());
    whyNot(account, app, attempt)
        .ifPresent(why -> {
          throw known(account, attempt, credential, why);
        });
    return succeeded(account, credential, app.terms().readOnly(), attempt, known);
  }

  private Optional<String> whyNot(Account account, AppPassword app, Attempt attempt) {
    if (!app.terms().opens(attempt.protocol())) {
      return Optional.of("login.app-password-protocol");
    }
    if (app.terms().isOver(clock.instant())) {
      return Optional.of("login.app-password-expired");
    }
    if (!app.terms().countsFrom(attempt.from())) {
      return Optional.of("login.app-password-network");
    }
    return credentials.rules().of(account) == SecondFactorRules.Standing.MUST_SET_UP
        ? Optional.of("login.set-up-second-factor")
        : Optional.empty();
  }

  /** Whether the account's password may sign a program in; whoever asks has shown it. */
  private Login programByPassword(
      Account account, ByteString generation, Attempt attempt, String known) {
    var credential = new Credential.Password(generation);
    switch (credentials.rules().of(account)) {
      case PASSWORD_IS_ENOUGH -> {}
      case HAS_SECOND_FACTOR -> throw known(account, attempt, credential, "login.app-password");
      case MUST_SET_UP -> throw known(account, attempt, credential, "login.set-up-second-factor");
    }
    return succeeded(account, credential, false, attempt, known);
  }

  /** Whether tokens of programs are taken at all. */
  boolean takesTokens() {
    return !bearers.equals(Bearers.NONE);
  }

  /** Where a program learns how to get a token (RFC 8414). */
  String discovery() {
    return credentials.config().origins().stream()
        .findFirst()
        .map(origin -> origin + "/.well-known/openid-configuration")
        .orElse("");
  }

  /**
   * Signs a program in that shows a token.
   *
   * @param name whom it wants to be; empty to leave that to the token
   * @throws Refused BAD_CREDENTIALS, RATE_LIMITED
   */
  public Login bearer(Optional<String> name, String token, Attempt attempt) {
    // Without a name each address has a counter of its own: one for all could shut everybody out.
    String known =
        name.map(Authenticator::canonical).orElse("token from " + attempt.from().getHostAddress());
    guard(attempt, known);
    Optional<Bearers.Bearer> found = bearers.find(token);
    Optional<Account> account = found.flatMap(bearer -> directory.account(bearer.account()));
    boolean other = name.isPresent() && !name.flatMap(this::find).equals(account);
    if (account.isEmpty() || other) {
      throw failed(Optional.empty(), attempt, known);
    }
    var credential = new Credential.Granted(found.get().grant());
    if (!found.get().opens().contains(attempt.protocol())) {
      throw known(account.get(), attempt, credential, "login.token-scope");
    }
    if (credentials.rules().of(account.get()) == SecondFactorRules.Standing.MUST_SET_UP) {
      throw known(account.get(), attempt, credential, "login.set-up-second-factor");
    }
    return succeeded(account.get(), credential, false, attempt, known);
  }

  /** Says who knows who may look into whose account. */
  public void permits(Leave known) {
    leave = known;
  }

  /**
   * Somebody who has signed in wants to look into another one's account.
   *
   * @throws Refused NOT_PERMITTED
   */
  Login lookInto(Login by, String name, Attempt attempt) {
    Optional<Account> into = find(name).filter(account -> !account.isOff());
    Optional<Long> permit = into.flatMap(account -> leave.find(by.account(), account.id()));
    if (permit.isEmpty()) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "login.act-as");
    }
    var credential = new Credential.Permitted(permit.get(), by.account());
    history.signedIn(into.get().id(), attempt, credential.word());
    return new Login(into.get().id(), into.get().address(), credential, true);
  }

  /** Who a name is, where nobody has to prove it; empty for a switched-off account. */
  public Optional<Login> known(String name) {
    return find(name)
        .filter(account -> !account.isOff())
        .map(
            account -> new Login(account.id(), account.address(), new Credential.Vouched(), false));
  }

  void guard(Attempt attempt, String name) {
    if (!throttle.allows(attempt.from(), name, attempt.device())) {
      throw new Refused(Problem.Kind.RATE_LIMITED, "login.throttled");
    }
  }

  Refused failed(Optional<Account> account, Attempt attempt, String name) {
    throttle.failed(attempt.from(), name, attempt.device());
    counts.add("refused");
    LOG.log(
        INFO,
        "sign-in failed name={0} from={1} protocol={2}",
        name,
        attempt.from().getHostAddress(),
        attempt.protocol().word());
    account.ifPresent(known -> history.refused(known.id(), attempt, "password", "login.failed"));
    return new Refused(Problem.Kind.BAD_CREDENTIALS, "login.failed");
  }

  /** Whoever keeps the password did not change it, and perhaps since the old one was wrong. */
  Refused passwordNotChanged(Account account, Attempt attempt, String why) {
    LOG.log(INFO, "the password of {0} was not changed: {1}", account.id(), why);
    failed(Optional.of(account), attempt, canonical(account.address().toString()));
    return new Refused(Problem.Kind.REFUSED, "password.directory-refused");
  }

  /** Somebody who has proved himself, and who still may not; he is told why. */
  private Refused known(Account account, Attempt attempt, Credential credential, String why) {
    if (account.isOff()) {
      return failed(Optional.of(account), attempt, canonical(account.address().toString()));
    }
    LOG.log(
        INFO,
        "sign-in refused account={0} from={1} protocol={2} why={3}",
        account.id(),
        attempt.from().getHostAddress(),
        attempt.protocol().word(),
        why);
    history.refused(account.id(), attempt, credential.word(), why);
    return new Refused(
        Problem.Kind.BAD_CREDENTIALS, why, attempt.protocol().title(), credentials.config().page());
  }

  /** The password was right: what was guessed wrong from there before is forgiven. */
  void forgive(Attempt attempt, String name) {
    throttle.succeeded(attempt.from(), name, attempt.device());
  }

  /** Called when a mechanism has proved who it is; a switched-off account ends here. */
  Login succeeded(
      Account account, Credential credential, boolean readOnly, Attempt attempt, String name) {
    if (credentials.standings().fresh(account).isOff()) {
      LOG.log(INFO, "sign-in to a disabled account name={0}", name);
      throw new Refused(Problem.Kind.BAD_CREDENTIALS, "login.failed");
    }
    throttle.succeeded(attempt.from(), name, attempt.device());
    counts.add("good");
    history.signedIn(account.id(), attempt, credential.word());
    return new Login(account.id(), account.address(), credential, readOnly);
  }

  /**
   * Notes the session of somebody who has signed in, by whatever way.
   *
   * @param end called, by another thread or at once, when the account is switched off or removed,
   *     or what opened the session is taken away; must not block
   */
  public Stay enter(Login login, Attempt attempt, Runnable end) {
    return presence.enter(login, attempt, end);
  }

  /** Something that is another with every password that is set, for what is to end with it. */
  public ByteString generation(AccountId account) {
    return credentials.passwords().generation(account).orElse(ByteString.EMPTY);
  }

  /**
   * Whether what an account once signed in with has not been taken away; that a password is another
   * now is told by {@link #generation}.
   *
   * @param word of its credential ({@link Credential#word})
   */
  public boolean stands(AccountId account, String word) {
    String[] parts = word.split(" ", 2);
    if (parts.length < 2) {
      return word.equals("password") || word.equals("vouched");
    }
    if (!parts[1].matches("[0-9a-f]{1,16}")) {
      return false;
    }
    long number = Long.parseUnsignedLong(parts[1], 16);
    return switch (parts[0]) {
      case "app-password" ->
          credentials
              .appPasswords()
              .byId(account, number)
              .filter(app -> !app.terms().isOver(clock.instant()))
              .isPresent();
      case "program" -> bearers.isThere(account, number);
      case "permit" -> leave.stands(number);
      default -> false; // nobody gives anything out with a certificate
    };
  }

  /** The connections of an account that are open now. */
  public List<Live> live(AccountId account) {
    return presence.of(account);
  }

  /** Ends a connection; false when there is none of that number. */
  public boolean end(AccountId account, long number) {
    return presence.end(account, number);
  }

  private boolean mayStay(Presence.Noted stay) {
    Optional<Account> account =
        directory.account(stay.login.account()).filter(known -> !known.isOff());
    return account.isPresent()
        && switch (stay.login.credential()) {
          case Credential.Password(ByteString generation) ->
              credentials
                      .passwords()
                      .generation(stay.login.account())
                      .filter(generation::equals)
                      .isPresent()
                  && credentials.rules().of(account.get())
                      == SecondFactorRules.Standing.PASSWORD_IS_ENOUGH;
          case Credential.AppPassword(long id) ->
              credentials
                  .appPasswords()
                  .byId(stay.login.account(), id)
                  .filter(app -> whyNot(account.get(), app, stay.live.attempt()).isEmpty())
                  .isPresent();
          case Credential.Certificate(String fingerprint, boolean registered, Instant ends) ->
              clock.instant().isBefore(ends)
                  && (!registered || isRegistered(fingerprint, stay.login.account()))
                  && credentials.rules().of(account.get())
                      != SecondFactorRules.Standing.MUST_SET_UP;
          case Credential.Granted(long grant) -> bearers.isThere(stay.login.account(), grant);
          case Credential.Permitted(long permit, _) -> leave.stands(permit);
          case Credential.Vouched _ -> true;
        };
  }

  private boolean isRegistered(String fingerprint, AccountId account) {
    return credentials
        .clientCertificates()
        .find(fingerprint)
        .filter(one -> one.account().equals(account))
        .isPresent();
  }

  /** Whose word on certificates of programs counts, besides those that are registered. */
  public void trust(ClientAuthorities now) {
    authorities = now;
  }

  /**
   * Signs a program in by the certificate that it has shown; it has its key.
   *
   * @param name whom it wants to be; empty to leave that to the certificate
   * @throws Refused BAD_CREDENTIALS, RATE_LIMITED
   */
  Login certificate(Optional<String> name, List<X509Certificate> chain, Attempt attempt) {
    String known =
        name.map(Authenticator::canonical)
            .orElse("certificate from " + attempt.from().getHostAddress());
    guard(attempt, known);
    X509Certificate own = chain.getFirst();
    String fingerprint = ClientCertificates.fingerprint(own);
    Optional<Account> registered =
        credentials
            .clientCertificates()
            .find(fingerprint)
            .flatMap(one -> directory.account(one.account()));
    Optional<Account> account = registered.or(() -> vouched(chain));
    Instant ends = own.getNotAfter().toInstant();
    boolean counts =
        clock.instant().isBefore(ends) && !clock.instant().isBefore(own.getNotBefore().toInstant());
    boolean other = name.isPresent() && !name.flatMap(this::find).equals(account);
    if (account.isEmpty() || other || !counts) {
      throw failed(Optional.empty(), attempt, known);
    }
    var credential = new Credential.Certificate(fingerprint, registered.isPresent(), ends);
    if (credentials.rules().of(account.get()) == SecondFactorRules.Standing.MUST_SET_UP) {
      throw known(account.get(), attempt, credential, "login.set-up-second-factor");
    }
    return succeeded(account.get(), credential, false, attempt, known);
  }

  /** The one account that an authority's certificate is for. */
  private Optional<Account> vouched(List<X509Certificate> chain) {
    List<Account> all =
        authorities.addresses(chain).stream()
            .flatMap(address -> find(address).stream())
            .distinct()
            .toList();
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }

  static String canonical(String name) {
    return EmailAddress.parse(name).map(EmailAddress::canonical).orElse("?");
  }

  Optional<Account> find(String name) {
    return EmailAddress.parse(name).flatMap(directory::account);
  }

  /**
   * A key that may match what a SCRAM client shows.
   *
   * @param app the app password that it belongs to; empty for the account's own password
   */
  record ScramCandidate(Optional<AppPassword> app, ByteString generation, ScramKeys keys) {}

  /** What a name's SCRAM client is told, and checked against. */
  record ScramOffer(ScramSalt salt, List<ScramCandidate> candidates) {}

  /** For a name that does not exist too: an exchange that looks right and cannot succeed. */
  ScramOffer scram(Optional<Account> account, String name, ScramHash hash) {
    List<ScramCandidate> candidates = new ArrayList<>();
    Optional<ScramSalt> salt = Optional.empty();
    if (account.isPresent()) {
      AccountId id = account.get().id();
      salt = credentials.passwords().scramSalt(id);
      Optional<ByteString> generation = credentials.passwords().generation(id);
      Optional<ScramKeys> own =
          credentials.standings().isElsewhere(account.get())
              ? Optional.empty() // an old password of ours, perhaps; it does not count
              : credentials.passwords().scram(id, hash);
      own.ifPresent(keys ->
          candidates.add(
              new ScramCandidate(Optional.empty(), generation.orElse(ByteString.EMPTY), keys)));
      for (AppPasswords.Candidate app : credentials.appPasswords().candidates(id, hash)) {
        candidates.add(
            new ScramCandidate(Optional.of(app.password()), ByteString.EMPTY, app.keys()));
      }
    }
    return new ScramOffer(
        salt.orElseGet(() -> new ScramSalt(fakeSalt(name), ScramSalt.ITERATIONS)), candidates);
  }

  /** Called when a SCRAM client has shown that it knows a candidate's password. */
  Login scram(Account account, ScramCandidate candidate, Attempt attempt, String name) {
    return candidate.app.isPresent()
        ? appPassword(account, candidate.app.get(), attempt, name)
        : programByPassword(account, candidate.generation, attempt, name);
  }

  /** Whether some passwords lie where SCRAM cannot be done with them. */
  boolean somePasswordsLieElsewhere() {
    return credentials.elsewhere().checksAny();
  }

  /** Whether all accounts can use SCRAM with every hash function. */
  boolean hasAllScramKeys() {
    return directory.hasAllScramKeys();
  }

  SecureRandom random() {
    return random;
  }

  /** Whom to tell of sign-ins that look strange. */
  void tell(Alerts alerts) {
    history.listen(new Unfamiliar(alerts)::look);
  }

  /** Whom to tell of sign-ins that an audit log shall have. */
  public void record(BiConsumer<AccountId, List<SignIn>> told) {
    history.record(told);
  }

  History history() {
    return history;
  }

  /** Salts for names that do not exist: the same name gets the same one, like a real account. */
  private byte[] fakeSalt(String name) {
    return Arrays.copyOf(
        credentials.secrets().hash("no salt", name.getBytes(UTF_8)), ScramSalt.BYTES);
  }

  /** What is kept of an account's sign-ins, the latest first. */
  public List<SignIn> signIns(AccountId account) {
    history.flush(); // whoever looks sees what has just happened
    return history.of(account);
  }

  /** Sign-ins by the hour: {@code good}, {@code refused}. */
  public HourlyCounts counts() {
    return counts;
  }

  /** Writes what is not written of sign-ins, for who looks now. */
  public void flush() {
    history.flush();
  }

  /** Writes what is not written of sign-ins. */
  @Override
  public void close() {
    counts.close();
    credentials.standings().close();
    presence.close();
    history.close();
  }
}
