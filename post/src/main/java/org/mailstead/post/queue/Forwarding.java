package org.mailstead.post.queue;

import java.time.InstantSource;
import java.util.Optional;
import org.mailstead.post.KeyRing;

/**
 * What is done to mail of others that is sent on.
 *
 * @param srs makes the sender's address one of ours
 * @param sealing vouches for what was found when it came
 */
public record Forwarding(Srs srs, Sealing sealing) {
  public Forwarding(Srs srs, Optional<KeyRing> keys, InstantSource clock) {
    this(srs, new Sealing(keys, clock));
  }
}
