package org.mailstead.filter.dkim;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Signatures and the chain of a message whose body flows by: it is hashed once, and not kept. */
public final class Flow {
  private final DkimVerifier.Check signatures;
  private final ArcValidator.Check chain;
  private final BodyHashing hashing;

  /**
   * What was found.
   *
   * @param signatures in the order of their fields
   */
  public record Found(List<Dkim> signatures, Arc chain) {
    public Found {
      signatures = List.copyOf(signatures);
    }
  }

  /**
   * @param header of the message; its body is not asked for
   */
  public Flow(SignedMessage header, DkimVerifier verifier, ArcValidator validator) {
    this.signatures = verifier.begin(header);
    this.chain = validator.begin(header);
    Set<BodyHash> wanted = new HashSet<>(signatures.wanted());
    wanted.addAll(chain.wanted());
    this.hashing = new BodyHashing(wanted);
  }

  /** Takes some of the body. */
  public void write(byte[] bytes, int off, int len) {
    hashing.write(bytes, off, len);
  }

  /** The body is over; asks the DNS for keys. */
  public Found finish() {
    BodyHashes hashes = hashing.finish();
    return new Found(signatures.finish(hashes), chain.finish(hashes));
  }
}
