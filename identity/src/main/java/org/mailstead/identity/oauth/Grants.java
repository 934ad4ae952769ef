package org.mailstead.identity.oauth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailstead.identity.Directory;
import org.mailstead.identity.rows.GrantRow;
import org.mailstead.identity.signin.Bearers;
import org.mailstead.identity.signin.Credentials;
import org.mailstead.identity.signin.Protocol;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.identity.signin.Tokens;
import org.mailstead.store.Accounts;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;

/**
 * What programs were let in to, and the tokens that prove it. An access token carries all that is
 * needed to check it but one row: that the grant is still there, so that one that is taken away
 * ends at once. It is no JWT, so there is nothing in it to be confused about.
 */
public final class Grants implements Bearers {
  public static final Duration ACCESS = Duration.ofHours(1);

  /** A program whose answer was lost may ask again with the token that it has. */
  static final Duration AGAIN = Duration.ofSeconds(30);

  private static final Duration UNUSED = Duration.ofDays(180);
  private static final int COLLECTION = 10;
  private static final int MOST = 100;
  private static final int SECRET = 32;
  private static final String ACCESS_PREFIX = "mat_";
  private static final String REFRESH_PREFIX = "mrt_";
  private static final String PURPOSE = "access token";

  private final Accounts store;
  private final Directory directory;
  private final Credentials credentials;
  private final Secrets secrets;
  private final Tokens tokens;
  private final InstantSource clock;

  public Grants(
      Accounts store,
      Directory directory,
      Credentials credentials,
      Secrets secrets,
      InstantSource clock) {
    this.store = store;
    this.directory = directory;
    this.credentials = credentials;
    this.secrets = secrets;
    this.tokens = new Tokens(secrets);
    this.clock = clock;
  }

  static Partition person(AccountId id) {
    return new Partition(Partition.Kind.PERSON, id.value());
  }

  private static Key key(long id) {
    return Key.of(COLLECTION, 0, id);
  }

  /** Lets a program in; the one that was not used for longest of too many ends. */
  Grant open(
      AccountId account, Client client, Set<Scope> scopes, Set<String> proofs, Instant proved) {
    long id = secrets.number();
    GrantRow row =
        GrantRow.newBuilder()
            .setClient(client.id())
            .setClientName(client.name())
            .addAllScopes(scopes.stream().sorted().map(Scope::word).toList())
            .setMadeMs(clock.millis())
            .setRefreshedMs(clock.millis())
            .setPasswordSalt(credentials.generation(account))
            .addAllProofs(proofs.stream().sorted().toList())
            .setProvedMs(proved.toEpochMilli())
            .build();
    store.update(
        person(account),
        draft -> {
          List<Grant> all = new ArrayList<>();
          draft.each(
              KeyRange.collection(COLLECTION),
              entry -> all.add(grant(account, entry.key(), row(entry.value()))));
          all.sort(Comparator.comparing(Grant::refreshed));
          all.stream()
              .limit(Math.max(0, all.size() - MOST + 1))
              .forEach(g -> draft.delete(key(g.id())));
          draft.put(key(id), Row.write(row));
        });
    return grant(account, key(id), row);
  }

  private static GrantRow row(byte[] bytes) {
    return Row.read(bytes, GrantRow.parser());
  }

