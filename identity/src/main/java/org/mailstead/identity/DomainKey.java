package org.mailstead.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * A key that signs a domain's mail. What kind it is its octets say; nobody here needs to know.
 *
 * @param selector names it within the domain
 * @param secret PKCS #8
 * @param known SubjectPublicKeyInfo
 * @param retired since when it signs nothing more
 */
public record DomainKey(
    String selector,
    byte[] secret,
    byte[] known,
    State state,
    Instant made,
    Optional<Instant> retired) {
  /** What a key is used for. */
  public enum State {
    /** It is to be published, and signs nothing yet. */
    WAITING,
    SIGNING,
    /** It signs nothing more; mail that it signed is still under way. */
    RETIRED
  }

  public DomainKey {
    secret = secret.clone();
    known = known.clone();
  }

  @Override
  public byte[] secret() {
    return secret.clone();
  }

  @Override
  public byte[] known() {
    return known.clone();
  }

  /** This key from now on in another state. */
  public DomainKey as(State next, Instant now) {
    Optional<Instant> end = next == State.RETIRED ? Optional.of(now) : Optional.empty();
    return new DomainKey(selector, secret, known, next, made, end);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "DomainKey[" + selector + ", " + state + "]";
  }
}
