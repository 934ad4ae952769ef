package org.mailstead.identity.signin;

import java.time.Instant;
import org.mailstead.identity.Account;
import org.mailstead.words.EmailAddress;

/** Brings to an address outside of an account what its owner has to read there. */
public interface RecoveryMail {
  /** Keeps nobody waiting for the mail to arrive; does not throw. */
  void send(Account about, EmailAddress to, Letter letter);

  /** What it says. */
  sealed interface Letter {
    /** Shows that whoever reads the address is the account's owner. */
    record Code(String code, Instant until) implements Letter {}

    /**
     * A way to a new password.
     *
     * @param token for the page where it is chosen
     * @param from the address of whoever asked, or who asked for the owner
     */
    record Way(String token, Instant until, String from) implements Letter {}

    /** What the account itself is told too. */
    record Told(Alert alert) implements Letter {}
  }
}
