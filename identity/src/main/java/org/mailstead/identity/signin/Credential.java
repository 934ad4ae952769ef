package org.mailstead.identity.signin;

import com.google.protobuf.ByteString;
import java.time.Instant;
import org.mailstead.words.AccountId;

/** What somebody signed in with. A session lasts no longer than what opened it. */
public sealed interface Credential {
  /**
   * The account's password.
   *
   * @param generation another with every password that is set
   */
  record Password(ByteString generation) implements Credential {}

  /**
   * A password for one program.
   *
   * @param id its number in the account
   */
  record AppPassword(long id) implements Credential {}

  /**
   * A token of a program that was let in.
   *
   * @param grant its number in the account
   */
  record Granted(long grant) implements Credential {}

  /**
   * Leave to look into the account.
   *
   * @param by the account that looks
   */
  record Permitted(long permit, AccountId by) implements Credential {}

  /**
   * A certificate that the program has shown by TLS.
   *
   * @param fingerprint SHA-256 of it, in hex
   * @param registered whether it is registered itself; else an authority vouches for its address
   * @param ends as it says
   */
  record Certificate(String fingerprint, boolean registered, Instant ends) implements Credential {}

  /** Another server of the operator's vouches for it. */
  record Vouched() implements Credential {}

  /** How the history names it; the same for the same credential. */
  default String word() {
    return switch (this) {
      case Password _ -> "password";
      case AppPassword(long id) -> "app-password " + Long.toHexString(id);
      case Granted(long grant) -> "program " + Long.toHexString(grant);
      case Permitted(long permit, _) -> "permit " + Long.toHexString(permit);
      case Certificate(String fingerprint, _, _) -> "certificate " + fingerprint.substring(0, 16);
      case Vouched _ -> "vouched";
    };
  }
}
