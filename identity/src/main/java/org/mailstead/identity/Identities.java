package org.mailstead.identity;

import java.util.List;
import java.util.Optional;
import org.mailstead.identity.DirectoryRows.Place;
import org.mailstead.identity.rows.AccountRow;
import org.mailstead.identity.rows.IdentityRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;

/**
 * Which identity of a provider opens which account. An identity is an issuer and its name of a
 * person, which it never gives to another; an address may go to another person, so it is looked at
 * the first time only. The account's row decides; the other is there to find it.
 */
public final class Identities {
  private final Directory directory;
  private final DirectoryRows rows;
  private final Accounts store;

  public Identities(Directory directory) {
    this.directory = directory;
    this.rows = directory.rows();
    this.store = directory.store();
  }

  private static String word(String issuer, String subject) {
    return issuer + " " + subject;
  }

  /** The account that an identity opens. */
  public Optional<Account> account(String issuer, String subject) {
    return rows.findIdentity(issuer, subject)
        .map(row -> new AccountId(row.getAccount()))
        .filter(id -> of(id).contains(word(issuer, subject)))
        .flatMap(directory::account);
  }

  private List<String> of(AccountId id) {
    return rows.findAccount(id).map(row -> List.copyOf(row.getIdentitiesList())).orElse(List.of());
  }

  /** Whether an issuer's identity opens the account already. */
  public boolean hasOne(AccountId id, String issuer) {
    return of(id).stream().anyMatch(word -> word.startsWith(issuer + " "));
  }

  /**
   * Has an identity open an account; false when another one of the issuer does already.
   *
   * @param subject the issuer's name of the person
   */
  public boolean link(AccountId id, String issuer, String subject) {
    Place place = rows.identity(issuer, subject);
    IdentityRow row =
        IdentityRow.newBuilder()
            .setIssuer(issuer)
            .setSubject(subject)
            .setAccount(id.value())
            .build();
    // First what finds, then what decides: between the two it opens nothing.
    store.update(place.partition(), draft -> draft.put(place.key(), Row.write(row)));
    Place own = DirectoryRows.account(id);
    return store.change(
        own.partition(),
        draft -> {
          Optional<AccountRow> account = draft.get(own.key()).map(DirectoryRows::accountRow);
          boolean free =
              account.isPresent()
                  && account.get().getIdentitiesList().stream()
                      .noneMatch(word -> word.startsWith(issuer + " "));
          if (free) {
            AccountRow next =
                account.get().toBuilder().addIdentities(word(issuer, subject)).build();
            draft.put(own.key(), Row.write(next));
          }
          return free;
        });
  }

  /** Takes all identities of providers away from an account; the next one is found by address. */
  public void forget(AccountId id) {
    Place own = DirectoryRows.account(id);
    store.update(
        own.partition(),
        draft ->
            draft
                .get(own.key())
                .map(DirectoryRows::accountRow)
                .ifPresent(row -> {
                  AccountRow next = row.toBuilder().clearIdentities().build();
                  draft.put(own.key(), Row.write(next));
                }));
  }
}
