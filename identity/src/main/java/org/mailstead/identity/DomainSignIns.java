package org.mailstead.identity;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.mailstead.identity.DirectoryRows.Place;
import org.mailstead.identity.LdapSettings.Server;
import org.mailstead.identity.rows.DomainSignInRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Row;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Which domains' passwords are checked elsewhere, and where. */
public final class DomainSignIns {
  private final DirectoryRows rows;
  private final Accounts store;

  /** Whether any domain's are; empty when the directory has changed since it was looked up. */
  private final AtomicReference<Optional<Boolean>> any = new AtomicReference<>(Optional.empty());

  public DomainSignIns(Directory directory) {
    this.rows = directory.rows();
    this.store = directory.store();
    directory.watch(_ -> any.set(Optional.empty()));
  }

  /** How it is for a domain, which need not be one of ours. */
  public DomainSignIn of(String domain) {
    return rows.findDomainSignIn(domain)
        .filter(DomainSignInRow::hasLdap)
        .<DomainSignIn>map(row -> new DomainSignIn.ByDirectory(LdapRows.settings(row.getLdap())))
        .orElse(DomainSignIn.HERE);
  }

  /** Whether there is a domain whose passwords do not lie here. */
  public boolean any() {
    Optional<Boolean> known = any.get();
    if (known.isPresent()) {
      return known.get();
    }
    boolean found = find();
    any.compareAndSet(known, Optional.of(found)); // a change meanwhile has it looked up again
    return found;
  }

  private boolean find() {
    for (int shard = 0; shard < DirectoryRows.SHARDS; shard++) {
      var range = KeyRange.collection(DirectoryRows.DOMAIN_SIGN_INS);
      if (!store.read(DirectoryRows.shard(shard)).scan(range, false, 1).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Decides it; counts at once.
   *
   * @throws Refused NOT_FOUND for a domain that is not ours
   */
  public void set(String text, DomainSignIn how) {
    String name = EmailAddress.domain(text).orElse(text);
    Place domain = rows.domain(name);
    Place place = rows.domainSignIn(name);
    store.update(
        place.partition(),
        draft -> {
          if (draft.get(domain.key()).isEmpty()) {
            throw new Refused(Problem.Kind.NOT_FOUND, "domain.missing", name);
          }
          switch (how) {
            case DomainSignIn.Here() -> draft.delete(place.key());
            case DomainSignIn.ByDirectory(LdapSettings settings) -> {
              DomainSignInRow.Builder row =
                  draft
                      .get(place.key())
                      .map(bytes -> DirectoryRows.domainSignInRow(bytes).toBuilder())
                      .orElseGet(DomainSignInRow::newBuilder);
              draft.put(place.key(), Row.write(row.setLdap(LdapRows.row(settings)).build()));
            }
          }
        });
  }

  /**
   * A server as people write it: {@code ldaps://HOST}, or {@code ldap://HOST} for StartTLS.
   *
   * @param clear whether {@code ldap://} is meant without StartTLS
   */
  public static Optional<Server> server(String text, boolean clear) {
    return LdapRows.server(text, clear);
  }
}
