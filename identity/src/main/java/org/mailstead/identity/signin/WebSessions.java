package org.mailstead.identity.signin;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.mailstead.identity.Directory;
import org.mailstead.identity.rows.SessionRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Entry;
import org.mailstead.store.Key;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;

/**
 * Browsers that are signed in. What a browser holds is account, number and a secret; here lies the
 * secret's hash. Each request is checked against the row, so one that is ended is ended at once, on
 * every node. A session ends with the password that was set when it began.
 */
public final class WebSessions {
  private static final Duration IDLE = Duration.ofHours(24);
  private static final Duration LIFE = Duration.ofDays(7);
  private static final Duration KEPT_IDLE = Duration.ofDays(30);
  private static final Duration KEPT_LIFE = Duration.ofDays(180);
  private static final Duration SEEN_EVERY = Duration.ofMinutes(5);
  private static final int MOST = 100;
  private static final int SECRET = 32;

  private final Accounts store;
  private final Directory directory;
  private final Credentials credentials;
  private final InstantSource clock;

  WebSessions(Accounts store, Directory directory, Credentials credentials, InstantSource clock) {
    this.store = store;
    this.directory = directory;
    this.credentials = credentials;
    this.clock = clock;
  }

  /**
   * Opens one; the oldest of too many ends.
   *
   * @return what the browser shall hold
   */
  String open(AccountId account, Browser browser, boolean kept, Set<String> proofs, boolean setUp) {
    long id = credentials.secrets().number();
    byte[] secret = credentials.secrets().random(SECRET);
    SessionRow row =
        SessionRow.newBuilder()
            .setSecretHash(hash(secret))
            .setMadeMs(clock.millis())
            .setSeenMs(clock.millis())
            .setProvedMs(clock.millis())
            .setKept(kept)
            .setFrom(browser.from().getHostAddress())
            .setClient(browser.attempt().client())
            .setPasswordSalt(generation(account))
            .addAllProofs(proofs.stream().sorted().toList())
            .setOnlySetUp(setUp)
            .build();
    store.update(
        Person.of(account),
        draft -> {
          trim(draft);
          draft.put(Person.session(id), Row.write(row));
        });
    return new Held(account, id, secret).toString();
  }

  private ByteString hash(byte[] secret) {
    return ByteString.copyFrom(credentials.secrets().hash("web session", secret));
  }

  private ByteString generation(AccountId account) {
    return credentials.passwords().generation(account).orElse(ByteString.EMPTY);
  }

  private void trim(Draft draft) {
    List<Entry> all = new ArrayList<>();
    draft.each(Person.SESSIONS, all::add);
    all.sort(Comparator.comparingLong((Entry entry) -> row(entry.value()).getSeenMs()).reversed());
    for (int i = 0; i < all.size(); i++) {
      if (i >= MOST - 1 || isOver(row(all.get(i).value()))) {
        draft.delete(all.get(i).key());
      }
    }
  }

  /** Account, number and secret, as a browser holds them, in hex parted by dots. */
  record Held(AccountId account, long id, byte[] secret) {
    static Optional<Held> parse(String text) {
      String[] parts = text.split("\\.", -1);
      if (parts.length != 3 || text.length() > 128) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            new Held(
                new AccountId(Long.parseLong(parts[0], 16)),
                Long.parseLong(parts[1], 16),
                HexFormat.of().parseHex(parts[2])));
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }

