package org.mailstead.identity;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.InstantSource;
import java.util.Optional;
import org.mailstead.identity.rows.PasswordRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Key;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Sets and checks passwords. They lie hashed in the person's partition, away from the mail. */
public final class Passwords {
  /** Passwords shorter than this are called weak; the caller decides what follows. */
  public static final int WEAK_BELOW = 10;

  /** Characters; longer ones are refused unread, so that hashing stays cheap. */
  static final int MAX_LENGTH = 1024;

  private static final Key KEY = Key.of(1, 0);

  private final Accounts store;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Argon2 argon2 = new Argon2();

  public Passwords(Accounts store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  private static Partition person(AccountId id) {
    return new Partition(Partition.Kind.PERSON, id.value());
  }

  /** What both ends must agree on before hashing (RFC 8265 section 4.2 without the rarer rules). */
  static String normalize(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC);
  }

  /**
   * Sets the password; the old one ends at once.
   *
   * @throws Refused INVALID when it is empty or over 1,024 characters
   */
  public void set(AccountId id, String password) {
    if (password.isEmpty() || password.length() > MAX_LENGTH) {
      throw new Refused(Problem.Kind.INVALID, "password.length", Integer.toString(MAX_LENGTH));
    }
    String normal = normalize(password);
    byte[] salt = random(Argon2.SALT_BYTES);
    byte[] hash = argon2.hash(normal, salt, Argon2.MEMORY_KIB, Argon2.PASSES);
    ScramKeys scram = ScramKeys.of(normal, random(Argon2.SALT_BYTES), ScramKeys.ITERATIONS);
    var row =
        PasswordRow.newBuilder()
            .setArgon2MemoryKib(Argon2.MEMORY_KIB)
            .setArgon2Passes(Argon2.PASSES)
            .setArgon2Salt(ByteString.copyFrom(salt))
            .setArgon2Hash(ByteString.copyFrom(hash))
            .setScramSalt(ByteString.copyFrom(scram.salt()))
            .setScramIterations(scram.iterations())
            .setScramStoredKey(ByteString.copyFrom(scram.storedKey()))
            .setScramServerKey(ByteString.copyFrom(scram.serverKey()))
            .setSetMs(clock.millis())
            .build();
    store.update(person(id), draft -> draft.put(KEY, Row.write(row)));
  }

  /** Takes the password away: nobody can sign in with one. */
  public void remove(AccountId id) {
    store.update(person(id), draft -> draft.delete(KEY));
  }

  private byte[] random(int bytes) {
    byte[] made = new byte[bytes];
    random.nextBytes(made);
    return made;
  }

  private Optional<PasswordRow> row(AccountId id) {
    return store.read(person(id)).get(KEY).map(bytes -> Row.read(bytes, PasswordRow.parser()));
  }

  /** Something that is another with every password that is set; empty without one. */
  Optional<ByteString> generation(AccountId id) {
    return row(id).map(PasswordRow::getArgon2Salt);
  }

  boolean matches(AccountId id, String password) {
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
            row.getArgon2Passes());
    return MessageDigest.isEqual(hash, row.getArgon2Hash().toByteArray());
  }

  /** Costs what a check costs, so that the time does not tell which accounts exist. */
  void waste(String password) {
    String some = password.length() > MAX_LENGTH ? "" : normalize(password);
    argon2.hash(some, new byte[Argon2.SALT_BYTES], Argon2.MEMORY_KIB, Argon2.PASSES);
  }

  Optional<ScramKeys> scram(AccountId id) {
    return row(id)
        .map(row ->
            new ScramKeys(
                row.getScramSalt().toByteArray(),
                row.getScramIterations(),
                row.getScramStoredKey().toByteArray(),
                row.getScramServerKey().toByteArray()));
  }
}
