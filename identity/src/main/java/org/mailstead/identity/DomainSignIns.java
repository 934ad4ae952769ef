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

  /** Which kinds there are; empty when the directory has changed since it was looked up. */
  private final AtomicReference<Optional<Found>> found = new AtomicReference<>(Optional.empty());

  private record Found(boolean any, boolean directory) {}

  public DomainSignIns(Directory directory) {
    this.rows = directory.rows();
    this.store = directory.store();
    directory.watch(_ -> found.set(Optional.empty()));
  }

  /** How it is for a domain, which need not be one of ours. */
  public DomainSignIn of(String domain) {
    Optional<DomainSignInRow> row = rows.findDomainSignIn(domain);
    if (row.filter(DomainSignInRow::hasLdap).isPresent()) {
      return new DomainSignIn.ByDirectory(LdapRows.settings(row.get().getLdap()));
    }
    return row.filter(DomainSignInRow::hasOidc)
        .<DomainSignIn>map(found -> new DomainSignIn.ByProvider(OidcRows.settings(found.getOidc())))
        .orElse(DomainSignIn.HERE);
  }

  /** Whether there is a domain whose people have no passwords here. */
  public boolean any() {
    return found().any;
  }

  /** Whether there is a domain whose passwords a directory checks. */
  public boolean anyDirectory() {
    return found().directory;
  }

  private Found found() {
    Optional<Found> known = found.get();
    if (known.isPresent()) {
      return known.get();
    }
    Found now = find();
    found.compareAndSet(known, Optional.of(now)); // a change meanwhile has it looked up again
    return now;
  }

  private Found find() {
    boolean[] such = new boolean[2];
    for (int shard = 0; shard < DirectoryRows.SHARDS; shard++) {
      store
          .read(DirectoryRows.shard(shard))
          .each(
              KeyRange.collection(DirectoryRows.DOMAIN_SIGN_INS),
              entry -> {
                such[0] = true;
                such[1] |= DirectoryRows.domainSignInRow(entry.value()).hasLdap();
              });
    }
    return new Found(such[0], such[1]);
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
          DomainSignInRow.Builder row =
              draft
                  .get(place.key())
                  .map(bytes -> DirectoryRows.domainSignInRow(bytes).toBuilder())
                  .orElseGet(DomainSignInRow::newBuilder)
                  .clearLdap()
                  .clearOidc();
          switch (how) {
            case DomainSignIn.Here() -> draft.delete(place.key());
            case DomainSignIn.ByDirectory(LdapSettings settings) ->
                draft.put(place.key(), Row.write(row.setLdap(LdapRows.row(settings)).build()));
            case DomainSignIn.ByProvider(OidcSettings settings) ->
                draft.put(place.key(), Row.write(row.setOidc(OidcRows.row(settings)).build()));
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
