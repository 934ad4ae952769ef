package org.mailstead.post.queue;

import java.time.InstantSource;
import java.util.function.Predicate;
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
   * @param seals whether a domain of ours vouches for what it sends on
   */
  public Forwarding(Srs srs, KeyRing keys, Predicate<String> seals, InstantSource clock) {
    this(srs, new Sealing(keys, seals, clock), keys);
  }
}
