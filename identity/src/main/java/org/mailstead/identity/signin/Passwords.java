package org.mailstead.identity.signin;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.time.InstantSource;
import java.util.Optional;
import org.mailstead.identity.rows.ElsewhereRow;
import org.mailstead.identity.rows.PasswordRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Sets and checks passwords. They lie hashed in the person's partition, away from the mail. */
public final class Passwords {
  /** Characters; longer ones are refused unread, so that hashing stays cheap. */
  static final int MAX_LENGTH = 1024;

  private final Accounts store;
  private final Secrets secrets;
  private final InstantSource clock;
  private final Argon2 argon2 = new Argon2();

  public Passwords(Accounts store, Secrets secrets, InstantSource clock) {
    this.store = store;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** What both ends must agree on before hashing (RFC 8265 section 4.2 without the rarer rules). */
  static String normalize(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC);
  }

  /**
   * Sets the password; the old one ends at once, and with it all sessions that it opened.
   *
   * @throws Refused INVALID when it is empty or over 1,024 characters
   */
  public void set(AccountId id, String password) {
    if (password.isEmpty() || password.length() > MAX_LENGTH) {
      throw new Refused(Problem.Kind.INVALID, "password.length", Integer.toString(MAX_LENGTH));
    }
    String normal = normalize(password);
    byte[] salt = secrets.random(Argon2.SALT_BYTES);
    byte[] hash = argon2.hash(normal, salt, Argon2.MEMORY_KIB, Argon2.PASSES, Argon2.Lane.KNOWN);
    byte[] fresh = secrets.random(ScramSalt.BYTES);
    ScramSalt shared =
        store.change(Person.of(id), draft -> ScramSalt.provide(draft, fresh)); // before the work
    ScramKeys scram = ScramKeys.of(ScramHash.SHA_256, normal, shared);
    ScramKeys scram512 = ScramKeys.of(ScramHash.SHA_512, normal, shared);
    var row =
        PasswordRow.newBuilder()
            .setArgon2MemoryKib(Argon2.MEMORY_KIB)
            .setArgon2Passes(Argon2.PASSES)
            .setArgon2Salt(ByteString.copyFrom(salt))
            .setArgon2Hash(ByteString.copyFrom(hash))
            .setScramSalt(ByteString.copyFrom(shared.salt()))
            .setScramIterations(shared.iterations())
            .setScramStoredKey(ByteString.copyFrom(scram.storedKey()))
            .setScramServerKey(ByteString.copyFrom(scram.serverKey()))
            .setScram512StoredKey(ByteString.copyFrom(scram512.storedKey()))
            .setScram512ServerKey(ByteString.copyFrom(scram512.serverKey()))
            .setSetMs(clock.millis())
            .build();
    store.update(
        Person.of(id),
        draft -> {
          draft.put(Person.PASSWORD, Row.write(row));
          draft.delete(Person.ELSEWHERE);
        });
  }

  /** Takes the password away: nobody can sign in with one. */
  public void remove(AccountId id) {
    store.update(
        Person.of(id),
        draft -> {
          draft.delete(Person.PASSWORD);
          draft.delete(Person.ELSEWHERE);
        });
  }

  /**
   * Notes what another directory tells of the password, which lies there: sessions end when it
   * tells of another one.
   *
   * @param marker empty where it tells nothing
   */
  void elsewhere(AccountId id, String marker) {
    Optional<ElsewhereRow> known = elsewhere(id);
    boolean same = known.isPresent() && known.get().getMarker().equals(marker);
    if (!same) {
      // Where nothing was told before, the password need not be another one.
      ByteString kept =
          known
              .filter(row -> row.getMarker().isEmpty() || marker.isEmpty())
              .map(ElsewhereRow::getGeneration)
              .orElseGet(() -> ByteString.copyFrom(secrets.random(Argon2.SALT_BYTES)));
      write(id, ElsewhereRow.newBuilder().setGeneration(kept).setMarker(marker).build());
    }
  }

  /** The password that lies elsewhere was changed; what the old one opened ends. */
  void changedElsewhere(AccountId id) {
    ByteString fresh = ByteString.copyFrom(secrets.random(Argon2.SALT_BYTES));
    // Without a marker: the one that comes with the next look is of this very change.
    write(id, ElsewhereRow.newBuilder().setGeneration(fresh).build());
  }

  private void write(AccountId id, ElsewhereRow row) {
    store.update(Person.of(id), draft -> draft.put(Person.ELSEWHERE, Row.write(row)));
  }

  private Optional<ElsewhereRow> elsewhere(AccountId id) {
    return store
        .read(Person.of(id))
        .get(Person.ELSEWHERE)
        .map(bytes -> Row.read(bytes, ElsewhereRow.parser()));
  }

  private Optional<PasswordRow> row(AccountId id) {
    return store
        .read(Person.of(id))
        .get(Person.PASSWORD)
        .map(bytes -> Row.read(bytes, PasswordRow.parser()));
  }

  /** When it was set; empty without one. */
  public Optional<java.time.Instant> setAt(AccountId id) {
    return row(id).map(row -> java.time.Instant.ofEpochMilli(row.getSetMs()));
  }

  /** Something that is another with every password that is set; empty without one. */
  Optional<ByteString> generation(AccountId id) {
    return elsewhere(id)
        .map(ElsewhereRow::getGeneration)
        .or(() -> row(id).map(PasswordRow::getArgon2Salt));
  }

  /** Whether it is the account's, for whoever has proved already that he may ask. */
  public boolean matches(AccountId id, String password) {
    return matches(id, password, Argon2.Lane.KNOWN);
  }

  boolean matches(AccountId id, String password, Argon2.Lane lane) {
    Optional<PasswordRow> known = row(id);
    if (known.isEmpty() || password.length() > MAX_LENGTH) {
      waste(password);
      return false;
    }
    PasswordRow row = known.get();
    byte[] hash =
        argon2.hash(
            normalize(password),
            row.getArgon2Salt().toByteArray(),
            row.getArgon2MemoryKib(),
            row.getArgon2Passes(),
            lane);
    return MessageDigest.isEqual(hash, row.getArgon2Hash().toByteArray());
  }

  /** Costs what a check costs, so that the time does not tell which accounts exist. */
  void waste(String password) {
    String some = password.length() > MAX_LENGTH ? "" : normalize(password);
    argon2.hash(
        some, new byte[Argon2.SALT_BYTES], Argon2.MEMORY_KIB, Argon2.PASSES, Argon2.Lane.STRANGER);
  }

  Optional<ScramSalt> scramSalt(AccountId id) {
    return ScramSalt.read(store.read(Person.of(id)));
  }

  /** Empty also for a password that is older than the hash. */
  Optional<ScramKeys> scram(AccountId id, ScramHash hash) {
    return row(id)
        .flatMap(row ->
            switch (hash) {
              case SHA_256 -> keys(row.getScramStoredKey(), row.getScramServerKey());
              case SHA_512 -> keys(row.getScram512StoredKey(), row.getScram512ServerKey());
            });
  }

  private static Optional<ScramKeys> keys(ByteString stored, ByteString server) {
    return stored.isEmpty()
        ? Optional.empty()
        : Optional.of(new ScramKeys(stored.toByteArray(), server.toByteArray()));
  }
}
