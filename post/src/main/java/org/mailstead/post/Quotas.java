package org.mailstead.post;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mailstead.identity.Allowance;
import org.mailstead.post.rows.AccountRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * What an account keeps and may keep (RFC 9208). The operator's limit stands; below it the user may
 * set limits of his own, and take them back.
 */
public final class Quotas {
  /** Octets of a unit of storage. */
  public static final long UNIT = 1024;

  private final Accounts store;
  private final Quota quota;
  private final Intents intents;

  Quotas(Accounts store, Quota quota, Intents intents) {
    this.store = store;
    this.quota = quota;
    this.intents = intents;
  }

  /** What is limited. */
  public enum Resource {
    /** Units of 1024 octets, each message counted once, however many mailboxes show it. */
    STORAGE,
    /** Messages in all mailboxes. */
    MESSAGE,
    MAILBOX
  }

  public record Use(Resource resource, long used, long limit) {}

  /** The resources that are limited. */
  public List<Use> uses(AccountId account) {
    Rows rows = store.read(MailKeys.partition(account));
    AccountRow row =
        rows.get(MailKeys.account())
            .map(bytes -> Row.read(bytes, AccountRow.parser()))
            .orElseGet(AccountRow::getDefaultInstance);
    List<Use> uses = new ArrayList<>();
    Allowance allowance = quota.of(account);
    long octets = Quota.octets(row, allowance);
    if (octets < Long.MAX_VALUE) {
      long used = (row.getUsedBytes() + UNIT - 1) / UNIT;
      uses.add(new Use(Resource.STORAGE, used, octets / UNIT));
    }
    long messages = Quota.messages(row, allowance);
    if (messages < Long.MAX_VALUE) {
      uses.add(new Use(Resource.MESSAGE, Quota.messages(row, rows), messages));
    }
    long mailboxes = row.hasOwnMailboxes() ? row.getOwnMailboxes() : Mailboxes.MAX_MAILBOXES;
    uses.add(new Use(Resource.MAILBOX, Quota.mailboxes(rows), mailboxes));
    return uses;
  }

  /**
   * Sets the user's own limits; where none is given there is none any more.
   *
   * @throws Refused NOT_PERMITTED for more than the operator allows
   */
  public void limit(AccountId account, Map<Resource, Long> limits) {
    Allowance operator = quota.of(account);
    limits.forEach((resource, limit) -> {
      boolean tooMuch =
          switch (resource) {
            case STORAGE -> operator.octets() > 0 && limit > operator.octets() / UNIT;
            case MESSAGE -> operator.messages() > 0 && limit > operator.messages();
            case MAILBOX -> limit > Mailboxes.MAX_MAILBOXES;
          };
      if (tooMuch) {
        throw new Refused(Problem.Kind.NOT_PERMITTED, "quota.operator", resource.name());
      }
    });
    intents.change(
        account,
        mail -> {
          mail.draft().useReserve();
          AccountRow.Builder row = mail.account();
          row.clearOwnBytes().clearOwnMessages().clearOwnMailboxes();
          limits.forEach((resource, limit) -> set(row, resource, limit));
          return true;
        });
  }

  private static void set(AccountRow.Builder row, Resource resource, long limit) {
    switch (resource) {
      case STORAGE -> row.setOwnBytes(Math.min(limit, Long.MAX_VALUE / UNIT) * UNIT);
      case MESSAGE -> row.setOwnMessages(limit);
      case MAILBOX -> row.setOwnMailboxes(limit);
    }
  }
}
