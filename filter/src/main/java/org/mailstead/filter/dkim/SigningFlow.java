package org.mailstead.filter.dkim;

import java.util.List;
import java.util.Set;

/** Signs a message whose body flows by before its header is known to be all there. */
public final class SigningFlow {
  private final BodyHashing hashing = new BodyHashing(Set.of(DkimSigner.BODY));

  /** Takes some of the body. */
  public void write(byte[] bytes, int off, int len) {
    hashing.write(bytes, off, len);
  }

  /**
   * The body is over; the fields to put before the message, as {@link DkimSigner#sign} makes them.
   *
   * @param header of the message as it leaves; its body is not asked for
   */
  public String finish(SignedMessage header, DkimSigner signer, List<SigningKey> keys) {
    return signer.sign(header, hashing.finish(), keys);
  }
}
