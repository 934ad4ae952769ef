package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mailstead.identity.rows.AppPasswordRow;
import org.mailstead.identity.rows.SignInProtocol;
import org.mailstead.store.Accounts;
import org.mailstead.store.Entry;
import org.mailstead.store.Key;
import org.mailstead.store.Row;
import org.mailstead.wire.Network;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Passwords for programs. They are made here and never chosen, so they hold 100 bits of chance: a
 * keyed hash finds and proves one at once, without the work that a chosen password needs.
 */
public final class AppPasswords {
  /** How many an account may have. */
  public static final int MOST = 50;

  private static final int MAX_NAME = 100;
  private static final int MAX_NETWORKS = 20;
  private static final int GROUPS = 5;
  private static final int GROUP = 4;
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int KEY_BYTES = 16;

  private final Accounts store;
  private final Secrets secrets;
  private final InstantSource clock;

  public AppPasswords(Accounts store, Secrets secrets, InstantSource clock) {
    this.store = store;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** One that was made, with its text: this is the only time that it is there to be read. */
  public record Made(AppPassword password, String text) {}

  /**
   * Makes one.
   *
   * @throws Refused INVALID for a name or terms that make no sense, TOO_MANY
   */
  public Made make(AccountId account, String name, AppPassword.Terms terms) {
    check(name, terms);
    String text = text();
    byte[] fresh = secrets.random(ScramSalt.BYTES);
    ScramSalt salt = store.change(Person.of(account), d -> ScramSalt.provide(d, fresh));
    AppPasswordRow.Builder row =
        AppPasswordRow.newBuilder()
            .setName(name.strip())
            .setReadOnly(terms.readOnly())
            .setExpiresMs(terms.expires().map(Instant::toEpochMilli).orElse(0L))
            .setMadeMs(clock.millis())
            .setScram(ScramKeys.of(ScramHash.SHA_256, text, salt).row())
            .setScram512(ScramKeys.of(ScramHash.SHA_512, text, salt).row());
    if (!terms.protocols().equals(AppPassword.Terms.ALL_PROTOCOLS)) {
      terms.protocols().stream().sorted().forEach(p -> row.addProtocols(p.row()));
    }
    terms.networks().forEach(network -> row.addNetworks(network.toString()));
    Key key = key(account, text);
    AppPasswordRow made = row.build();
    store.update(
        Person.of(account),
        draft -> {
          if (draft.scan(Person.APP_PASSWORDS, false, MOST).size() >= MOST) {
            throw new Refused(Problem.Kind.TOO_MANY, "app-password.many", Integer.toString(MOST));
          }
          draft.put(key, Row.write(made));
        });
    return new Made(shown(key, made), text);
  }

  private void check(String name, AppPassword.Terms terms) {
    boolean sensible =
        !name.isBlank()
            && name.length() <= MAX_NAME
            && name.chars().noneMatch(Character::isISOControl);
    if (!sensible) {
      throw new Refused(Problem.Kind.INVALID, "app-password.name", Integer.toString(MAX_NAME));
    }
    if (terms.networks().size() > MAX_NETWORKS) {
      throw new Refused(
          Problem.Kind.TOO_MANY, "app-password.networks", Integer.toString(MAX_NETWORKS));
    }
    if (terms.isOver(clock.instant())) {
      throw new Refused(Problem.Kind.INVALID, "app-password.expires");
    }
    if (terms.protocols().stream().noneMatch(terms::opens) || terms.opens(Protocol.WEB)) {
      throw new Refused(Problem.Kind.INVALID, "app-password.protocol", Protocol.WEB.word());
    }
  }

  /** In groups that can be read aloud. */
  private String text() {
    var text = new StringBuilder();
    for (int i = 0; i < GROUPS * GROUP; i++) {
      text.append(i > 0 && i % GROUP == 0 ? "-" : "");
      text.append(ALPHABET.charAt(secrets.source().nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  /** The text as it was shown, for one that was typed with or without its dashes; empty: none. */
  static Optional<String> canonical(String typed) {
    if (typed.length() > 2 * GROUPS * GROUP) {
      return Optional.empty();
    }
    String bare = typed.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    if (bare.length() != GROUPS * GROUP || bare.chars().anyMatch(c -> ALPHABET.indexOf(c) < 0)) {
      return Optional.empty();
    }
    List<String> groups = new ArrayList<>();
    for (int i = 0; i < GROUPS; i++) {
      groups.add(bare.substring(i * GROUP, (i + 1) * GROUP));
    }
    return Optional.of(String.join("-", groups));
  }

  private Key key(AccountId account, String text) {
    byte[] hash = secrets.hash("app password of " + account, text.getBytes(US_ASCII));
    return Person.appPassword(Arrays.copyOf(hash, KEY_BYTES));
  }

  /** The one that somebody typed, whatever it is good for. */
  Optional<AppPassword> find(AccountId account, String typed) {
    return canonical(typed)
        .map(text -> key(account, text))
        .flatMap(key -> store.read(Person.of(account)).get(key).map(row -> shown(key, row(row))));
  }

  /** Those of an account, the oldest first. */
  public List<AppPassword> list(AccountId account) {
    return entries(account).stream()
        .map(entry -> shown(entry.key(), row(entry.value())))
        .sorted(Comparator.comparing(AppPassword::made))
        .toList();
  }

  Optional<AppPassword> byId(AccountId account, long id) {
    return list(account).stream().filter(password -> password.id() == id).findFirst();
  }

  /** What SCRAM checks a client's answer against. */
  record Candidate(AppPassword password, ScramKeys keys) {}

  List<Candidate> candidates(AccountId account, ScramHash hash) {
    return entries(account).stream()
        .map(entry -> {
          AppPasswordRow row = row(entry.value());
          ScramKeys keys =
              switch (hash) {
                case SHA_256 -> ScramKeys.of(row.getScram());
                case SHA_512 -> ScramKeys.of(row.getScram512());
              };
          return new Candidate(shown(entry.key(), row), keys);
        })
        .toList();
  }

  private List<Entry> entries(AccountId account) {
    return store.read(Person.of(account)).scan(Person.APP_PASSWORDS, false, MOST);
  }

  /**
   * Takes one away; what was signed in with it ends.
   *
   * @throws Refused NOT_FOUND
   */
  public AppPassword remove(AccountId account, long id) {
    AppPassword gone =
        byId(account, id)
            .orElseThrow(() ->
                new Refused(Problem.Kind.NOT_FOUND, "app-password.missing", Long.toHexString(id)));
    for (Entry entry : entries(account)) {
      if (id(entry.key()) == id) {
        store.update(Person.of(account), draft -> draft.delete(entry.key()));
      }
    }
    return gone;
  }

  private static AppPasswordRow row(byte[] bytes) {
    return Row.read(bytes, AppPasswordRow.parser());
  }

  private static long id(Key key) {
    return ByteBuffer.wrap(key.suffix()).getLong() & Long.MAX_VALUE;
  }

  private static AppPassword shown(Key key, AppPasswordRow row) {
    // None stands for all. Some that this release does not know open nothing.
    Set<Protocol> protocols =
        new HashSet<>(
            row.getProtocolsList().isEmpty() ? AppPassword.Terms.ALL_PROTOCOLS : Set.of());
    for (SignInProtocol protocol : row.getProtocolsList()) {
      Protocol.of(protocol).ifPresent(protocols::add);
    }
    var terms =
        new AppPassword.Terms(
            protocols,
            row.getReadOnly(),
            row.getExpiresMs() == 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(row.getExpiresMs())),
            row.getNetworksList().stream().map(Network::parse).toList());
    return new AppPassword(id(key), row.getName(), Instant.ofEpochMilli(row.getMadeMs()), terms);
  }
}
