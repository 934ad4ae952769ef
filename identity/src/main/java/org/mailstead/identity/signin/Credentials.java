package org.mailstead.identity.signin;

import java.time.InstantSource;
import org.mailstead.identity.Directory;
import org.mailstead.store.Accounts;
import org.mailstead.words.AccountId;

/** All that people can prove themselves with. */
public final class Credentials {
  private final SignInConfig config;
  private final Secrets secrets;
  private final Factors factors;
  private final Passwords passwords;
  private final AppPasswords appPasswords;
  private final TotpApps totpApps;
  private final RecoveryCodes recoveryCodes;
  private final Passkeys passkeys;
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
    this.passkeys = new Passkeys(factors, secrets, config, clock);
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

  /** Takes all second factors of an account away. */
  public void forgetFactors(AccountId account) {
    factors.update(
        account, row -> row.toBuilder().clearTotp().clearPasskeys().clearRecoveryCodes().build());
  }

  public Passkeys passkeys() {
    return passkeys;
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
