package org.mailstead.identity.signin;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Values that go out and must come back unchanged and soon: a time, chance or some content, and a
 * keyed hash over both. Nothing is kept of them here, so a flood of questions costs no memory and
 * every node of a service takes what another gave.
 */
final class Tokens {
  private static final int HASH = 16;
  private static final int CHANCE = 16;

  private final Secrets secrets;

  Tokens(Secrets secrets) {
    this.secrets = secrets;
  }

  /** What came back. */
  record Held(Instant made, byte[] content) {}

  /** One that nobody can foresee. */
  byte[] challenge(String purpose, Instant now) {
    return make(purpose, secrets.random(CHANCE), now);
  }

  byte[] make(String purpose, byte[] content, Instant now) {
    ByteBuffer token = ByteBuffer.allocate(Long.BYTES + content.length + HASH);
    token.putLong(now.toEpochMilli()).put(content);
    byte[] covered = Arrays.copyOf(token.array(), token.position());
    return token.put(hash(purpose, covered)).array();
  }

  private byte[] hash(String purpose, byte[] covered) {
    return Arrays.copyOf(secrets.hash("token for " + purpose, covered), HASH);
  }

  /** Empty for one that was not made here for this purpose, or too long ago. */
  Optional<Held> open(String purpose, byte[] token, Duration life, Instant now) {
    if (token.length < Long.BYTES + HASH) {
      return Optional.empty();
    }
    byte[] covered = Arrays.copyOf(token, token.length - HASH);
    byte[] hash = Arrays.copyOfRange(token, token.length - HASH, token.length);
    if (!Secrets.same(hash, hash(purpose, covered))) {
      return Optional.empty();
    }
    Instant made = Instant.ofEpochMilli(ByteBuffer.wrap(covered).getLong());
    boolean fresh = !made.isAfter(now) && now.isBefore(made.plus(life));
    return fresh
        ? Optional.of(new Held(made, Arrays.copyOfRange(covered, Long.BYTES, covered.length)))
        : Optional.empty();
  }
}
