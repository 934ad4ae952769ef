package org.mailstead.post;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.mailstead.post.rows.AclChangeRow;
import org.mailstead.post.rows.AclRow;
import org.mailstead.post.rows.ChangeRow;
import org.mailstead.post.rows.GrantRow;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Reads and writes the rows that say who may do what with a mailbox, besides its owner. */
final class Acls {
  /** Lines of one ACL. */
  private static final int MAX_GRANTS = 1_000;

  /** Stands for anyone where an account's number would stand. */
  static final long ANYONE = 0;

  private Acls() {}

  static AclRow read(byte[] row) {
    return Row.read(row, AclRow.parser());
  }

  static AclRow read(Rows rows, MailboxId mailbox) {
    return rows.get(MailKeys.acl(mailbox)).map(Acls::read).orElseGet(AclRow::getDefaultInstance);
  }

  static List<AclEntry> entries(AclRow row) {
    List<AclEntry> entries = new ArrayList<>();
    for (GrantRow grant : row.getGrantsList()) {
      Optional<AccountId> who =
          grant.getAccount() == ANYONE
              ? Optional.empty()
              : Optional.of(new AccountId(grant.getAccount()));
      entries.add(new AclEntry(who, grant.getNegative(), new Rights(grant.getRights())));
    }
    return entries;
  }

  /**
   * What an account may do: what any line gives it, without what any line takes.
   *
   * @param anyone whether lines for anyone mean it too
   */
  static Rights rights(AclRow row, AccountId viewer, boolean anyone) {
    Rights given = Rights.NONE;
    Rights taken = Rights.NONE;
    for (GrantRow grant : row.getGrantsList()) {
      boolean applies =
          grant.getAccount() == ANYONE ? anyone : grant.getAccount() == viewer.value();
      if (applies && grant.getNegative()) {
        taken = taken.with(new Rights(grant.getRights()));
      } else if (applies) {
        given = given.with(new Rights(grant.getRights()));
      }
    }
    return given.without(taken);
  }

  /** Whether a line speaks of anyone, be it to give or to take. */
  static boolean hasAnyone(AclRow row) {
    return row.getGrantsList().stream().anyMatch(grant -> grant.getAccount() == ANYONE);
  }

  /** Whether a line gives something to an account's number, or to anyone. */
  static boolean names(AclRow row, long who) {
    return row.getGrantsList().stream()
        .anyMatch(grant -> grant.getAccount() == who && !grant.getNegative());
  }

  /** Changes one line; one without rights goes. */
  static void change(
      MailDraft mail, MailboxId mailbox, long who, boolean negative, UnaryOperator<Rights> change) {
    AclRow before = read(mail.draft(), mailbox);
    AclRow.Builder after = AclRow.newBuilder();
    Rights rights = Rights.NONE;
    for (GrantRow grant : before.getGrantsList()) {
      if (grant.getAccount() == who && grant.getNegative() == negative) {
        rights = new Rights(grant.getRights());
      } else {
        after.addGrants(grant);
      }
    }
    Rights now = change.apply(rights);
    if (!now.isEmpty()) {
      after.addGrants(
          GrantRow.newBuilder().setAccount(who).setNegative(negative).setRights(now.bits()));
    }
    if (after.getGrantsCount() > MAX_GRANTS) {
      throw new Refused(Problem.Kind.TOO_MANY, "acl.limit", Integer.toString(MAX_GRANTS));
    }
    put(mail, mailbox, after.build());
  }

  static void put(MailDraft mail, MailboxId mailbox, AclRow row) {
    var key = MailKeys.acl(mailbox);
    if (row.getGrantsCount() > 0) {
      mail.draft().put(key, Row.write(row));
    } else if (mail.draft().get(key).isPresent()) {
      mail.draft().delete(key);
    }
    mail.log(
        ChangeRow.newBuilder()
            .setMailbox(mailbox.value())
            .setAclChange(AclChangeRow.getDefaultInstance()));
  }

  /** A new mailbox is shared as the one that it lies in (RFC 4314 section 4). */
  static void inherit(MailDraft mail, MailboxId parent, MailboxId made) {
    mail.draft()
        .get(MailKeys.acl(parent))
        .ifPresent(row -> mail.draft().put(MailKeys.acl(made), row));
  }
}
