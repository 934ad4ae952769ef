package org.mailstead.identity.signin;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.mailstead.identity.Account;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Checks an account's own password, wherever it lies. */
final class OwnPassword {
  private static final System.Logger LOG = System.getLogger(OwnPassword.class.getName());

  /** For how long one of ours is not hashed again. */
  private static final Duration REMEMBERED = Duration.ofMinutes(5);

  /** For how long nobody else is asked again. */
  static final Duration FRESH = Duration.ofSeconds(30);

  /**
   * Refusals come at multiples of it: how busy a directory was with a name is nobody's business.
   */
  private static final Duration BEAT = Duration.ofMillis(250);

  private final Passwords passwords;
  private final Elsewhere elsewhere;
  private final Standings standings;
  private final RightPasswords rights;

  OwnPassword(
      Passwords passwords,
      Elsewhere elsewhere,
      Standings standings,
      Secrets secrets,
      InstantSource clock) {
    this.passwords = passwords;
    this.elsewhere = elsewhere;
    this.standings = standings;
    this.rights = new RightPasswords(secrets, clock);
  }

  /**
   * Whose password it is.
   *
   * @param generation another with every password that is set
   */
  record Shown(Account account, ByteString generation) {}

  /**
   * Checks a password; the first right one of somebody who is known elsewhere may make the account.
   *
   * @param name as it was typed
   * @param account of that name
   * @return empty when it is wrong; that took as long for a name that does not exist
   * @throws Refused UNAVAILABLE when who should check it does not answer; BAD_CREDENTIALS with a
   *     reason for one that is right and does not count
   */
  Optional<Shown> check(String name, Optional<Account> account, String password, Argon2.Lane lane) {
    Optional<EmailAddress> there =
        account
            .map(Account::address)
            .or(() -> EmailAddress.parse(name))
            .filter(address -> elsewhere.decides(address.domain()));
    if (there.isPresent()) {
      return elsewhere(there.get(), account, password);
    }
    if (account.isEmpty()) {
      passwords.waste(password);
      return Optional.empty();
    }
    return here(account.get(), password, lane);
  }

  private Optional<Shown> here(Account account, String password, Argon2.Lane lane) {
    AccountId id = account.id();
    // Looked up first: should the password change meanwhile, the old one is not remembered.
    Optional<ByteString> generation = passwords.generation(id);
    if (!rights.wasRight(id, password, generation, REMEMBERED)
        && !passwords.matches(id, password, lane)) {
      return Optional.empty();
    }
    ByteString now = generation.orElse(ByteString.EMPTY);
    rights.right(id, password, now);
    return Optional.of(new Shown(account, now));
  }

  private Optional<Shown> elsewhere(
      EmailAddress address, Optional<Account> account, String password) {
    Duration remember = elsewhere.remember(address.domain());
    Duration fresh = remember.compareTo(FRESH) < 0 ? remember : FRESH;
    if (account.isPresent() && wasRight(account.get(), password, fresh)) {
      return shown(account.get());
    }
    long began = System.nanoTime();
    Optional<Shown> answered =
        switch (elsewhere.check(address, password)) {
          case Elsewhere.Verdict.Right(Elsewhere.Particulars who) ->
              standings.arrived(account, address, who).flatMap(there -> right(there, password));
          case Elsewhere.Verdict.Wrong() -> {
            account.ifPresent(known -> rights.wrong(known.id(), password));
            yield Optional.empty();
          }
          case Elsewhere.Verdict.Barred(String why) -> {
            account.ifPresent(known -> standings.out(known, why));
            yield Optional.empty();
          }
          case Elsewhere.Verdict.Expired() -> {
            LOG.log(INFO, "the password of {0} has expired in the directory", address);
            throw new Refused(Problem.Kind.BAD_CREDENTIALS, "login.password-expired");
          }
          case Elsewhere.Verdict.Unavailable(String why) -> {
            LOG.log(WARNING, "the directory of {0} does not answer: {1}", address.domain(), why);
            if (account.isPresent() && wasRight(account.get(), password, remember)) {
              yield shown(account.get());
            }
            throw new Refused(Problem.Kind.UNAVAILABLE, "login.directory");
          }
        };
    if (answered.isEmpty()) {
      awaitBeat(began);
    }
    return answered;
  }

  private boolean wasRight(Account account, String password, Duration ago) {
    return !account.barred()
        && rights.wasRight(account.id(), password, passwords.generation(account.id()), ago);
  }

  private Optional<Shown> right(Account account, String password) {
    Optional<Shown> shown = shown(account);
    rights.right(account.id(), password, shown.orElseThrow().generation());
    return shown;
  }

  private Optional<Shown> shown(Account account) {
    return Optional.of(
        new Shown(account, passwords.generation(account.id()).orElse(ByteString.EMPTY)));
  }

  private static void awaitBeat(long began) {
    long beat = BEAT.toNanos();
    long rest = beat - (System.nanoTime() - began) % beat;
    try {
      Thread.sleep(Duration.ofNanos(rest));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
