package org.mailstead.identity.oauth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.mailstead.identity.rows.OAuthClientRow;
import org.mailstead.identity.rows.OAuthSettingsRow;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.store.Accounts;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** The programs that are known, and whether others may make themselves known (RFC 7591). */
public final class Clients {
  static final Partition PARTITION = new Partition(Partition.Kind.SETTINGS, 0);

  private static final int COLLECTION = 0x40;
  private static final Key SETTINGS = Key.of(0x41, 0);
  private static final int MAX_NAME = 100;
  private static final int MAX_URIS = 10;
  private static final int MAX_URI = 500;
  private static final int MOST_OWN = 10_000;
  private static final int ID = 16;
  private static final int SECRET = 32;

  private final Accounts store;
  private final Secrets secrets;
  private final BooleanSupplier registration;
  private final InstantSource clock;

  Clients(Accounts store, Secrets secrets, BooleanSupplier registration, InstantSource clock) {
    this.registration = registration;
    this.store = store;
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * One that was made.
   *
   * @param secret shown this once; empty for a program that cannot keep one
   */
  public record Made(Client client, Optional<String> secret) {}

  /**
   * Makes one known.
   *
   * @throws Refused INVALID for a name or an address that cannot be, TOO_MANY
   */
  public Made add(String name, List<String> redirectUris, boolean confidential, boolean itself) {
    check(name, redirectUris);
    Optional<String> secret =
        confidential
            ? Optional.of(HexFormat.of().formatHex(secrets.random(SECRET)))
            : Optional.empty();
    OAuthClientRow.Builder row =
        OAuthClientRow.newBuilder()
            .setId(HexFormat.of().formatHex(secrets.random(ID)))
            .setName(name.strip())
            .addAllRedirectUris(redirectUris)
            .setMadeMs(clock.millis())
            .setRegisteredItself(itself);
    secret.ifPresent(text -> row.setSecretHash(hash(text)));
    OAuthClientRow made = row.build();
    if (itself && list().size() >= MOST_OWN) {
      throw new Refused(Problem.Kind.TOO_MANY, "client.many", Integer.toString(MOST_OWN));
    }
    store.update(
        PARTITION, draft -> draft.put(Key.named(COLLECTION, made.getId()), Row.write(made)));
    return new Made(client(made), secret);
  }

  private static void check(String name, List<String> redirectUris) {
    boolean sensible =
        !name.isBlank()
            && name.length() <= MAX_NAME
            && name.chars().noneMatch(Character::isISOControl);
    if (!sensible) {
      throw new Refused(Problem.Kind.INVALID, "client.name", Integer.toString(MAX_NAME));
    }
    if (redirectUris.size() > MAX_URIS) {
      throw new Refused(Problem.Kind.TOO_MANY, "client.redirects", Integer.toString(MAX_URIS));
    }
    for (String uri : redirectUris) {
      if (uri.length() > MAX_URI || !Client.isRedirectUri(uri)) {
        throw new Refused(Problem.Kind.INVALID, "client.redirect", uri);
      }
    }
  }

  private ByteString hash(String secret) {
    return ByteString.copyFrom(secrets.hash("oauth client secret", secret.getBytes(US_ASCII)));
  }

  private Optional<OAuthClientRow> row(String id) {
    return store
        .read(PARTITION)
        .get(Key.named(COLLECTION, id))
        .map(bytes -> Row.read(bytes, OAuthClientRow.parser()));
  }

  Optional<Client> find(String id) {
    return row(id).map(Clients::client);
  }

  /**
   * The client that a request is from.
   *
   * @param secret what it shows
   * @throws OAuthError INVALID_CLIENT when there is none, or the secret is wrong
   */
  Client authenticate(String id, Optional<String> secret) throws OAuthError {
    Optional<OAuthClientRow> row = row(id);
    boolean right =
        row.isPresent()
            && (row.get().getSecretHash().isEmpty()
                ? secret.filter(text -> !text.isEmpty()).isEmpty()
                : secret
                    .filter(text ->
                        Secrets.same(
                            hash(text).toByteArray(), row.get().getSecretHash().toByteArray()))
                    .isPresent());
    if (!right) {
      throw new OAuthError(OAuthError.Kind.INVALID_CLIENT, "no such client, or a wrong secret");
    }
    return client(row.get());
  }

  /** By name. */
  public List<Client> list() {
    List<Client> all = new ArrayList<>();
    store
        .read(PARTITION)
        .each(
            KeyRange.collection(COLLECTION),
            entry -> all.add(client(Row.read(entry.value(), OAuthClientRow.parser()))));
    all.sort(Comparator.comparing(Client::name));
    return all;
  }

  /** What it was let in to ends. */
  public void remove(String id) {
    Client gone =
        find(id).orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "client.missing", id));
    store.update(PARTITION, draft -> draft.delete(Key.named(COLLECTION, gone.id())));
  }

  /** Whether programs may register themselves, as it is just now. */
  public boolean registration() {
    return registration.getAsBoolean();
  }

  /** What an older release kept here and not among the settings; empty when it is not there. */
  public Optional<Boolean> oldRegistration() {
    return store
        .read(PARTITION)
        .get(SETTINGS)
        .map(bytes -> Row.read(bytes, OAuthSettingsRow.parser()).getRegistration());
  }

  /** It stands among the settings by now. */
  public void forgetOldRegistration() {
    store.update(PARTITION, draft -> draft.delete(SETTINGS));
  }

  private static Client client(OAuthClientRow row) {
    return new Client(
        row.getId(),
        row.getName(),
        row.getRedirectUrisList(),
        !row.getSecretHash().isEmpty(),
        row.getRegisteredItself(),
        Instant.ofEpochMilli(row.getMadeMs()));
  }
}
