package org.mailstead.identity.signin;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mailstead.identity.rows.DeviceRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Entry;
import org.mailstead.store.Key;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;

/**
 * Browsers from which a person has signed in before. One that is known is no news, gets past the
 * throttle that guessers are held up by, and may be spared the second factor for a while.
 */
public final class Devices {
  /** For how long a browser is remembered that is not used. */
  public static final Duration REMEMBERED = Duration.ofDays(365);

  private static final Duration TRUSTED = Duration.ofDays(30);
  private static final int MOST = 50;
  private static final int MOST_HELD = 5;
  private static final int SECRET = 16;
  private static final String PARTED = "-";

  private final Accounts store;
  private final Secrets secrets;
  private final InstantSource clock;

  Devices(Accounts store, Secrets secrets, InstantSource clock) {
    this.store = store;
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * One of them.
   *
   * @param trusted until when no second factor is asked of it
   */
  public record Device(long id, String client, Instant made, Instant seen, Instant trusted) {
    boolean isTrusted(Instant now) {
      return now.isBefore(trusted);
    }
  }

  /** The device, if it is one of the account's; a browser may hold those of several accounts. */
  Optional<Device> find(AccountId account, String held) {
    return mine(account, held)
        .flatMap(one ->
            store
                .read(Person.of(account))
                .get(Person.device(one.id()))
                .map(Devices::row)
                .filter(row ->
                    Secrets.same(
                        row.getSecretHash().toByteArray(), hash(one.secret()).toByteArray()))
                .map(row -> shown(one.id(), row)))
        .filter(device -> clock.instant().isBefore(device.seen.plus(REMEMBERED)));
  }

  private static List<WebSessions.Held> parse(String held) {
    return Arrays.stream(held.split(PARTED, MOST_HELD + 1))
        .flatMap(one -> WebSessions.Held.parse(one).stream())
        .toList();
  }

  private static Optional<WebSessions.Held> mine(AccountId account, String held) {
    return parse(held).stream().filter(one -> one.account().equals(account)).findFirst();
  }

  private ByteString hash(byte[] secret) {
    return ByteString.copyFrom(secrets.hash("device", secret));
  }

  /**
   * Notes that somebody has signed in from a browser.
   *
   * @param trust whether no second factor shall be asked of it for a while
   * @return what the browser shall hold from now on
   */
  String signedIn(AccountId account, Browser browser, boolean trust) {
    Optional<Device> known = find(account, browser.device());
    WebSessions.Held mine =
        known.isPresent()
            ? mine(account, browser.device()).orElseThrow()
            : new WebSessions.Held(account, secrets.number(), secrets.random(SECRET));
    long trusted =
        trust
            ? clock.millis() + TRUSTED.toMillis()
            : known.map(device -> device.trusted.toEpochMilli()).orElse(0L);
    DeviceRow row =
        DeviceRow.newBuilder()
            .setSecretHash(hash(mine.secret()))
            .setMadeMs(known.map(device -> device.made.toEpochMilli()).orElse(clock.millis()))
            .setSeenMs(clock.millis())
            .setTrustedUntilMs(trusted)
            .setClient(browser.attempt().client())
            .build();
    store.update(
        Person.of(account),
        draft -> {
          List<Entry> all = new ArrayList<>();
          draft.each(Person.DEVICES, all::add);
          all.sort(Comparator.comparingLong(entry -> row(entry.value()).getSeenMs()));
          all.stream()
              .limit(Math.max(0, all.size() - MOST + 1))
              .map(Entry::key)
              .forEach(draft::delete);
          draft.put(Person.device(mine.id()), Row.write(row));
        });
    List<String> held = new ArrayList<>(List.of(mine.toString()));
    parse(browser.device()).stream()
        .filter(other -> !other.account().equals(account))
        .limit(MOST_HELD - 1)
        .forEach(other -> held.add(other.toString()));
    return String.join(PARTED, held);
  }

  /** Those of an account, the last seen first. */
  public List<Device> list(AccountId account) {
    List<Device> found = new ArrayList<>();
    store
        .read(Person.of(account))
        .each(
            Person.DEVICES,
            entry -> found.add(shown(entry.key().suffixLong(0), row(entry.value()))));
    found.sort(Comparator.comparing(Device::seen).reversed());
    return found;
  }

  /** Forgets them all: each of them has to show the second factor again. */
  public void forget(AccountId account) {
    store.update(
        Person.of(account),
        draft -> {
          List<Key> all = new ArrayList<>();
          draft.each(Person.DEVICES, entry -> all.add(entry.key()));
          all.forEach(draft::delete);
        });
  }

  private static DeviceRow row(byte[] bytes) {
    return Row.read(bytes, DeviceRow.parser());
  }

  private static Device shown(long id, DeviceRow row) {
    return new Device(
        id,
        row.getClient(),
        Instant.ofEpochMilli(row.getMadeMs()),
        Instant.ofEpochMilli(row.getSeenMs()),
        Instant.ofEpochMilli(row.getTrustedUntilMs()));
  }
}
