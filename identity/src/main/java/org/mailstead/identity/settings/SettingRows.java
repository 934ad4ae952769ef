package org.mailstead.identity.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.Domain;
import org.mailstead.identity.Spot;
import org.mailstead.identity.rows.SettingRow;
import org.mailstead.identity.rows.SettingsRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Key;
import org.mailstead.store.Partition;
import org.mailstead.store.Remembered;
import org.mailstead.store.Row;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * The rows of what is set: one for each scope that has any. They are remembered until they change.
 */
final class SettingRows {
  static final Partition PARTITION = new Partition(Partition.Kind.SETTINGS, 0);

  private static final int COLLECTION = 0x48;
  private static final int REMEMBERED = 20_000;

  /** Octets of a row, so that any engine can hold it. */
  private static final int MAX_ROW = 60 << 10;

  private final Accounts store;
  private final Directory directory;
  private final Remembered remembered;
  private final Map<Spot, Read> read = new ConcurrentHashMap<>();

  /** What is set for one scope. The same object as long as nothing of it is changed. */
  record Values(Map<String, SettingRow> byKey) {
    static final Values NONE = new Values(Map.of());

    static Values of(SettingsRow row) {
      Map<String, SettingRow> all = new HashMap<>();
      row.getSettingsList().forEach(one -> all.put(one.getKey(), one));
      return new Values(Map.copyOf(all));
    }

    Optional<SettingRow> find(String key) {
      return Optional.ofNullable(byKey.get(key));
    }
  }

  /** A row with what it says. */
  private record Read(byte[] row, Values values) {}

  SettingRows(Accounts store, Directory directory) {
    this.store = store;
    this.directory = directory;
    this.remembered = new Remembered(store, REMEMBERED);
  }

  private static Spot ofSystem(long tenant) {
    return new Spot(PARTITION, Key.of(COLLECTION, tenant));
  }

  /** Empty when nobody is there to have any. */
  private Optional<Spot> find(Scope scope) {
    return switch (scope) {
      case Scope.OfSystem() -> Optional.of(ofSystem(0));
      case Scope.OfTenant(var tenant) -> Optional.of(ofSystem(tenant.value()));
      case Scope.OfDomain(String name) -> directory.domain(name).map(directory::settings);
      case Scope.OfAccount(var id) -> directory.account(id).map(Directory::settings);
    };
  }

  private Spot spot(Scope scope) {
    return find(scope)
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, missing(scope), name(scope)));
  }

  private static String missing(Scope scope) {
    return scope.level() == Scope.Level.DOMAIN ? "domain.missing" : "account.missing";
  }

  static String name(Scope scope) {
    return switch (scope) {
      case Scope.OfSystem() -> "the system";
      case Scope.OfTenant(var tenant) -> tenant.toString();
      case Scope.OfDomain(String name) -> name;
      case Scope.OfAccount(var id) -> id.toString();
    };
  }

  Values ofSystem() {
    return values(ofSystem(0));
  }

  Values of(org.mailstead.words.TenantId tenant) {
    return values(ofSystem(tenant.value()));
  }

  Values of(Domain domain) {
    return values(directory.settings(domain));
  }

  Values of(Account account) {
    return values(Directory.settings(account));
  }

  /**
   * @throws Refused NOT_FOUND when nobody is there to have any
   */
  Values of(Scope scope) {
    return values(spot(scope));
  }

  private Values values(Spot spot) {
    Optional<byte[]> row = remembered.get(spot.partition(), spot.key());
    if (row.isEmpty()) {
      read.remove(spot);
      return Values.NONE;
    }
    Read known = read.get(spot);
    if (known != null && java.util.Arrays.equals(known.row, row.get())) {
      return known.values;
    }
    if (read.size() >= REMEMBERED) {
      read.clear();
    }
    var now = new Read(row.get(), Values.of(Row.read(row.get(), SettingsRow.parser())));
    read.put(spot, now);
    return now.values;
  }

  /** What a change makes of a scope's row; it may run several times. */
  @FunctionalInterface
  interface Work<T> {
    T apply(SettingsRow.Builder row);
  }

  /**
   * Changes a scope's row in one commit.
   *
   * @throws Refused NOT_FOUND when nobody is there to have one, TOO_LARGE when it would be
   */
  <T> T change(Scope scope, Work<T> work) {
    Spot spot = spot(scope);
    return store.change(
        spot.partition(),
        draft -> {
          SettingsRow.Builder row =
              draft
                  .get(spot.key())
                  .map(bytes -> Row.read(bytes, SettingsRow.parser()).toBuilder())
                  .orElseGet(SettingsRow::newBuilder);
          T result = work.apply(row);
          SettingsRow now = row.build();
          if (now.getSerializedSize() > MAX_ROW) {
            throw new Refused(Problem.Kind.TOO_LARGE, "settings.large", name(scope));
          }
          if (now.equals(SettingsRow.getDefaultInstance())) {
            draft.delete(spot.key());
          } else {
            draft.put(spot.key(), Row.write(now));
          }
          return result;
        });
  }

  /** Puts a value in the place of the one before, which it returns. */
  static Optional<String> put(SettingsRow.Builder row, SettingRow setting) {
    OptionalInt at = index(row, setting.getKey());
    if (at.isEmpty()) {
      row.addSettings(setting);
      return Optional.empty();
    }
    SettingRow old = row.getSettings(at.getAsInt());
    row.setSettings(
        at.getAsInt(),
        old.toBuilder()
            .setValue(setting.getValue())
            .setSetMs(setting.getSetMs())
            .setBy(setting.getBy()));
    return Optional.of(old.getValue());
  }

  /** Takes a value out and returns it. */
  static Optional<String> take(SettingsRow.Builder row, String key) {
    OptionalInt at = index(row, key);
    if (at.isEmpty()) {
      return Optional.empty();
    }
    String old = row.getSettings(at.getAsInt()).getValue();
    row.removeSettings(at.getAsInt());
    return Optional.of(old);
  }

  private static OptionalInt index(SettingsRow.Builder row, String key) {
    return IntStream.range(0, row.getSettingsCount())
        .filter(at -> row.getSettings(at).getKey().equals(key))
        .findFirst();
  }
}
