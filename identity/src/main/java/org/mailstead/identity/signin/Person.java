package org.mailstead.identity.signin;

import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Partition;
import org.mailstead.words.AccountId;

/** Where a person's credentials and sign-ins lie: away from the mail. */
final class Person {
  static final Key PASSWORD = Key.of(1, 0);
  static final Key SALT = Key.of(3, 0);
  static final Key FACTORS = Key.of(4, 0);
  static final Key RECOVERY = Key.of(9, 0);
  static final Key ELSEWHERE = Key.of(12, 0);
  static final KeyRange APP_PASSWORDS = KeyRange.collection(2);
  static final KeyRange SESSIONS = KeyRange.collection(5);
  static final KeyRange DEVICES = KeyRange.collection(6);
  static final KeyRange SIGN_INS = KeyRange.collection(7);
  static final KeyRange RESETS = KeyRange.collection(8);

  private Person() {}

  static Partition of(AccountId id) {
    return new Partition(Partition.Kind.PERSON, id.value());
  }

  static Key appPassword(byte[] hash) {
    return Key.of(2, 0, hash);
  }

  static Key session(long id) {
    return Key.of(5, 0, id);
  }

  static Key device(long id) {
    return Key.of(6, 0, id);
  }

  static Key signIn(byte[] hash) {
    return Key.of(7, 0, hash);
  }

  static Key reset(byte[] hash) {
    return Key.of(8, 0, hash);
  }
}
