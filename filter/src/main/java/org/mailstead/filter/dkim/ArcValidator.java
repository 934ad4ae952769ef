package org.mailstead.filter.dkim;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.filter.dkim.ArcSets.ArcSet;
import org.mailstead.wire.dns.Resolver;

/** Checks the chain of a message (RFC 8617 section 5.2). */
public final class ArcValidator {
  private final Resolver resolver;
  private final DkimLimits limits;

  public ArcValidator(Resolver resolver, DkimLimits limits) {
    this.resolver = resolver;
    this.limits = limits;
  }

  /** What becomes of the chain. Reads the body once at most. */
  public Arc validate(SignedMessage message) throws IOException {
    Check check = begin(message);
    return check.finish(message.hashes(check.wanted()));
  }

  /** Reads the chain; the body's hashes may then be made together with others. */
  Check begin(SignedMessage message) {
    if (!message.isComplete()) {
      return new Check(message, new Arc.Fail("the header is too large", 0, true));
    }
    if (!ArcSets.isThere(message)) {
      return new Check(message, new Arc.None());
    }
    int highest = ArcSets.highest(message);
    if (ArcSets.isClosed(message)) {
      return new Check(message, new Arc.Fail("it was broken before", highest, true));
    }
    try {
      return new Check(message, ArcSets.of(message));
    } catch (TagSyntaxException e) {
      return new Check(message, new Arc.Fail(e.why(), highest, false));
    }
  }

  /** The check of one message. */
  final class Check {
    private final SignedMessage message;
    private final KeyLookup keys = new KeyLookup(resolver);
    private final List<ArcSet> sets;
    private final Optional<Arc> early;

    private Check(SignedMessage message, Arc result) {
      this.message = message;
      this.sets = List.of();
      this.early = Optional.of(result);
    }

    private Check(SignedMessage message, ArcSets sets) {
      this.message = message;
      this.sets = sets.sets();
      this.early = Optional.empty();
    }

    /** The hashes that it needs. */
    Set<BodyHash> wanted() {
      Set<BodyHash> wanted = new HashSet<>();
      sets.forEach(set -> wanted.add(set.signature().tags().body()));
      return wanted;
    }

    Arc finish(BodyHashes hashes) {
      if (early.isPresent()) {
        return early.get();
      }
      Optional<String> broken = signature(sets.getLast(), hashes);
      if (broken.isEmpty()) {
        broken = seals();
      }
      return broken.isPresent()
          ? new Arc.Fail(broken.get(), sets.size(), false)
          : new Arc.Pass(oldestPass(hashes), new ArcSets(sets).hops());
    }

    // Step 5, which costs only chains that hold.
    private int oldestPass(BodyHashes hashes) {
      for (int i = sets.size() - 1; i > 0; i--) {
        if (signature(sets.get(i - 1), hashes).isPresent()) {
          return i + 1;
        }
      }
      return 0;
    }

    /** What is wrong with a custodian's signature of the message. */
    private Optional<String> signature(ArcSet set, BodyHashes hashes) {
      SignatureTags tags = set.signature().tags();
      Optional<String> refused =
          Refusal.of(tags.algorithm()).or(() -> Refusal.ofBody(tags, hashes));
      if (refused.isPresent()) {
        return refused;
      }
      if (hashes.beyond(tags.body()) > 0 && !limits.partialBodies()) {
        return Optional.of("the end of the message is not signed");
      }
      String header = set.signature().signedHeader(message);
      return verify(tags.key(), tags.algorithm(), header, tags.signature());
    }

    /** What is wrong with the seals, the last first. */
    private Optional<String> seals() {
      var before = new StringBuilder();
      int[] ends = new int[sets.size()];
      for (int i = 0; i < sets.size(); i++) {
        ArcSet set = sets.get(i);
        before.append(Canonicalization.RELAXED.header(set.results())).append("\r\n");
        before.append(Canonicalization.RELAXED.header(set.signature().field())).append("\r\n");
        ends[i] = before.length();
        before.append(Canonicalization.RELAXED.header(set.seal().field())).append("\r\n");
      }
      for (int i = sets.size() - 1; i >= 0; i--) {
        ArcSeal seal = sets.get(i).seal();
        Optional<String> wrong = Refusal.of(seal.algorithm());
        if (wrong.isEmpty()) {
          String own = Canonicalization.RELAXED.header(seal.unsigned());
          String sealed = before.substring(0, ends[i]) + own;
          wrong = verify(seal.key(), seal.algorithm(), sealed, seal.signature());
        }
        if (wrong.isPresent()) {
          return wrong;
        }
      }
      return Optional.empty();
    }

    // Section 5.2.1: what cannot be asked for has failed.
    private Optional<String> verify(
        KeyName name, String algorithm, String signed, String signature) {
      return switch (keys.find(name)) {
        case KeyLookup.Found.Unusable(String why) -> Optional.of(why);
        case KeyLookup.Found.Unanswered(String why) -> Optional.of(why);
        case KeyLookup.Found.Key(DkimKey key) -> {
          boolean good =
              key.algorithm().word().equals(algorithm)
                  && Signatures.verify(key.algorithm(), key.key(), signed, signature);
          yield good
              ? Optional.empty()
              : Optional.of("a signature of " + name.domain() + " does not hold");
        }
      };
    }
  }
}
