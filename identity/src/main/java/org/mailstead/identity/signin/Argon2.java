package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Argon2id (RFC 9106). Each run takes its memory from the heap, so only a few run at a time: a
 * storm of sign-ins waits rather than exhausting the server. Who was here before need not wait
 * behind strangers: one place more is kept free for them.
 */
final class Argon2 {
  static final int MEMORY_KIB = 19 * 1024;
  static final int PASSES = 2;
  static final int HASH_BYTES = 32;
  static final int SALT_BYTES = 16;

  /** Strangers that may wait; beyond that their attempt is refused, which costs nothing. */
  private static final int MOST_WAITING = 200;

  private final Semaphore running =
      new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);
  private final Semaphore kept = new Semaphore(1, true);

  /** Who asks. */
  enum Lane {
    /** From where the account's owner has signed in before, or its operator. */
    KNOWN,
    STRANGER
  }

  /**
   * Hashes a password.
   *
   * @throws Refused RATE_LIMITED when too many strangers wait
   */
  byte[] hash(String password, byte[] salt, int memoryKib, int passes, Lane lane) {
    var parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withSalt(salt)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(1)
            .build();
    var generator = new Argon2BytesGenerator();
    byte[] hash = new byte[HASH_BYTES];
    Semaphore place = place(lane);
    try {
      generator.init(parameters);
      generator.generateBytes(password.getBytes(UTF_8), hash);
    } finally {
      place.release();
    }
    return hash;
  }

  private Semaphore place(Lane lane) {
    if (lane == Lane.STRANGER && running.getQueueLength() >= MOST_WAITING) {
      throw new Refused(Problem.Kind.RATE_LIMITED, "login.busy");
    }
    boolean keptOne = lane == Lane.KNOWN && !running.tryAcquire();
    Semaphore place = keptOne ? kept : running;
    if (keptOne || lane == Lane.STRANGER) {
      place.acquireUninterruptibly();
    }
    return place;
  }
}
