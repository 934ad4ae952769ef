package org.mailstead.identity.signin;

import com.google.protobuf.ByteString;
import java.time.InstantSource;
import org.mailstead.identity.ClientCertificates;
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
  private final RecoveryAddresses recoveryAddresses;
  private final SecondFactorRules rules;
  private final Elsewhere elsewhere;
  private final ClientCertificates clientCertificates;
  private final Standings standings;
  private final OwnPassword ownPassword;

  /** All passwords lie here. */
  public Credentials(
      Accounts store,
      Directory directory,
      Secrets secrets,
      SignInConfig config,
      InstantSource clock) {
    this(store, directory, secrets, config, Elsewhere.NONE, clock);
  }

  public Credentials(
      Accounts store,
      Directory directory,
      Secrets secrets,
      SignInConfig config,
      Elsewhere elsewhere,
      InstantSource clock) {
    this.config = config;
    this.secrets = secrets;
    this.factors = new Factors(store);
    this.passwords = new Passwords(store, secrets, clock);
    this.appPasswords = new AppPasswords(store, secrets, clock);
    this.totpApps = new TotpApps(factors, secrets, config.issuer(), clock);
    this.recoveryCodes = new RecoveryCodes(factors, secrets, clock);
    this.passkeys = new Passkeys(factors, secrets, config, clock);
    this.recoveryAddresses = new RecoveryAddresses(store, secrets, clock);
    this.rules = new SecondFactorRules(directory, factors, elsewhere, clock);
    this.elsewhere = elsewhere;
    this.clientCertificates = new ClientCertificates(directory, clock);
    this.standings = new Standings(directory, elsewhere, passwords, clock);
    this.ownPassword = new OwnPassword(passwords, elsewhere, standings, secrets, clock);
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

  public RecoveryAddresses recoveryAddresses() {
    return recoveryAddresses;
  }

  /** Another with every password that is set: what lasts no longer than a password keeps it. */
  public ByteString generation(AccountId account) {
    return passwords.generation(account).orElse(ByteString.EMPTY);
  }

  /** Takes all second factors of an account away. */
  void forgetFactors(AccountId account) {
    factors.update(
        account, row -> row.toBuilder().clearTotp().clearPasskeys().clearRecoveryCodes().build());
  }

  /** Keeps accounts as other directories have them. */
  public Standings standings() {
    return standings;
  }

  public ClientCertificates clientCertificates() {
    return clientCertificates;
  }

  OwnPassword ownPassword() {
    return ownPassword;
  }

  Elsewhere elsewhere() {
    return elsewhere;
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
