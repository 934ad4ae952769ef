package org.mailstead.filter.dkim;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Signs messages (RFC 6376 section 5), with keys of several kinds at once (RFC 8463 section 3). */
public final class DkimSigner {
  /** How much of a body is hashed, and how. */
  static final BodyHash BODY = new BodyHash(Canonicalization.RELAXED, OptionalLong.empty());

  private static final String FIELD = "DKIM-Signature";

  private final SigningPolicy policy;
  private final InstantSource clock;

  public DkimSigner(SigningPolicy policy, InstantSource clock) {
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * The fields to put before the message, one for each key, each with its line end; empty when the
   * header is too large to be signed. Reads the body once.
   */
  public String sign(SignedMessage message, List<SigningKey> keys) throws IOException {
    if (!message.isComplete() || keys.isEmpty()) {
      return "";
    }
    return sign(message, message.hashes(Set.of(BODY)), keys);
  }

  /** The same, of a body that has flowed by. */
  String sign(SignedMessage message, BodyHashes hashes, List<SigningKey> keys) {
    if (!message.isComplete() || keys.isEmpty()) {
      return "";
    }
    String hash = hashes.find(BODY).orElseThrow();
    var signed = new StringBuilder();
    for (SigningKey key : keys) {
      signed.append(field(message, key, hash)).append("\r\n");
    }
    return signed.toString();
  }

  private String field(SignedMessage message, SigningKey key, String bodyHash) {
    List<String> names = policy.names(message);
    long now = clock.instant().getEpochSecond();
    var writer =
        new TagWriter(FIELD)
            .tag("v", "1")
            .tag("a", key.algorithm().word())
            .tag("c", "relaxed/relaxed")
            .tag("d", key.name().domain())
            .tag("s", key.name().selector())
            .tag("t", Long.toString(now));
    policy.validity().ifPresent(time -> writer.tag("x", Long.toString(now + time.toSeconds())));
    writer.tag("h", String.join(":", names)).tag("bh", bodyHash).signature();
    RawField unsigned = RawField.of(writer.text(""));
    String header =
        message.signedFields(names, Canonicalization.RELAXED, unsigned)
            + Canonicalization.RELAXED.header(unsigned);
    return writer.text(Signatures.sign(key.algorithm(), key.secret(), header));
  }
}