  private static Grant grant(AccountId account, Key key, GrantRow row) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    row.getScopesList().forEach(word -> Scope.of(word).ifPresent(scopes::add));
    return new Grant(
        account,
        key.suffixLong(0),
        row.getClient(),
        row.getClientName(),
        scopes,
        Instant.ofEpochMilli(row.getMadeMs()),
        Instant.ofEpochMilli(row.getRefreshedMs()));
  }

  /** Whether it still counts: the password is the one that was set when it began. */
  private boolean counts(AccountId account, GrantRow row) {
    return row.getPasswordSalt().equals(credentials.generation(account))
        && clock.millis() < row.getRefreshedMs() + UNUSED.toMillis()
        && directory.account(account).filter(known -> !known.isOff()).isPresent();
  }

  private Optional<GrantRow> counting(AccountId account, long id) {
    return store
        .read(person(account))
        .get(key(id))
        .map(Grants::row)
        .filter(row -> counts(account, row));
  }

  public Optional<Grant> find(AccountId account, long id) {
    return counting(account, id).map(row -> grant(account, key(id), row));
  }

  Optional<GrantRow> proofs(Grant grant) {
    return counting(grant.account(), grant.id());
  }

  /** Those of an account, the last used first. */
  public List<Grant> list(AccountId account) {
    List<Grant> all = new ArrayList<>();
    store
        .read(person(account))
        .each(
            KeyRange.collection(COLLECTION),
            entry -> {
              GrantRow row = row(entry.value());
              if (counts(account, row)) {
                all.add(grant(account, entry.key(), row));
              }
            });
    all.sort(Comparator.comparing(Grant::refreshed).reversed());
    return all;
  }

  /** Shuts a program out; false when it was not in. */
  public boolean remove(AccountId account, long id) {
    return store.change(
        person(account),
        draft -> {
          boolean there = draft.get(key(id)).isPresent();
          draft.delete(key(id));
          return there;
        });
  }

  /** A token for an hour. */
  String access(Grant grant, Set<Scope> scopes) {
    byte[] content =
        ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES)
            .putLong(grant.account().value())
            .putLong(grant.id())
            .putInt(Scope.bits(scopes))
            .array();
    byte[] token = tokens.make(PURPOSE, content, clock.instant());
    return ACCESS_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /**
   * What a token opens.
   *
   * @param until when it ends
   */
  public record Token(Grant grant, Set<Scope> scopes, Instant until) {}

  @Override
  public Optional<Bearer> find(String token) {
    return check(token)
        .map(shown ->
            new Bearer(
                shown.grant.account(),
                shown.grant.id(),
                Arrays.stream(Protocol.values())
                    .filter(protocol -> Scope.opens(shown.scopes, protocol))
                    .collect(Collectors.toSet())));
  }

  @Override
  public boolean isThere(AccountId account, long grant) {
    return counting(account, grant).isPresent();
  }

  /** Empty for a token that is none of ours, is over, or whose grant is taken away. */
  public Optional<Token> check(String token) {
    if (!token.startsWith(ACCESS_PREFIX) || token.length() > 200) {
      return Optional.empty();
    }
    Optional<Tokens.Held> held;
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token.substring(ACCESS_PREFIX.length()));
      held = tokens.open(PURPOSE, bytes, ACCESS, clock.instant());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    return held.flatMap(this::token);
  }

  private Optional<Token> token(Tokens.Held held) {
    ByteBuffer content = ByteBuffer.wrap(held.content());
    var account = new AccountId(content.getLong());
    long id = content.getLong();
    Set<Scope> scopes = Scope.ofBits(content.getInt());
    return find(account, id).map(grant -> new Token(grant, scopes, held.made().plus(ACCESS)));
  }

  /** A refresh token: the grant's number and a secret that is another each time. */
  private record Refresh(AccountId account, long grant, String text) {
    static Optional<Refresh> parse(String text) {
      String[] parts =
          text.startsWith(REFRESH_PREFIX)
              ? text.substring(REFRESH_PREFIX.length()).split("\\.", -1)
              : new String[0];
      if (parts.length != 3 || text.length() > 200) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            new Refresh(
                new AccountId(Long.parseLong(parts[0], 16)), Long.parseLong(parts[1], 16), text));
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }
  }

  private String freshText(AccountId account, long grant) {
    return REFRESH_PREFIX
        + Long.toHexString(account.value())
        + "."
        + Long.toHexString(grant)
        + "."
        + HexFormat.of().formatHex(secrets.random(SECRET));
  }

  private ByteString hash(String text) {
    return ByteString.copyFrom(secrets.hash("refresh token", text.getBytes(US_ASCII)));
  }

  /** The first refresh token of a grant. */
  String refresh(Grant grant) {
    String text = freshText(grant.account(), grant.id());
    ByteString hash = hash(text);
    store.update(
        person(grant.account()),
        draft ->
            draft
                .get(key(grant.id()))
                .map(Grants::row)
                .ifPresent(row ->
                    draft.put(
                        key(grant.id()), Row.write(row.toBuilder().setRefreshHash(hash).build()))));
    return text;
  }

  /** A grant that was used again, with the refresh token that counts from now on. */
  record Refreshed(Grant grant, String refresh) {}

  /**
   * Takes a refresh token and gives another. One that was given back already ends the grant: it is
   * in two hands, and nobody knows whose they are (RFC 9700 section 4.14.2).
   */
  Optional<Refreshed> refresh(String text, Client client) {
    Optional<Refresh> shown = Refresh.parse(text);
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    AccountId account = shown.get().account;
    long id = shown.get().grant;
    ByteString hash = hash(text);
    String fresh = freshText(account, id);
    ByteString freshHash = hash(fresh);
    return store.change(
        person(account),
        draft -> {
          Optional<GrantRow> known =
              draft
                  .get(key(id))
                  .map(Grants::row)
                  .filter(row -> row.getClient().equals(client.id()) && counts(account, row));
          if (known.isEmpty()) {
            return Optional.empty();
          }
          GrantRow row = known.get();
          boolean now = same(hash, row.getRefreshHash());
          boolean before = same(hash, row.getOldRefreshHash());
          boolean soon = clock.millis() < row.getRefreshedMs() + AGAIN.toMillis();
          if (!now && !(before && soon)) {
            if (before) {
              draft.delete(key(id));
            }
            return Optional.empty();
          }
          GrantRow next =
              row.toBuilder()
                  .setOldRefreshHash(hash)
                  .setRefreshHash(freshHash)
                  .setRefreshedMs(clock.millis())
                  .build();
          draft.put(key(id), Row.write(next));
          return Optional.of(new Refreshed(grant(account, key(id), next), fresh));
        });
  }

  private static boolean same(ByteString one, ByteString other) {
    return !other.isEmpty() && Secrets.same(one.toByteArray(), other.toByteArray());
  }

  /** The grant of a token of either kind, if it counts. */
  Optional<Grant> grant(String token) {
    return check(token)
        .map(Token::grant)
        .or(() ->
            Refresh.parse(token)
                .filter(shown ->
                    counting(shown.account, shown.grant)
                        .filter(row -> same(hash(token), row.getRefreshHash()))
                        .isPresent())
                .flatMap(shown -> find(shown.account, shown.grant)));
  }
}
