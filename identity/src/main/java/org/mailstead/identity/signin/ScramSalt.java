package org.mailstead.identity.signin;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.mailstead.identity.rows.PasswordRow;
import org.mailstead.identity.rows.SaltRow;
import org.mailstead.store.Draft;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;

/**
 * What SCRAM tells a client before it knows with which of a person's passwords the client will
 * answer: so they all have the same.
 */
record ScramSalt(byte[] salt, int iterations) {
  static final int BYTES = 16;

  /** RFC 7677 section 4 asks for at least 4,096; clients repeat this work at each sign-in. */
  static final int ITERATIONS = 10_000;

  static Optional<ScramSalt> read(Rows person) {
    return person
        .get(Person.SALT)
        .map(bytes -> Row.read(bytes, SaltRow.parser()))
        .map(row -> new ScramSalt(row.getSalt().toByteArray(), row.getIterations()))
        .or(() -> ofPassword(person));
  }

  /** Passwords of the first release each had a salt of their own. */
  private static Optional<ScramSalt> ofPassword(Rows person) {
    return person
        .get(Person.PASSWORD)
        .map(bytes -> Row.read(bytes, PasswordRow.parser()))
        .map(row -> new ScramSalt(row.getScramSalt().toByteArray(), row.getScramIterations()));
  }

  /** The person's own, made when there is none. */
  static ScramSalt provide(Draft person, byte[] fresh) {
    ScramSalt salt = read(person).orElseGet(() -> new ScramSalt(fresh, ITERATIONS));
    if (person.get(Person.SALT).isEmpty()) {
      person.put(
          Person.SALT,
          Row.write(
              SaltRow.newBuilder()
                  .setSalt(ByteString.copyFrom(salt.salt))
                  .setIterations(salt.iterations)
                  .build()));
    }
    return salt;
  }
}
