package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mailstead.words.AccountId;

/**
 * Passwords that were right a moment ago. Mail clients sign in often, and checking is dear by
 * design. What is kept are keyed hashes, under a key that never leaves this process.
 */
final class RightPasswords {
  private static final int MOST = 20_000;

  private final InstantSource clock;
  private final byte[] key;
  private final Map<String, Right> known =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Right> eldest) {
          return size() > MOST;
        }
      };

  private record Right(ByteString generation, Instant at) {}

  RightPasswords(Secrets secrets, InstantSource clock) {
    this.clock = clock;
    this.key = secrets.random(32);
  }

  /**
   * Whether it was right not longer ago than that.
   *
   * @param generation which is another since the password was changed
   */
  synchronized boolean wasRight(
      AccountId id, String password, Optional<ByteString> generation, Duration ago) {
    Right found = known.get(name(id, password));
    return found != null
        && clock.instant().isBefore(found.at.plus(ago))
        && generation.equals(Optional.of(found.generation));
  }

  synchronized void right(AccountId id, String password, ByteString generation) {
    String name = name(id, password);
    known.remove(name); // so that it stands last again
    known.put(name, new Right(generation, clock.instant()));
  }

  synchronized void wrong(AccountId id, String password) {
    known.remove(name(id, password));
  }

  private String name(AccountId id, String password) {
    byte[] text = (id.value() + " " + password).getBytes(UTF_8);
    return HexFormat.of().formatHex(ScramHash.SHA_256.hmac(key, text));
  }
}
