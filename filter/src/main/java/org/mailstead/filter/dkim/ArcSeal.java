package org.mailstead.filter.dkim;

import java.util.List;
import java.util.Optional;

/** An ARC-Seal field that is understood (RFC 8617 section 4.1.3). */
record ArcSeal(
    RawField field,
    String unsignedValue,
    KeyName key,
    String algorithm,
    String cv,
    String signature) {
  static ArcSeal parse(RawField field) throws TagSyntaxException {
    TagList tags = TagList.parse(field.value());
    if (tags.find("h").isPresent()) {
      throw new TagSyntaxException("a seal does not choose what it covers");
    }
    if (tags.find("t").isPresent()) {
      SignatureTags.number(tags, "t");
    }
    String cv = tags.need("cv");
    if (!List.of("none", "pass", "fail").contains(cv)) {
      throw new TagSyntaxException("an unknown state of the chain");
    }
    return new ArcSeal(
        field,
        tags.withoutSignature(),
        SignatureTags.keyName(tags),
        tags.need("a"),
        cv,
        SignatureTags.base64(tags, "b"));
  }

  /** Whether a seal that may be anything says that the chain had failed. */
  static boolean saysFail(RawField field) {
    try {
      return TagList.parse(field.value()).find("cv").equals(Optional.of("fail"));
    } catch (TagSyntaxException _) {
      return false;
    }
  }

  RawField unsigned() {
    return field.withValue(unsignedValue);
  }
}
