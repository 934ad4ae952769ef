package org.mailstead.identity;

import java.util.List;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;

/** What an address stands for. */
public sealed interface Recipient {
  /**
   * Mailboxes of ours, each once.
   *
   * @param why how the address led there, for the message's reasons
   */
  record Local(List<AccountId> accounts, List<EmailAddress> outside, Why why) implements Recipient {
    public Local {
      accounts = List.copyOf(accounts);
      outside = List.copyOf(outside);
    }
  }

  /**
   * Where other servers report to, {@code reports@} a domain of ours whose users do not have that
   * name: read by the server itself.
   */
  record Reports(String domain) implements Recipient {}

  /** Our domain, and nobody of that name. */
  record Nobody() implements Recipient {}

  /** A domain that is not ours. */
  record Elsewhere() implements Recipient {}

  /** How an address led to an account. */
  enum Why {
    PRIMARY,
    ALIAS,
    PLUS,
    CATCH_ALL,
    GROUP
  }
}
