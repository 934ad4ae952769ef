package org.mailstead.post.queue;

import static java.lang.System.Logger.Level.WARNING;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import org.mailstead.filter.dkim.Algorithm;
import org.mailstead.filter.dkim.Arc;
import org.mailstead.filter.dkim.ArcSealer;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.filter.dkim.SigningKey;
import org.mailstead.filter.results.AuthenticationResults;
import org.mailstead.filter.results.MethodResult;
import org.mailstead.filter.results.ResultsSyntaxException;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.post.KeyRing;
import org.mailstead.post.OriginReasons;

/**
 * Vouches for mail of others that is sent on: a set of fields above it tells what was found when it
 * came, signed by the domain that sends it on (RFC 8617). Below them no octet is changed, so that
 * signatures of its author hold.
 */
public final class Sealing {
  private static final System.Logger LOG = System.getLogger(Sealing.class.getName());

  private final KeyRing keys;
  private final Predicate<String> seals;
  private final InstantSource clock;

  /**
   * @param keys of the domains that vouch
   * @param seals whether a domain is to
   */
  Sealing(KeyRing keys, Predicate<String> seals, InstantSource clock) {
    this.keys = keys;
    this.seals = seals;
    this.clock = clock;
  }

  /**
   * What is put before a message.
   *
   * @param fields each with its line end; empty for none
   * @param told what was done or why nothing, for the trace; empty when nobody asked for it
   */
  record Seal(String fields, String told) {
    static final Seal UNASKED = new Seal("", "");

    static Seal not(String why) {
      return new Seal("", "sent on without a seal (ARC): " + why);
    }

    Letter before(Letter letter) {
      return fields.isEmpty() ? letter : letter.below(fields);
    }
  }

  /** Prepares the seal of a message; what goes wrong with it keeps no mail. */
  Seal seal(Letter letter, Content content, Letter.To to) {
    String domain = to.row().getOnward();
    if (domain.isEmpty() || letter.sender().isPresent() || !seals.test(domain)) {
      return Seal.UNASKED;
    }
    Optional<AuthenticationResults> found = found(letter, to);
    if (found.isEmpty()) {
      return Seal.not("it was not asked who sent it");
    }
    Optional<SigningKey> key = key(keys, domain);
    if (key.isEmpty()) {
      return Seal.not(domain + " has no key that signs");
    }
    try {
      return seal(
          new Whole(letter.row().getPrefix().toByteArray(), content), found.get(), key.get());
    } catch (IOException | RuntimeException e) {
      LOG.log(WARNING, "queue id=" + letter.id() + " could not be sealed", e);
      return Seal.not("this server has a fault");
    }
  }

  private static Optional<AuthenticationResults> found(Letter letter, Letter.To to) {
    if (to.row().getFound().isEmpty()) {
      return OriginReasons.found(letter.row().getPrefix().toByteArray());
    }
    try {
      return Optional.of(AuthenticationResults.parse(to.row().getFound()));
    } catch (ResultsSyntaxException _) {
      return Optional.empty();
    }
  }

  /**
   * RSA where there is a choice: a set has one signature, and not everybody knows the other kind.
   */
  private static Optional<SigningKey> key(KeyRing ring, String domain) {
    return ring.signing(domain).stream()
        .min(Comparator.comparing(key -> key.algorithm() != Algorithm.RSA_SHA256));
  }

  private Seal seal(Whole whole, AuthenticationResults found, SigningKey key) throws IOException {
    SignedMessage message = SignedMessage.read(whole, MimeLimits.DEFAULT);
    String code =
        found.results().stream()
            .filter(result -> result.method().equals("arc"))
            .map(MethodResult::result)
            .findFirst()
            .orElse("");
    Arc arrived = ArcSealer.arrived(message, code);
    String fields =
        new ArcSealer(key, ArcSealer.POLICY, clock).seal(message, arrived, found.payload());
    if (fields.isEmpty()) {
      return Seal.not("nothing may be added to the chain that it has");
    }
    return new Seal(fields, "sealed (ARC, cv=" + arrived.code() + ") by " + key.name().domain());
  }

  /** A message as it leaves. */
  private record Whole(byte[] prefix, Content body) implements ByteSource {
    @Override
    public long length() {
      return prefix.length + body.length();
    }

    @Override
    public InputStream open(long from, long length) throws IOException {
      int start = (int) Math.min(from, prefix.length);
      int end = (int) Math.min(from + length, prefix.length);
      var head = new ByteArrayInputStream(prefix, start, end - start);
      long rest = length - (end - start);
      return rest == 0
          ? head
          : new SequenceInputStream(head, body.open(from + (end - start) - prefix.length, rest));
    }
  }
}
