package org.mailstead.filter.dkim;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.wire.dns.Resolver;

/** Checks the signatures of messages (RFC 6376 section 6). */
public final class DkimVerifier {
  static final String FIELD = "dkim-signature";

  private static final List<String> UNSUBSCRIBING =
      List.of("list-unsubscribe", "list-unsubscribe-post");

  private final Resolver resolver;
  private final InstantSource clock;
  private final DkimLimits limits;

  public DkimVerifier(Resolver resolver, InstantSource clock, DkimLimits limits) {
    this.resolver = resolver;
    this.clock = clock;
    this.limits = limits;
  }

  /** What became of the signatures, in the order of their fields. Reads the body once at most. */
  public List<Dkim> verify(SignedMessage message) throws IOException {
    Check check = begin(message);
    return check.finish(message.hashes(check.wanted()));
  }

  /** Reads the signatures; the body's hashes may then be made together with others. */
  Check begin(SignedMessage message) {
    return new Check(message);
  }

  /** The check of one message. */
  final class Check {
    private final SignedMessage message;
    private final KeyLookup keys = new KeyLookup(resolver);
    private final List<Signed> signatures = new ArrayList<>();

    private sealed interface Signed {
      record Understood(DkimSignature signature) implements Signed {}

      record Broken(String why) implements Signed {}
    }

    private Check(SignedMessage message) {
      this.message = message;
      if (!message.isComplete()) {
        signatures.add(new Signed.Broken("the header is too large to be checked"));
      }
      List<RawField> fields = message.fields(FIELD);
      for (RawField field : fields.subList(0, Math.min(fields.size(), limits.signatures()))) {
        signatures.add(read(field));
      }
    }

    private static Signed read(RawField field) {
      try {
        return new Signed.Understood(DkimSignature.parse(field));
      } catch (TagSyntaxException e) {
        return new Signed.Broken(e.why());
      }
    }

    /** The hashes that it needs. */
    Set<BodyHash> wanted() {
      Set<BodyHash> wanted = new HashSet<>();
      for (Signed signed : signatures) {
        if (signed instanceof Signed.Understood(DkimSignature signature)) {
          wanted.add(signature.tags().body());
        }
      }
      return wanted;
    }

    List<Dkim> finish(BodyHashes hashes) {
      List<Dkim> results = new ArrayList<>();
      for (Signed signed : signatures) {
        results.add(
            switch (signed) {
              case Signed.Understood(DkimSignature signature) -> check(signature, hashes);
              case Signed.Broken(String why) -> Dkim.unreadable(why);
            });
      }
      return results;
    }

    private Dkim check(DkimSignature signature, BodyHashes hashes) {
      Optional<DkimResult> early = refused(signature, hashes);
      Dkim found =
          early.isPresent() ? Dkim.of(signature, false, early.get()) : withKey(signature, hashes);
      return coversUnsubscribing(signature) ? found.withUnsubscribing() : found;
    }

    /** A field that stands there twice is signed once: somebody may have put in the other. */
    private boolean coversUnsubscribing(DkimSignature signature) {
      return UNSUBSCRIBING.stream()
          .allMatch(
              name -> signature.tags().fields().contains(name) && message.fields(name).size() == 1);
    }

    /** What needs no key to be seen. */
    private Optional<DkimResult> refused(DkimSignature signature, BodyHashes hashes) {
      SignatureTags tags = signature.tags();
      Optional<DkimResult> refused = Refusal.of(tags.algorithm()).map(DkimResult.PermError::new);
      if (refused.isPresent()) {
        return refused;
      }
      long now = clock.instant().getEpochSecond();
      if (signature.expires().orElse(Long.MAX_VALUE) < now) {
        return Optional.of(new DkimResult.Fail("it has expired"));
      }
      return Refusal.ofBody(tags, hashes).map(DkimResult.Fail::new);
    }

    private Dkim withKey(DkimSignature signature, BodyHashes hashes) {
      return switch (keys.find(signature.tags().key())) {
        case KeyLookup.Found.Unusable(String why) ->
            Dkim.of(signature, false, new DkimResult.PermError(why));
        case KeyLookup.Found.Unanswered(String why) ->
            Dkim.of(signature, false, new DkimResult.TempError(why));
        case KeyLookup.Found.Key(DkimKey key) ->
            Dkim.of(signature, key.testing(), with(key, signature, hashes));
      };
    }

    private DkimResult with(DkimKey key, DkimSignature signature, BodyHashes hashes) {
      SignatureTags tags = signature.tags();
      if (!key.algorithm().word().equals(tags.algorithm())) {
        return new DkimResult.PermError("the key is of another kind than the signature");
      }
      if (key.strict() && !signature.isStrict()) {
        return new DkimResult.PermError("the key is not for names below the domain");
      }
      boolean holds =
          Signatures.verify(
              key.algorithm(), key.key(), signature.signedHeader(message), tags.signature());
      if (!holds && key.testing()) {
        return new DkimResult.Neutral("the domain only tries to sign, and its signature fails");
      }
      if (!holds) {
        return new DkimResult.Fail("the header has been changed, or another key signed it");
      }
      long beyond = hashes.beyond(tags.body());
      return beyond > 0 && !limits.partialBodies()
          ? new DkimResult.Policy(beyond + " octets at the end of the message are not signed")
          : new DkimResult.Pass();
    }
  }
}
