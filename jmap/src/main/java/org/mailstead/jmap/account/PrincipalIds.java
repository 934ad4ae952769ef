package org.mailstead.jmap.account;

import java.util.Optional;
import org.mailstead.words.AccountId;

/** Ids of whom something can be shared with: an account, or everybody of the tenant. */
public final class PrincipalIds {
  /** Everybody of the tenant: IMAP's "anyone". */
  public static final String EVERYBODY = "P0";

  private static final char LETTER = 'P';

  private PrincipalIds() {}

  public static String write(AccountId account) {
    return RecordIds.write(LETTER, account.value());
  }

  /** Empty for what is no account's. */
  public static Optional<AccountId> parse(String id) {
    return RecordIds.parse(LETTER, id).map(AccountId::new);
  }
}
