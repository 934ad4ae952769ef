package org.mailstead.filter.dkim;

import java.util.Locale;
import java.util.OptionalLong;
import org.mailstead.words.EmailAddress;

/**
 * A DKIM-Signature field that is understood (RFC 6376 section 3.5).
 *
 * @param identity {@code i}: perhaps a local part, then {@code @} and the signing domain or one
 *     below
 * @param expires seconds since 1970
 */
record DkimSignature(
    RawField field,
    String unsignedValue,
    SignatureTags tags,
    String identity,
    OptionalLong expires) {
  static DkimSignature parse(RawField field) throws TagSyntaxException {
    TagList list = TagList.parse(field.value());
    if (!list.need("v").equals("1")) {
      throw new TagSyntaxException("an unknown version: " + list.need("v"));
    }
    if (!list.list("q", "dns/txt").contains("dns/txt")) {
      throw new TagSyntaxException("keys that are not in the DNS");
    }
    SignatureTags tags = SignatureTags.of(list, "simple/simple");
    if (!tags.fields().contains("from")) {
      throw new TagSyntaxException("From is not signed");
    }
    return new DkimSignature(
        field, list.withoutSignature(), tags, identity(list, tags.key().domain()), expires(list));
  }

  // sig-i-tag = %x69 [FWS] "=" [FWS] [ Local-part ] "@" domain-name
  private static String identity(TagList list, String domain) throws TagSyntaxException {
    String identity = list.dense("i").orElse("@" + domain);
    int at = identity.lastIndexOf('@');
    String own = at < 0 ? "" : EmailAddress.domain(identity.substring(at + 1)).orElse("");
    if (!own.equals(domain) && !own.endsWith("." + domain)) {
      throw new TagSyntaxException("an identity that is not the domain's: " + identity);
    }
    return identity.substring(0, at + 1) + own;
  }

  private static OptionalLong expires(TagList list) throws TagSyntaxException {
    long signed = list.find("t").isEmpty() ? -1 : SignatureTags.number(list, "t");
    if (list.find("x").isEmpty()) {
      return OptionalLong.empty();
    }
    long expires = SignatureTags.number(list, "x");
    if (expires <= signed) {
      throw new TagSyntaxException("it expires before it is made");
    }
    return OptionalLong.of(expires);
  }

  /** Whether the identity's domain is the signing one, and not below it. */
  boolean isStrict() {
    String own = identity.substring(identity.lastIndexOf('@') + 1);
    return own.equals(tags.key().domain().toLowerCase(Locale.ROOT));
  }

  /** What was signed: the fields that it names, then itself without its signature. */
  String signedHeader(SignedMessage message) {
    RawField unsigned = field.withValue(unsignedValue);
    return message.signedFields(tags.fields(), tags.headerForm(), field)
        + tags.headerForm().header(unsigned);
  }
}
