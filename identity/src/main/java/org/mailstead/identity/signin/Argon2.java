package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106). Each run takes its memory from the heap, so only a few run at a time: a
 * storm of sign-ins waits rather than exhausting the server.
 */
final class Argon2 {
  static final int MEMORY_KIB = 19 * 1024;
  static final int PASSES = 2;
  static final int HASH_BYTES = 32;
  static final int SALT_BYTES = 16;

  private final Semaphore running =
      new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));

  byte[] hash(String password, byte[] salt, int memoryKib, int passes) {
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
    running.acquireUninterruptibly();
    try {
      generator.init(parameters);
      generator.generateBytes(password.getBytes(UTF_8), hash);
    } finally {
      running.release();
    }
    return hash;
  }
}
