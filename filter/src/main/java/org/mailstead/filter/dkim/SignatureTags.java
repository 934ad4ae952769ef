package org.mailstead.filter.dkim;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.mailstead.words.EmailAddress;

/**
 * What DKIM-Signature and ARC-Message-Signature have in common.
 *
 * @param key where it is found
 * @param algorithm as written: it may be one that is refused
 * @param fields names in lower case
 * @param bodyHash base64 without white space
 * @param signature base64 without white space
 */
record SignatureTags(
    KeyName key,
    String algorithm,
    Canonicalization headerForm,
    List<String> fields,
    BodyHash body,
    String bodyHash,
    String signature) {
  SignatureTags {
    fields = List.copyOf(fields);
  }

  /**
   * @param otherwise the canonicalizations of a field that names none
   */
  static SignatureTags of(TagList tags, String otherwise) throws TagSyntaxException {
    String forms = tags.find("c").orElse(otherwise);
    int slash = forms.indexOf('/');
    String headerForm = slash < 0 ? forms : forms.substring(0, slash);
    String bodyForm = slash < 0 ? "simple" : forms.substring(slash + 1);
    tags.need("h");
    var body = new BodyHash(Canonicalization.of(bodyForm), length(tags));
    return new SignatureTags(
        keyName(tags),
        tags.need("a"),
        Canonicalization.of(headerForm),
        tags.list("h", "").stream().map(name -> name.toLowerCase(Locale.ROOT)).toList(),
        body,
        base64(tags, "bh"),
        base64(tags, "b"));
  }

  static KeyName keyName(TagList tags) throws TagSyntaxException {
    String domain = tags.need("d");
    String selector = tags.need("s");
    if (EmailAddress.domain(domain).filter(ascii -> ascii.contains(".")).isEmpty()
        || domain.startsWith("[")) {
      throw new TagSyntaxException("no domain: " + shown(domain));
    }
    if (EmailAddress.domain(selector).isEmpty() || selector.startsWith("[")) {
      throw new TagSyntaxException("no selector: " + shown(selector));
    }
    return new KeyName(
        EmailAddress.domain(domain).orElseThrow(), EmailAddress.domain(selector).orElseThrow());
  }

  private static String shown(String value) {
    return value.length() > 80 ? value.substring(0, 80) + "…" : value;
  }

  /** A tag that must be base64, without the white space in it. */
  static String base64(TagList tags, String name) throws TagSyntaxException {
    tags.need(name);
    String dense = tags.dense(name).orElse("");
    try {
      byte[] octets = Base64.getDecoder().decode(dense);
      if (octets.length > 0) {
        return Base64.getEncoder().encodeToString(octets); // with its padding, for comparisons
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw new TagSyntaxException("the tag " + name + " is not base64");
  }

  // sig-l-tag = %x6c [FWS] "=" [FWS] 1*76DIGIT
  private static OptionalLong length(TagList tags) throws TagSyntaxException {
    return tags.find("l").isEmpty() ? OptionalLong.empty() : OptionalLong.of(number(tags, "l"));
  }

  /** A count or time; more than 18 digits are as good as endless. */
  static long number(TagList tags, String name) throws TagSyntaxException {
    String digits = tags.need(name);
    if (!digits.matches("[0-9]{1,76}")) {
      throw new TagSyntaxException("the tag " + name + " is no number");
    }
    String significant = digits.replaceFirst("^0+(?=.)", "");
    return significant.length() > 18 ? Long.MAX_VALUE / 2 : Long.parseLong(significant);
  }
}
