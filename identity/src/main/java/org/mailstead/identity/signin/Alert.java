package org.mailstead.identity.signin;

import java.time.Instant;
import java.util.List;

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

  /**
   * A way to a new password goes to another address from now on.
   *
   * @param address empty for none any more
   */
  record RecoveryAddress(String address, String from) implements Alert {}

  /** Somebody who cannot sign in asked for a way to a new password, which was sent. */
  record PasswordAsked(String from) implements Alert {}

  /** An administrator set a new password. */
  record PasswordSet(String by) implements Alert {}

  /** An administrator gave out a way to a new password. */
  record ResetMade(String by) implements Alert {}

  /** An administrator took all second factors away. */
  record FactorsForgotten(String by) implements Alert {}

  /**
   * Somebody acts for the account, or may do other things for it than before.
   *
   * @param may of {@code read}, {@code write}, {@code full}, {@code send-as}, {@code on-behalf}
   */
  record DelegateSet(String member, List<String> may, By by) implements Alert {
    public DelegateSet {
      may = List.copyOf(may);
    }
  }

  record DelegateRemoved(String member, By by) implements Alert {}

  /** Who changed something that both an owner and an administrator may change. */
  sealed interface By {
    /** The owner, or somebody at his open screen. */
    record Owner(String from) implements By {}

    /**
     * @param name as the audit log has it
     */
    record Administrator(String name) implements By {}
  }
}
