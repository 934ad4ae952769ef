package org.mailstead.identity.signin;

import org.mailstead.words.AccountId;

/**
 * What administrators do to what opens somebody else's account. The owner is told of each: whoever
 * administers could otherwise get in, and nobody would know.
 */
public final class AccountHelp {
  private final Credentials credentials;
  private final PasswordResets resets;
  private final Alerts alerts;

  AccountHelp(Credentials credentials, PasswordResets resets, Alerts alerts) {
    this.credentials = credentials;
    this.resets = resets;
    this.alerts = alerts;
  }

  /**
   * Sets a new password; what was opened with the old one ends.
   *
   * @param by who, as the audit log names him
   */
  public void setPassword(AccountId account, String password, String by) {
    credentials.passwords().set(account, password);
    alerts.tell(account, new Alert.PasswordSet(by));
  }

  /**
   * Makes a way to a new password, as {@link PasswordResets} has it.
   *
   * @param by who, as the audit log names him
   */
  public String makeReset(AccountId account, String by) {
    String token = resets.make(account, by);
    alerts.tell(account, new Alert.ResetMade(by));
    return token;
  }

  /**
   * Takes all second factors away.
   *
   * @param by who, as the audit log names him
   */
  public void forgetFactors(AccountId account, String by) {
    boolean some =
        !credentials.totpApps().list(account).isEmpty()
            || !credentials.passkeys().list(account).isEmpty()
            || credentials.recoveryCodes().left(account) > 0;
    credentials.forgetFactors(account);
    if (some) {
      alerts.tell(account, new Alert.FactorsForgotten(by));
    }
  }
}
