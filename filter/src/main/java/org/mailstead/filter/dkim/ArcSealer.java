package org.mailstead.filter.dkim;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Adds ourselves to the chain of a message that is passed on (RFC 8617 section 5.1). */
public final class ArcSealer {
  /**
   * What the signature of the message covers: no field of ARC and no Authentication-Results, and
   * the signatures of others (section 4.1.2).
   */
  public static final SigningPolicy POLICY = SigningPolicy.DEFAULT.with(List.of("dkim-signature"));

  private static final int LAST = 50;

  private final SigningKey key;
  private final SigningPolicy policy;
  private final InstantSource clock;
  private final int width;

  public ArcSealer(SigningKey key, SigningPolicy policy, InstantSource clock) {
    this(key, policy, clock, TagWriter.WIDTH);
  }

  /**
   * @param width of its lines; the test suite's seals are over fields without any fold
   */
  ArcSealer(SigningKey key, SigningPolicy policy, InstantSource clock, int width) {
    this.key = key;
    this.policy = policy;
    this.clock = clock;
    this.width = width;
  }

  /**
   * The three fields to put before a message that leaves us, all changes made. Empty when nothing
   * may be added: the chain has been declared broken, or is full.
   *
   * @param arrived what became of the chain when the message came
   * @param results what we found then: the payload of an Authentication-Results field
   */
  public String seal(SignedMessage message, Arc arrived, String results) throws IOException {
    int instance = next(arrived);
    if (instance > LAST || !message.isComplete()) {
      return "";
    }
    String line = results.replaceAll("[ \\t\\r\\n]+", " ").strip();
    RawField found = RawField.of("ARC-Authentication-Results: i=" + instance + "; " + line);
    RawField signature = RawField.of(signature(message, instance));
    boolean broken = arrived instanceof Arc.Fail;
    String before = broken ? "" : earlier(message, instance);
    String fields =
        before
            + Canonicalization.RELAXED.header(found)
            + "\r\n"
            + Canonicalization.RELAXED.header(signature)
            + "\r\n";
    TagWriter seal = sealWriter(instance, arrived.code());
    String signed = fields + Canonicalization.RELAXED.header(RawField.of(seal.text("")));
    return seal.text(Signatures.sign(key.algorithm(), key.secret(), signed))
        + "\r\n"
        + signature.raw()
        + "\r\n"
        + Folding.at(found.raw(), ';')
        + "\r\n";
  }

  /**
   * What became of a message's chain, when only the word for it was kept. The message may have been
   * changed since, so the word counts as far as the chain that is there bears it out.
   *
   * @param code as {@link Arc#code} says it; anything else means that nobody knows
   */
  public static Arc arrived(SignedMessage message, String code) {
    if (!ArcSets.isThere(message)) {
      return new Arc.None();
    }
    int highest = ArcSets.highest(message);
    if (ArcSets.isClosed(message) || !code.equals("pass")) {
      return new Arc.Fail("it did not hold", highest, ArcSets.isClosed(message));
    }
    try {
      return new Arc.Pass(0, ArcSets.of(message).hops());
    } catch (TagSyntaxException e) {
      return new Arc.Fail(e.why(), highest, false);
    }
  }

  private static int next(Arc arrived) {
    return switch (arrived) {
      case Arc.None _ -> 1;
      case Arc.Pass(_, List<ArcHop> hops) -> hops.size() + 1;
      case Arc.Fail(_, int highest, boolean closed) -> closed ? LAST + 1 : highest + 1;
    };
  }

  private TagWriter sealWriter(int instance, String cv) {
    return new TagWriter("ARC-Seal", width)
        .tag("a", key.algorithm().word())
        .signature()
        .tag("cv", cv)
        .tag("d", key.name().domain())
        .tag("i", Integer.toString(instance))
        .tag("s", key.name().selector())
        .tag("t", Long.toString(clock.instant().getEpochSecond()));
  }

  private String signature(SignedMessage message, int instance) throws IOException {
    var body = new BodyHash(Canonicalization.RELAXED, OptionalLong.empty());
    String hash = message.hashes(Set.of(body)).find(body).orElseThrow();
    List<String> names = policy.names(message);
    TagWriter writer =
        new TagWriter("ARC-Message-Signature", width)
            .tag("a", key.algorithm().word())
            .signature()
            .tag("bh", hash)
            .tag("c", "relaxed/relaxed")
            .tag("d", key.name().domain())
            .tag("h", String.join(":", names))
            .tag("i", Integer.toString(instance))
            .tag("s", key.name().selector())
            .tag("t", Long.toString(clock.instant().getEpochSecond()));
    RawField unsigned = RawField.of(writer.text(""));
    String header =
        message.signedFields(names, Canonicalization.RELAXED, unsigned)
            + Canonicalization.RELAXED.header(unsigned);
    return writer.text(Signatures.sign(key.algorithm(), key.secret(), header));
  }

  /** The sets that are there, as they are sealed again; the chain holds, so they are in order. */
  private static String earlier(SignedMessage message, int instance) {
    if (instance == 1) {
      return "";
    }
    var before = new StringBuilder();
    try {
      for (ArcSets.ArcSet set : ArcSets.of(message).sets()) {
        for (RawField field : List.of(set.results(), set.signature().field(), set.seal().field())) {
          before.append(Canonicalization.RELAXED.header(field)).append("\r\n");
        }
      }
    } catch (TagSyntaxException e) {
      throw new IllegalArgumentException("not the message whose chain held", e);
    }
    return before.toString();
  }
}
