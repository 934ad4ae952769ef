package org.mailstead.identity;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.mailstead.identity.rows.AccountRow;
import org.mailstead.identity.rows.AddressRow;
import org.mailstead.identity.rows.ClientCertificateRow;
import org.mailstead.identity.rows.CounterRow;
import org.mailstead.identity.rows.DomainRow;
import org.mailstead.identity.rows.DomainSignInRow;
import org.mailstead.identity.rows.GroupRow;
import org.mailstead.identity.rows.IdentityRow;
import org.mailstead.identity.rows.SigningKeysRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Partition;
import org.mailstead.store.Remembered;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;

/** Where the directory's rows stand: which shard, which key. */
final class DirectoryRows {
  /** The number is stored in every home: it can only change with a migration. */
  static final int SHARDS = 16;

  static final int DOMAINS = 1;
  static final int ADDRESSES = 2;
  static final int ACCOUNTS = 3;
  static final Key COUNTER = Key.of(4, 0);
  static final int SIGNING_KEYS = 5;
  static final int DOMAIN_SETTINGS = 0x20;
  static final int ACCOUNT_SETTINGS = 0x21;
  static final int DOMAIN_SIGN_INS = 6;
  static final int IDENTITIES = 7;
  static final int CLIENT_CERTIFICATES = 8;
  static final Partition FIRST_SHARD = shard(0);

  /** A row's partition and key. */
  record Place(Partition partition, Key key) {}

  /** Rows remembered: those of the accounts that are in use. */
  private static final int REMEMBERED = 20_000;

  private final Accounts accounts;
  private final Remembered remembered;
  private final NameHash names;

  DirectoryRows(Accounts accounts, NameHash names) {
    this.accounts = accounts;
    this.remembered = new Remembered(accounts, REMEMBERED);
    this.names = names;
  }

  static Partition shard(long hash) {
    return new Partition(Partition.Kind.DIRECTORY, Math.floorMod(hash, SHARDS));
  }

  Place domain(String name) {
    return named(DOMAINS, name);
  }

  /** In the domain's own shard: both change in one commit. */
  Place signingKeys(String domain) {
    return named(SIGNING_KEYS, domain);
  }

  /** In the domain's own shard: gone with it. */
  Place settings(String domain) {
    return named(DOMAIN_SETTINGS, domain);
  }

  /** In the account's own shard: gone with it. */
  static Place settings(AccountId id) {
    return new Place(shard(id.value()), Key.of(ACCOUNT_SETTINGS, id.value()));
  }

  Place clientCertificate(String fingerprint) {
    return named(CLIENT_CERTIFICATES, fingerprint);
  }

  Optional<ClientCertificateRow> findClientCertificate(String fingerprint) {
    return read(clientCertificate(fingerprint)).map(DirectoryRows::clientCertificateRow);
  }

  static ClientCertificateRow clientCertificateRow(byte[] row) {
    return Row.read(row, ClientCertificateRow.parser());
  }

  Place identity(String issuer, String subject) {
    return named(IDENTITIES, issuer + " " + subject);
  }

  Optional<IdentityRow> findIdentity(String issuer, String subject) {
    return read(identity(issuer, subject)).map(row -> Row.read(row, IdentityRow.parser()));
  }

  /** In the domain's own shard, too. */
  Place domainSignIn(String domain) {
    return named(DOMAIN_SIGN_INS, domain);
  }

  Place address(EmailAddress address) {
    return named(ADDRESSES, address.canonical());
  }

  static Place account(AccountId id) {
    return new Place(shard(id.value()), Key.of(ACCOUNTS, id.value()));
  }

  private Place named(int collection, String name) {
    byte[] hash = names.of(name);
    long first = ByteBuffer.wrap(hash).getLong();
    return new Place(shard(first), Key.of(collection, first, hash));
  }

  private Optional<byte[]> read(Place place) {
    return remembered.get(place.partition, place.key);
  }

  Optional<DomainRow> findDomain(String name) {
    return read(domain(name)).map(DirectoryRows::domainRow);
  }

  Optional<DomainSignInRow> findDomainSignIn(String domain) {
    return read(domainSignIn(domain)).map(DirectoryRows::domainSignInRow);
  }

  Optional<SigningKeysRow> findSigningKeys(String domain) {
    return read(signingKeys(domain)).map(DirectoryRows::signingKeysRow);
  }

  Optional<AddressRow> findAddress(EmailAddress address) {
    return read(address(address)).map(DirectoryRows::addressRow);
  }

  Optional<AccountRow> findAccount(AccountId id) {
    return read(account(id)).map(DirectoryRows::accountRow);
  }

  Optional<CounterRow> findCounter() {
    return read(new Place(FIRST_SHARD, COUNTER)).map(row -> Row.read(row, CounterRow.parser()));
  }

  /** Whether one of all addresses is such; reads them all. */
  boolean anyAddress(Predicate<AddressRow> such) {
    boolean[] found = new boolean[1];
    eachAddress(row -> found[0] |= such.test(row));
    return found[0];
  }

  void eachAddress(Consumer<AddressRow> address) {
    for (int shard = 0; shard < SHARDS; shard++) {
      accounts
          .read(shard(shard))
          .each(KeyRange.collection(ADDRESSES), entry -> address.accept(addressRow(entry.value())));
    }
  }

  static DomainRow domainRow(byte[] row) {
    return Row.read(row, DomainRow.parser());
  }

  static DomainSignInRow domainSignInRow(byte[] row) {
    return Row.read(row, DomainSignInRow.parser());
  }

  static SigningKeysRow signingKeysRow(byte[] row) {
    return Row.read(row, SigningKeysRow.parser());
  }

  static Group group(EmailAddress address, GroupRow row) {
    return new Group(address, row.getMembersList(), row.getTold());
  }

  static AddressRow addressRow(byte[] row) {
    return Row.read(row, AddressRow.parser());
  }

  static AccountRow accountRow(byte[] row) {
    return Row.read(row, AccountRow.parser());
  }
}