    @Override
    public String toString() {
      return Long.toHexString(account.value())
          + "."
          + Long.toHexString(id)
          + "."
          + HexFormat.of().formatHex(secret);
    }
  }

  /** The session that a browser holds; empty when there is none, or no more. */
  public Optional<WebSession> find(String held, Browser browser) {
    Optional<Held> parsed = Held.parse(held);
    if (parsed.isEmpty()) {
      return Optional.empty();
    }
    AccountId account = parsed.get().account;
    Key key = Person.session(parsed.get().id);
    Optional<SessionRow> row =
        store
            .read(Person.of(account))
            .get(key)
            .map(WebSessions::row)
            .filter(some -> isSame(some, parsed.get().secret))
            .filter(some -> !isOver(some) && counts(account, some));
    row.ifPresent(_ -> credentials.standings().used(account));
    row.filter(some -> some.getSeenMs() + SEEN_EVERY.toMillis() <= clock.millis())
        .ifPresent(_ -> seen(account, key, browser));
    return row.map(some -> shown(account, key, some));
  }

  /** Whether a session that was there has neither been taken away nor come to its end. */
  public boolean isOpen(WebSession session) {
    return store
        .read(Person.of(session.account()))
        .get(Person.session(session.id()))
        .map(WebSessions::row)
        .filter(row -> !isOver(row) && counts(session.account(), row))
        .isPresent();
  }

  private boolean isSame(SessionRow row, byte[] secret) {
    return Secrets.same(row.getSecretHash().toByteArray(), hash(secret).toByteArray());
  }

  private boolean counts(AccountId account, SessionRow row) {
    return row.getPasswordSalt().equals(generation(account))
        && directory.account(account).filter(known -> !known.isOff()).isPresent();
  }

  private boolean isOver(SessionRow row) {
    Duration idle = row.getKept() ? KEPT_IDLE : IDLE;
    Duration life = row.getKept() ? KEPT_LIFE : LIFE;
    return clock.millis() >= row.getSeenMs() + idle.toMillis()
        || clock.millis() >= row.getMadeMs() + life.toMillis();
  }

  private void seen(AccountId account, Key key, Browser browser) {
    change(
        account,
        key,
        row ->
            row.setSeenMs(clock.millis())
                .setFrom(browser.from().getHostAddress())
                .setClient(browser.attempt().client()));
  }

  private void change(
      AccountId account, Key key, java.util.function.UnaryOperator<SessionRow.Builder> change) {
    store.update(
        Person.of(account),
        draft ->
            draft
                .get(key)
                .map(bytes -> row(bytes).toBuilder())
                .ifPresent(row -> draft.put(key, Row.write(change.apply(row).build()))));
  }

  /** The person has just proved again who they are. */
  void proved(WebSession session, Set<String> proofs) {
    Set<String> all = new HashSet<>(session.proofs());
    all.addAll(proofs);
    change(
        session.account(),
        Person.session(session.id()),
        row ->
            row.setProvedMs(clock.millis())
                .clearProofs()
                .addAllProofs(all.stream().sorted().toList()));
  }

  /** A second factor is set up: the session may do everything from now on. */
  void complete(WebSession session) {
    change(session.account(), Person.session(session.id()), row -> row.setOnlySetUp(false));
  }

  /** Lets a session outlive the change of the password that it asked for itself. */
  void renew(WebSession session) {
    ByteString now = generation(session.account());
    change(session.account(), Person.session(session.id()), row -> row.setPasswordSalt(now));
  }

  /** Those of an account, the last seen first. */
  public List<WebSession> list(AccountId account) {
    List<WebSession> found = new ArrayList<>();
    store
        .read(Person.of(account))
        .each(
            Person.SESSIONS,
            entry -> {
              SessionRow row = row(entry.value());
              if (!isOver(row) && counts(account, row)) {
                found.add(shown(account, entry.key(), row));
              }
            });
    found.sort(Comparator.comparing(WebSession::seen).reversed());
    return found;
  }

  /** Ends those that are such; returns how many. */
  public int end(AccountId account, Predicate<WebSession> such) {
    return store.change(
        Person.of(account),
        draft -> {
          List<Key> gone = new ArrayList<>();
          draft.each(
              Person.SESSIONS,
              entry -> {
                if (such.test(shown(account, entry.key(), row(entry.value())))) {
                  gone.add(entry.key());
                }
              });
          gone.forEach(draft::delete);
          return gone.size();
        });
  }

  private static SessionRow row(byte[] bytes) {
    return Row.read(bytes, SessionRow.parser());
  }

  private static WebSession shown(AccountId account, Key key, SessionRow row) {
    return new WebSession(
        account,
        key.suffixLong(0),
        Instant.ofEpochMilli(row.getMadeMs()),
        Instant.ofEpochMilli(row.getSeenMs()),
        Instant.ofEpochMilli(row.getProvedMs()),
        row.getKept(),
        row.getFrom(),
        row.getClient(),
        Set.copyOf(row.getProofsList()),
        row.getOnlySetUp());
  }
}
