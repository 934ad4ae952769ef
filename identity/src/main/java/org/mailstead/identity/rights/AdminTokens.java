package org.mailstead.identity.rights;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.audit.Actor;
import org.mailstead.identity.rows.AdminTokenRow;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.store.Accounts;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Row;
import org.mailstead.wire.Network;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Tokens for programs that administer. A token holds one role; who made it must hold as much still
 * when it is used, so that nobody keeps a way in beyond his own.
 */
public final class AdminTokens {
  /** What each begins with, so that scanners of published code find those that leaked. */
  private static final String PREFIX = "mailstead_";

  private static final int SECRET = 24;
  private static final int HASH = 16;
  private static final int MOST = 1_000;
  private static final int MOST_NAME = 100;
  private static final int MOST_NETWORKS = 20;

  /** How late a use may be noted: not every call is a commit. */
  private static final Duration LATE = Duration.ofMinutes(5);

  private final Accounts store;
  private final Directory directory;
  private final Roles roles;
  private final Secrets secrets;
  private final InstantSource clock;

  public AdminTokens(
      Accounts store, Directory directory, Roles roles, Secrets secrets, InstantSource clock) {
    this.store = store;
    this.directory = directory;
    this.roles = roles;
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * @param text shown this once
   */
  public record Made(AdminToken token, String text) {}

  /**
   * What somebody wants.
   *
   * @param by the account that makes it; empty: the operator
   */
  public record Wish(
      String name,
      Holding holding,
      Optional<AccountId> by,
      Optional<Instant> expires,
      List<Network> networks) {}

  /**
   * Makes one.
   *
   * @throws Refused INVALID, TOO_MANY
   */
  public Made make(Wish wish) {
    if (wish.name.isBlank() || wish.name.length() > MOST_NAME) {
      throw new Refused(Problem.Kind.INVALID, "token.name", Integer.toString(MOST_NAME));
    }
    if (wish.networks.size() > MOST_NETWORKS || all().size() >= MOST) {
      throw new Refused(Problem.Kind.TOO_MANY, "token.many", Integer.toString(MOST));
    }
    if (wish.expires.filter(end -> !end.isAfter(clock.instant())).isPresent()) {
      throw new Refused(Problem.Kind.INVALID, "token.expires");
    }
    String text = PREFIX + HexFormat.of().formatHex(secrets.random(SECRET));
    AdminTokenRow row =
        AdminTokenRow.newBuilder()
            .setId(secrets.number())
            .setName(wish.name.strip())
            .setRole(RightsRows.row(wish.holding))
            .setMadeBy(wish.by.map(AccountId::value).orElse(0L))
            .setMadeMs(clock.millis())
            .setExpiresMs(wish.expires.map(Instant::toEpochMilli).orElse(0L))
            .addAllNetworks(wish.networks.stream().map(Network::toString).toList())
            .build();
    store.update(RightsRows.PARTITION, draft -> draft.put(key(text), Row.write(row)));
    return new Made(token(row), text);
  }

  private Key key(String text) {
    byte[] hash =
        Arrays.copyOf(secrets.hash("administration token", text.getBytes(US_ASCII)), HASH);
    return Key.of(RightsRows.TOKENS, ByteBuffer.wrap(hash).getLong(), hash);
  }

  /** By name. */
  public List<AdminToken> all() {
    List<AdminToken> all = new ArrayList<>();
    store
        .read(RightsRows.PARTITION)
        .each(
            KeyRange.collection(RightsRows.TOKENS),
            entry -> all.add(token(Row.read(entry.value(), AdminTokenRow.parser()))));
    all.sort(Comparator.comparing(AdminToken::name).thenComparing(AdminToken::id));
    return all;
  }

  /**
   * @throws Refused NOT_FOUND
   */
  public void remove(String id) {
    boolean gone =
        store.change(
            RightsRows.PARTITION,
            draft -> {
              List<Key> found = new ArrayList<>();
              draft.each(
                  KeyRange.collection(RightsRows.TOKENS),
                  entry -> {
                    if (token(Row.read(entry.value(), AdminTokenRow.parser())).id().equals(id)) {
                      found.add(entry.key());
                    }
                  });
              found.forEach(draft::delete);
              return !found.isEmpty();
            });
    if (!gone) {
      throw new Refused(Problem.Kind.NOT_FOUND, "token.missing", id);
    }
  }

  /** Who shows a token; empty for one that does not count, from there or at all. */
  public Optional<Caller> caller(String text, InetAddress from) {
    if (!text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    Key key = key(text);
    Optional<AdminTokenRow> row =
        store
            .read(RightsRows.PARTITION)
            .get(key)
            .map(bytes -> Row.read(bytes, AdminTokenRow.parser()))
            .filter(this::counts);
    Optional<AdminToken> token = row.map(this::token).filter(one -> allows(one, from));
    if (token.isEmpty()) {
      return Optional.empty();
    }
    noteUse(key, row.get());
    var actor = new Actor.Token(token.get().id(), token.get().name());
    return Optional.of(
        new Caller(actor, from.getHostAddress(), List.of(token.get().holding()), true));
  }

  private boolean counts(AdminTokenRow row) {
    boolean inTime = row.getExpiresMs() == 0 || clock.millis() < row.getExpiresMs();
    return inTime && (row.getMadeBy() == 0 || isStillHeld(row));
  }

  private boolean isStillHeld(AdminTokenRow row) {
    var maker = new AccountId(row.getMadeBy());
    Holding holding = RightsRows.holding(row.getRole());
    return directory.account(maker).filter(account -> !account.isOff()).isPresent()
        && roles.of(maker).stream().anyMatch(held -> held.includes(holding, directory));
  }

  private static boolean allows(AdminToken token, InetAddress from) {
    return token.networks().isEmpty()
        || token.networks().stream().anyMatch(network -> network.contains(from));
  }

  private void noteUse(Key key, AdminTokenRow row) {
    long now = clock.millis();
    if (now - row.getUsedMs() < LATE.toMillis()) {
      return;
    }
    store.update(
        RightsRows.PARTITION,
        draft ->
            draft
                .get(key)
                .map(bytes -> Row.read(bytes, AdminTokenRow.parser()))
                .ifPresent(
                    known -> draft.put(key, Row.write(known.toBuilder().setUsedMs(now).build()))));
  }

  private AdminToken token(AdminTokenRow row) {
    return new AdminToken(
        Long.toHexString(row.getId()),
        row.getName(),
        RightsRows.holding(row.getRole()),
        row.getMadeBy() == 0
            ? "operator"
            : directory
                .account(new AccountId(row.getMadeBy()))
                .map(Account::address)
                .map(Object::toString)
                .orElse("?"),
        Instant.ofEpochMilli(row.getMadeMs()),
        time(row.getExpiresMs()),
        time(row.getUsedMs()),
        row.getNetworksList().stream().map(Network::parse).toList());
  }

  private static Optional<Instant> time(long millis) {
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
