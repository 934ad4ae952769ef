package org.mailstead.identity.signin;

import java.time.Instant;

/**
 * What an account's owner is told of by mail, in case it was somebody else.
 *
 * @see Alerts
 */
public sealed interface Alert {
  /** A sign-in with a browser that the account does not know. */
  record NewBrowser(String from, String client) implements Alert {}

  /** A program signed in from a part of the net where the account was never used. */
  record NewPlace(SignIn signIn) implements Alert {}

  /** Somebody has the password, and fails at the second factor. */
  record SecondFactorGuessed(String from) implements Alert {}

  /** An administrator may look into the account for a while, and change nothing. */
  record LookedInto(String by, String reason, Instant until) implements Alert {}

  record PasswordChanged(String from) implements Alert {}

  /**
   * Something that opens the account is new.
   *
   * @param kind {@code passkey}, {@code totp}, {@code app-password}, {@code program}, {@code
   *     certificate}
   */
  record Added(String kind, String name, String from) implements Alert {}

  record Removed(String kind, String name, String from) implements Alert {}

  record RecoveryCodeUsed(int left, String from) implements Alert {}
}
