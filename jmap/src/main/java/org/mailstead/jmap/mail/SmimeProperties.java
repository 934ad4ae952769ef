package org.mailstead.jmap.mail;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import org.mailstead.post.SignedMail;
import tools.jackson.databind.JsonNode;

/**
 * What an Email has of its signature (RFC 9219 section 4.1). It is verified when one of these is
 * asked for.
 */
final class SmimeProperties {
  static final Set<String> NAMES =
      Set.of("smimeStatus", "smimeStatusAtDelivery", "smimeErrors", "smimeVerifiedAt");

  private static final String STATUS =
      "\"unknown\" | \"signed\" | \"signed/verified\" | \"signed/failed\" | null";

  private SmimeProperties() {}

  static Schema<EmailSchema.Seen> add(Schema<EmailSchema.Seen> schema) {
    return schema
        .add(
            "smimeStatus",
            STATUS,
            "How its signature is now; only with urn:ietf:params:jmap:smimeverify.",
            one -> of(one, signature -> Optional.of(status(signature.now()))),
            Trait.SERVER_SET,
            Trait.ON_DEMAND)
        .add(
            "smimeStatusAtDelivery",
            STATUS,
            "How it was when the email arrived.",
            one -> of(one, signature -> Optional.of(status(signature.atDelivery()))),
            Trait.SERVER_SET,
            Trait.ON_DEMAND)
        .add(
            "smimeErrors",
            "string[] | null",
            "Why it fails now, in sentences.",
            one -> of(one, SmimeProperties::errors),
            Trait.SERVER_SET,
            Trait.ON_DEMAND)
        .add(
            "smimeVerifiedAt",
            "UTCDate | null",
            "As of when that is said, at most a day ago.",
            one ->
                of(one, signature -> signature.verifiedAt().map(at -> text(EmailSchema.utc(at)))),
            Trait.SERVER_SET,
            Trait.ON_DEMAND);
  }

  private static Optional<JsonNode> of(
      EmailSchema.Seen one, Function<SignedMail.Signature, Optional<JsonNode>> value) {
    return one.source().stored().flatMap(at -> at.signature()).flatMap(value);
  }

  private static Optional<JsonNode> errors(SignedMail.Signature signature) {
    return signature.errors().isEmpty()
        ? Optional.empty()
        : Optional.of(JmapJson.array(signature.errors()));
  }

  private static JsonNode status(SignedMail.Standing standing) {
    return text(
        switch (standing) {
          case UNKNOWN -> "unknown";
          case UNVERIFIED -> "signed";
          case VERIFIED -> "signed/verified";
          case FAILED -> "signed/failed";
        });
  }

  private static JsonNode text(String value) {
    return JmapJson.NODES.stringNode(value);
  }
}
