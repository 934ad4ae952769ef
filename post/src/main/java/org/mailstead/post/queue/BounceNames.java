package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.words.EmailAddress;

/**
 * Names by which a report finds the message and the recipient that it is about. Nobody can make
 * them who was not given the message: a stranger, or the server of another domain, could otherwise
 * have an address taken for dead.
 */
final class BounceNames {
  // local "+b=" id "=" index "=" hash
  private static final Pattern OWN_ADDRESS =
      Pattern.compile(
          ".+\\+b=([a-z0-9._-]{1,60})=([0-9]{1,6})=([a-z2-7]{10})", Pattern.CASE_INSENSITIVE);

  // id "." hash
  private static final Pattern ENVELOPE =
      Pattern.compile("([A-Za-z0-9._-]{1,80})\\.([a-z2-7]{10})");

  private final AddressHash hash;

  BounceNames(AddressHash hash) {
    this.hash = hash;
  }

  /** What was named. */
  sealed interface Named {
    String id();

    /** One recipient of a message. */
    record One(String id, int index) implements Named {}

    /**
     * Those to whom it went in one conversation.
     *
     * @param proof for whom is asked of {@link #isFor}
     */
    record Some(String id, String proof) implements Named {}
  }

  /**
   * The envelope id of a message for the servers of a domain (RFC 3461 section 4.4).
   *
   * @param domain empty for a relay, which tells of all
   */
  String envelopeId(String id, String domain) {
    return id + "." + hash.of("envelope|" + id + "|" + domain);
  }

  /**
   * A return path of one recipient's own (VERP); the same as before where it does not fit.
   *
   * @param id in which case means nothing
   */
  EmailAddress returnPath(EmailAddress from, String id, int index) {
    String local = from.local() + "+b=" + id + "=" + index + "=" + ofOne(id, index);
    boolean fits = local.getBytes(UTF_8).length <= EmailAddress.MAX_LOCAL;
    var own = new EmailAddress(local, from.domain());
    return fits && OWN_ADDRESS.matcher(local).matches() ? own : from;
  }

  private String ofOne(String id, int index) {
    return hash.of("recipient|" + id + "|" + index);
  }

  /** What an address names to which a report came; empty when it is not from us. */
  Optional<Named.One> in(EmailAddress address) {
    Matcher parts = OWN_ADDRESS.matcher(address.local());
    if (!parts.matches()) {
      return Optional.empty();
    }
    String id = parts.group(1).toLowerCase(Locale.ROOT);
    int index = Integer.parseInt(parts.group(2));
    return hash.isOf(parts.group(3), "recipient|" + id + "|" + index)
        ? Optional.of(new Named.One(id, index))
        : Optional.empty();
  }

  /** What an envelope id names, if it is from us: see {@link #isFor}. */
  Optional<Named.Some> in(String envelopeId) {
    Matcher parts = ENVELOPE.matcher(envelopeId);
    return parts.matches()
        ? Optional.of(new Named.Some(parts.group(1), parts.group(2)))
        : Optional.empty();
  }

  /** Whether whoever has the name was given the message for this recipient. */
  boolean isFor(Named named, Letter.To to) {
    return switch (named) {
      case Named.One(_, int index) -> to.index() == index;
      case Named.Some(String id, String proof) ->
          hash.isOf(proof, "envelope|" + id + "|" + to.address().domain())
              || hash.isOf(proof, "envelope|" + id + "|");
    };
  }
}
