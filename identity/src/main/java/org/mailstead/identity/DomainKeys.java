package org.mailstead.identity;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.mailstead.identity.DirectoryRows.Place;
import org.mailstead.identity.rows.SigningKeyRow;
import org.mailstead.identity.rows.SigningKeyState;
import org.mailstead.identity.rows.SigningKeysRow;
import org.mailstead.store.Row;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** The keys that sign mail of our domains. They go when their domain goes. */
public final class DomainKeys {
  /** Of one domain: two that sign, two that wait, and some that have retired. */
  private static final int MOST = 20;

  private final Directory directory;

  public DomainKeys(Directory directory) {
    this.directory = directory;
  }

  /** A domain's keys, the oldest first; none for a domain that is not ours. */
  public List<DomainKey> of(String domain) {
    return directory
        .rows()
        .findSigningKeys(domain)
        .map(row -> row.getKeysList().stream().map(DomainKeys::key).toList())
        .orElse(List.of());
  }

  /**
   * Changes them in one commit.
   *
   * @throws Refused NOT_FOUND without such a domain, EXISTS for two of one selector, TOO_MANY
   */
  public List<DomainKey> change(String domain, UnaryOperator<List<DomainKey>> change) {
    Place owner = directory.rows().domain(domain);
    Place place = directory.rows().signingKeys(domain);
    return directory
        .store()
        .change(
            place.partition(),
            draft -> {
              if (draft.get(owner.key()).isEmpty()) {
                throw new Refused(Problem.Kind.NOT_FOUND, "domain.missing", domain);
              }
              SigningKeysRow row =
                  draft
                      .get(place.key())
                      .map(DirectoryRows::signingKeysRow)
                      .orElse(SigningKeysRow.getDefaultInstance());
              List<DomainKey> keys =
                  change.apply(row.getKeysList().stream().map(DomainKeys::key).toList());
              check(keys);
              var changed = row.toBuilder().clearKeys();
              keys.forEach(key -> changed.addKeys(row(key, row)));
              draft.put(place.key(), Row.write(changed.build()));
              return List.copyOf(keys);
            });
  }

  private static void check(List<DomainKey> keys) {
    if (keys.size() > MOST) {
      throw new Refused(Problem.Kind.TOO_MANY, "domain.keys", Integer.toString(MOST));
    }
    long selectors = keys.stream().map(DomainKey::selector).distinct().count();
    if (selectors < keys.size()) {
      throw new Refused(Problem.Kind.EXISTS, "domain.key");
    }
  }

  private static DomainKey key(SigningKeyRow row) {
    return new DomainKey(
        row.getSelector(),
        row.getSecret().toByteArray(),
        row.getKnown().toByteArray(),
        switch (row.getState()) {
          case SIGNING -> DomainKey.State.SIGNING;
          case RETIRED -> DomainKey.State.RETIRED;
          case WAITING, UNRECOGNIZED -> DomainKey.State.WAITING;
        },
        Instant.ofEpochMilli(row.getMadeMs()),
        row.getRetiredMs() == 0
            ? Optional.empty()
            : Optional.of(Instant.ofEpochMilli(row.getRetiredMs())));
  }

  /** A key's row; what a newer version keeps in it stays. */
  private static SigningKeyRow row(DomainKey key, SigningKeysRow before) {
    return before.getKeysList().stream()
        .filter(row -> row.getSelector().equals(key.selector()))
        .findFirst()
        .orElse(SigningKeyRow.getDefaultInstance())
        .toBuilder()
        .setSelector(key.selector())
        .setSecret(ByteString.copyFrom(key.secret()))
        .setKnown(ByteString.copyFrom(key.known()))
        .setState(
            switch (key.state()) {
              case WAITING -> SigningKeyState.WAITING;
              case SIGNING -> SigningKeyState.SIGNING;
              case RETIRED -> SigningKeyState.RETIRED;
            })
        .setMadeMs(key.made().toEpochMilli())
        .setRetiredMs(key.retired().map(Instant::toEpochMilli).orElse(0L))
        .build();
  }
}
