package org.mailstead.identity.oauth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mailstead.identity.rows.DeviceCodeRow;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.store.Accounts;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Lets programs in that have no browser: the person types a short code elsewhere (RFC 8628). */
public final class DeviceCodes {
  static final Duration LIFE = Duration.ofMinutes(10);

  /** Seconds between two questions of a device. */
  static final int INTERVAL = 5;

  private static final int COLLECTION = 0x43;
  private static final int MOST = 1000;
  private static final int SECRET = 32;
  private static final int LETTERS = 8;

  /** Without vowels, so that no words come out, and without what looks alike (section 6.1). */
  private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";

  private final Accounts store;
  private final Clients clients;
  private final Grants grants;
  private final Secrets secrets;
  private final InstantSource clock;

  DeviceCodes(
      Accounts store, Clients clients, Grants grants, Secrets secrets, InstantSource clock) {
    this.store = store;
    this.clients = clients;
    this.grants = grants;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** What a device is told. */
  public record Begun(String deviceCode, String userCode) {}

  /**
   * Begins.
   *
   * @throws OAuthError when too many wait already
   */
  Begun begin(Client client, Set<Scope> scopes) throws OAuthError {
    String device = HexFormat.of().formatHex(secrets.random(SECRET));
    var user = new StringBuilder();
    for (int i = 0; i < LETTERS; i++) {
      user.append(ALPHABET.charAt((int) (secrets.number() % ALPHABET.length())));
    }
    DeviceCodeRow row =
        DeviceCodeRow.newBuilder()
            .setClient(client.id())
            .addAllScopes(scopes.stream().sorted().map(Scope::word).toList())
            .setUserCode(user.toString())
            .setUntilMs(clock.millis() + LIFE.toMillis())
            .build();
    boolean room =
        store.change(
            Clients.PARTITION,
            draft -> {
              List<Key> old = new ArrayList<>();
              int[] waiting = new int[1];
              draft.each(
                  KeyRange.collection(COLLECTION),
                  entry -> {
                    if (isOver(row(entry.value()))) {
                      old.add(entry.key());
                    } else {
                      waiting[0]++;
                    }
                  });
              old.forEach(draft::delete);
              if (waiting[0] >= MOST) {
                return false;
              }
              draft.put(key(device), Row.write(row));
              return true;
            });
    if (!room) {
      throw new OAuthError(OAuthError.Kind.TEMPORARILY_UNAVAILABLE, "too many devices wait");
    }
    String shown = user.substring(0, LETTERS / 2) + "-" + user.substring(LETTERS / 2);
    return new Begun(device, shown);
  }

  private static DeviceCodeRow row(byte[] bytes) {
    return Row.read(bytes, DeviceCodeRow.parser());
  }

  private boolean isOver(DeviceCodeRow row) {
    return clock.millis() >= row.getUntilMs();
  }

  private Key key(String device) {
    byte[] hash = secrets.hash("device code", device.getBytes(US_ASCII));
    return Key.named(COLLECTION, HexFormat.of().formatHex(hash));
  }

  /** A device that waits, as its owner is asked about it. */
  public record Waiting(Client client, Set<Scope> scopes, String deviceKey) {}

  /** What waits under a code that somebody typed. */
  public Optional<Waiting> find(String typed) {
    String code = typed.toUpperCase(Locale.ROOT).replaceAll("[^" + ALPHABET + "]", "");
    List<Waiting> found = new ArrayList<>();
    store
        .read(Clients.PARTITION)
        .each(
            KeyRange.collection(COLLECTION),
            entry -> {
              DeviceCodeRow row = row(entry.value());
              boolean open = row.getAccount() == 0 && !row.getDenied() && !isOver(row);
              if (open && row.getUserCode().equals(code)) {
                String at = HexFormat.of().formatHex(entry.key().bytes());
                clients
                    .find(row.getClient())
                    .ifPresent(client -> found.add(new Waiting(client, scopes(row), at)));
              }
            });
    return found.stream().findFirst();
  }

  private static Set<Scope> scopes(DeviceCodeRow row) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    row.getScopesList().forEach(word -> Scope.of(word).ifPresent(scopes::add));
    return scopes;
  }

  /**
   * The owner has decided.
   *
   * @throws Refused EXPIRED when it waits no more
   */
  public void decide(WebSession session, Waiting waiting, boolean approved) {
    long grant =
        approved
            ? grants
                .open(
                    session.account(),
                    waiting.client,
                    waiting.scopes,
                    session.proofs(),
                    session.proved())
                .id()
            : 0;
    Key key = Key.ofBytes(HexFormat.of().parseHex(waiting.deviceKey));
    boolean there =
        store.change(
            Clients.PARTITION,
            draft -> {
              Optional<DeviceCodeRow> row =
                  draft.get(key).map(DeviceCodes::row).filter(one -> one.getAccount() == 0);
              row.ifPresent(one ->
                  draft.put(
                      key,
                      Row.write(
                          one.toBuilder()
                              .setDenied(!approved)
                              .setAccount(approved ? session.account().value() : 0)
                              .setGrant(grant)
                              .build())));
              return row.isPresent();
            });
    if (!there) {
      grants.remove(session.account(), grant);
      throw new Refused(Problem.Kind.EXPIRED, "device.code");
    }
  }

  /**
   * A device asks whether its owner has decided.
   *
   * @throws OAuthError AUTHORIZATION_PENDING, SLOW_DOWN, ACCESS_DENIED, EXPIRED_TOKEN
   */
  Grant poll(Client client, String device) throws OAuthError {
    Key key = key(device);
    record Asked(Optional<DeviceCodeRow> row, boolean tooSoon) {}
    Asked asked =
        store.change(
            Clients.PARTITION,
            draft -> {
              Optional<DeviceCodeRow> row =
                  draft
                      .get(key)
                      .map(DeviceCodes::row)
                      .filter(one -> one.getClient().equals(client.id()));
              if (row.isEmpty()) {
                return new Asked(row, false);
              }
              DeviceCodeRow one = row.get();
              if (one.getAccount() != 0 || one.getDenied()) {
                draft.delete(key); // it counts once
              } else {
                draft.put(key, Row.write(one.toBuilder().setAskedMs(clock.millis()).build()));
              }
              boolean soon = clock.millis() < one.getAskedMs() + INTERVAL * 1000L - 500;
              return new Asked(row, soon);
            });
    DeviceCodeRow row =
        asked
            .row
            .filter(one -> !isOver(one))
            .orElseThrow(() -> new OAuthError(OAuthError.Kind.EXPIRED_TOKEN, "begin again"));
    if (row.getDenied()) {
      throw new OAuthError(OAuthError.Kind.ACCESS_DENIED, "the person said no");
    }
    if (row.getAccount() == 0) {
      throw asked.tooSoon
          ? new OAuthError(OAuthError.Kind.SLOW_DOWN, "every " + INTERVAL + " seconds")
          : new OAuthError(OAuthError.Kind.AUTHORIZATION_PENDING, "the person has not decided");
    }
    return grants
        .find(new AccountId(row.getAccount()), row.getGrant())
        .orElseThrow(() -> new OAuthError(OAuthError.Kind.ACCESS_DENIED, "it was taken away"));
  }
}
