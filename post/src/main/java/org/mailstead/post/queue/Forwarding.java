package org.mailstead.post.queue;

import java.time.InstantSource;
import java.util.Optional;
import org.mailstead.post.KeyRing;

/**
 * What is done to mail of others that is sent on, and by which keys our domains vouch for it.
 *
 * @param srs makes the sender's address one of ours
 * @param sealing vouches for what was found when it came
 * @param keys sign what this server writes itself
 */
public record Forwarding(Srs srs, Sealing sealing, KeyRing keys) {
  /**
   * @param seals whether our domains vouch for what they send on
   */
  public Forwarding(Srs srs, KeyRing keys, boolean seals, InstantSource clock) {
    this(srs, new Sealing(seals ? Optional.of(keys) : Optional.empty(), clock), keys);
  }
}
