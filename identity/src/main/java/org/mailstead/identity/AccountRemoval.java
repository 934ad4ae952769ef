package org.mailstead.identity;

import java.util.List;
import org.mailstead.identity.DirectoryRows.Place;
import org.mailstead.identity.rows.AccountRow;
import org.mailstead.identity.rows.AddressRow;
import org.mailstead.identity.rows.DomainRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Takes an account out of the directory, in steps that undo its making. The first one decides; each
 * of the others may be done twice, and {@link Directory#removing} finds what a crash left undone.
 */
public final class AccountRemoval {
  private final DirectoryRows rows;
  private final DirectoryChanges changes;
  private final Mentions mentions;
  private final Accounts store;

  public AccountRemoval(Directory directory, DirectoryChanges changes) {
    this.rows = directory.rows();
    this.changes = changes;
    this.mentions = new Mentions(directory);
    this.store = directory.store();
  }

  /** From here on it is there for nobody: it gets no mail, nobody signs in, sessions end. */
  public void begin(AccountId id) {
    Place place = DirectoryRows.account(id);
    store.update(
        place.partition(),
        draft -> {
          AccountRow row =
              draft
                  .get(place.key())
                  .map(DirectoryRows::accountRow)
                  .orElseThrow(
                      () -> new Refused(Problem.Kind.NOT_FOUND, "account.missing", id.toString()));
          AccountRow gone = row.toBuilder().setDisabled(true).setRemoving(true).build();
          draft.put(place.key(), Row.write(gone));
        });
  }

  /**
   * Takes the account out of groups and catch-alls, then gives its addresses up. In this order: who
   * gets an address next must not be found in the old one's groups.
   */
  public void releaseAddresses(AccountId id) {
    for (Mention mention : mentions.of(id)) {
      switch (mention) {
        case Mention.Group(EmailAddress group, _) -> leave(group, id);
        case Mention.CatchAll(String domain) -> clearCatchAll(domain, id);
      }
    }
    rows.findAccount(id)
        .map(Directory::account)
        .ifPresent(account -> {
          account.aliases().forEach(alias -> changes.removeAddress(alias, id));
          changes.removeAddress(account.address(), id);
        });
  }

  private void leave(EmailAddress group, AccountId id) {
    Place place = rows.address(group);
    store.update(
        place.partition(),
        draft ->
            draft
                .get(place.key())
                .map(DirectoryRows::addressRow)
                .filter(AddressRow::hasGroup)
                .ifPresent(row -> draft.put(place.key(), Row.write(without(row, id)))));
  }

  private AddressRow without(AddressRow row, AccountId id) {
    List<String> left =
        row.getGroup().getMembersList().stream()
            .filter(
                member -> EmailAddress.parse(member).filter(m -> mentions.isOf(m, id)).isEmpty())
            .toList();
    var group = row.getGroup().toBuilder().clearMembers().addAllMembers(left);
    return row.toBuilder().setGroup(group).build();
  }

  private void clearCatchAll(String domain, AccountId id) {
    Place place = rows.domain(domain);
    store.update(
        place.partition(),
        draft ->
            draft
                .get(place.key())
                .map(DirectoryRows::domainRow)
                .filter(row ->
                    EmailAddress.parse(row.getCatchAll())
                        .filter(all -> mentions.isOf(all, id))
                        .isPresent())
                .ifPresent(row -> {
                  DomainRow cleared = row.toBuilder().setCatchAll("").build();
                  draft.put(place.key(), Row.write(cleared));
                }));
  }

  /** The last step: nothing of it is left but its number, which is not given again. */
  public void end(AccountId id) {
    Place place = DirectoryRows.account(id);
    store.update(
        place.partition(),
        draft -> {
          draft.delete(place.key());
          draft.delete(DirectoryRows.settings(id).key());
        });
  }
}
