package org.mailstead.identity.signin;

import java.time.InstantSource;
import org.mailstead.identity.Directory;
import org.mailstead.store.Accounts;

/** All that people can prove themselves with. */
public final class Credentials {
  private final SignInConfig config;
  private final Secrets secrets;
  private final Factors factors;
  private final Passwords passwords;
  private final AppPasswords appPasswords;
  private final TotpApps totpApps;
  private final RecoveryCodes recoveryCodes;
  private final SecondFactorRules rules;

  public Credentials(
      Accounts store,
      Directory directory,
      Secrets secrets,
      SignInConfig config,
      InstantSource clock) {
    this.config = config;
    this.secrets = secrets;
    this.factors = new Factors(store);
    this.passwords = new Passwords(store, secrets, clock);
    this.appPasswords = new AppPasswords(store, secrets, clock);
    this.totpApps = new TotpApps(factors, secrets, config.issuer(), clock);
    this.recoveryCodes = new RecoveryCodes(factors, secrets, clock);
    this.rules = new SecondFactorRules(directory, factors, clock);
  }

  public Passwords passwords() {
    return passwords;
  }

  public AppPasswords appPasswords() {
    return appPasswords;
  }

  public TotpApps totpApps() {
    return totpApps;
  }

  public RecoveryCodes recoveryCodes() {
    return recoveryCodes;
  }

  SecondFactorRules rules() {
    return rules;
  }

  Factors factors() {
    return factors;
  }

  Secrets secrets() {
    return secrets;
  }

  SignInConfig config() {
    return config;
  }
}
