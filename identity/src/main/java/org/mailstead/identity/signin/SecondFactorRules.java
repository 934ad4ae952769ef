package org.mailstead.identity.signin;

import java.time.InstantSource;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.Domain;
import org.mailstead.identity.SecondFactorPolicy;

/** Says whether a password alone is enough, as the domain and the person have decided. */
final class SecondFactorRules {
  private final Directory directory;
  private final Factors factors;
  private final Elsewhere elsewhere;
  private final InstantSource clock;

  /** How an account stands. */
  enum Standing {
    /** Nobody asks for more than the password. */
    PASSWORD_IS_ENOUGH,
    /** A second factor is set up; programs, which cannot show it, have passwords of their own. */
    HAS_SECOND_FACTOR,
    /** One is required, the time to set it up is over, and there is none. */
    MUST_SET_UP
  }

  SecondFactorRules(
      Directory directory, Factors factors, Elsewhere elsewhere, InstantSource clock) {
    this.directory = directory;
    this.factors = factors;
    this.elsewhere = elsewhere;
    this.clock = clock;
  }

  SecondFactorPolicy policy(Account account) {
    return directory
        .domain(account.address().domain())
        .map(Domain::secondFactor)
        .orElse(SecondFactorPolicy.DEFAULT);
  }

  /** For programs and whatever else comes after a sign-in: a provider may have seen to it. */
  Standing of(Account account) {
    Standing own = atSignIn(account);
    return own == Standing.MUST_SET_UP && elsewhere.vouchesForFactors(account.address().domain())
        ? Standing.PASSWORD_IS_ENOUGH
        : own;
  }

  /** For somebody who has shown one factor, and no other anywhere. */
  Standing atSignIn(Account account) {
    SecondFactorPolicy policy = policy(account);
    if (policy.rule() == SecondFactorPolicy.Rule.OFF) {
      return Standing.PASSWORD_IS_ENOUGH;
    }
    if (Factors.isOn(factors.of(account.id()))) {
      return Standing.HAS_SECOND_FACTOR;
    }
    return policy.isDue(account.made(), clock.instant())
        ? Standing.MUST_SET_UP
        : Standing.PASSWORD_IS_ENOUGH;
  }
}
