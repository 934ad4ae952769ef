package org.mailstead.identity;

import java.util.List;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.TenantId;

/**
 * What the directory knows of an account.
 *
 * @param address the primary address
 * @param name for people; may be empty
 * @param quotaBytes how much mail it may keep; 0 for no limit
 * @param language BCP 47 tag of the texts that the server makes for it, such as {@code de}
 */
public record Account(
    AccountId id,
    TenantId tenant,
    EmailAddress address,
    String name,
    long quotaBytes,
    String language,
    boolean disabled,
    List<EmailAddress> aliases) {
  public Account {
    aliases = List.copyOf(aliases);
  }
}
