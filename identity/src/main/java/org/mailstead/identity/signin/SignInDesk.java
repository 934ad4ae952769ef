package org.mailstead.identity.signin;

import java.time.InstantSource;
import org.mailstead.identity.Directory;
import org.mailstead.store.Accounts;

/** Where people sign in with a browser and look after what opens their account. */
public final class SignInDesk {
  private final WebSessions sessions;
  private final Devices devices;
  private final WebSignIn signIn;
  private final AccountSecurity security;
  private final PasswordResets resets;
  private final Recovery recovery;
  private final PasswordRules passwordRules;
  private final AccountHelp help;
  private final Alerts alerts;

  public SignInDesk(
      Accounts store,
      Directory directory,
      Credentials credentials,
      Authenticator authenticator,
      PasswordRules passwordRules,
      Alerts alerts,
      Recovery.Outside outside,
      InstantSource clock) {
    this.sessions = new WebSessions(store, directory, credentials, clock);
    this.devices = new Devices(store, credentials.secrets(), clock);
    this.signIn =
        new WebSignIn(directory, authenticator, credentials, sessions, devices, alerts, clock);
    this.resets =
        new PasswordResets(store, directory, credentials, devices, passwordRules, alerts, clock);
    this.recovery = new Recovery(directory, credentials, devices, resets, alerts, outside, clock);
    this.security =
        new AccountSecurity(
            directory,
            credentials,
            authenticator,
            signIn,
            sessions,
            devices,
            passwordRules,
            recovery,
            alerts,
            clock);
    this.passwordRules = passwordRules;
    this.help = new AccountHelp(credentials, resets, alerts);
    this.alerts = alerts;
    authenticator.tell(alerts);
  }

  public WebSessions sessions() {
    return sessions;
  }

  public Devices devices() {
    return devices;
  }

  public WebSignIn signIn() {
    return signIn;
  }

  public PasswordResets resets() {
    return resets;
  }

  public Recovery recovery() {
    return recovery;
  }

  public PasswordRules passwordRules() {
    return passwordRules;
  }

  public AccountSecurity security() {
    return security;
  }

  public AccountHelp help() {
    return help;
  }

  /** Who tells owners. */
  public Alerts alerts() {
    return alerts;
  }
}
