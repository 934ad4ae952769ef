package org.mailstead.formats.mime;

import java.util.Optional;

/**
 * A media type with its parameters (RFC 2045 section 5).
 *
 * @param type lower case
 * @param subtype lower case
 */
public record ContentType(String type, String subtype, Parameters parameters) {
  /** What a body is when nobody says otherwise (RFC 2045 section 5.2). */
  public static final ContentType PLAIN_ASCII =
      new ContentType("text", "plain", Parameters.of("charset", "us-ascii"));

  static final ContentType PLAIN = new ContentType("text", "plain", Parameters.NONE);
  static final ContentType UNKNOWN =
      new ContentType("application", "octet-stream", Parameters.NONE);
  static final ContentType MESSAGE = new ContentType("message", "rfc822", Parameters.NONE);

  /** Reads the field's value; empty when it has no type at all (RFC 2045 section 5.2). */
  public static Optional<ContentType> parse(Octets value) {
    return parse(value, Allowance.ofOneField());
  }

  static Optional<ContentType> parse(Octets value, Allowance allowance) {
    var in = new Lexer(value.unfolded().latin1());
    in.skipSpace();
    String type = Ascii.lower(in.token());
    in.skipSpace();
    String subtype = "";
    if (in.take('/')) {
      in.skipSpace();
      subtype = Ascii.lower(in.token());
    }
    if (type.isEmpty()) {
      return Optional.empty();
    }
    Parameters parameters = Parameters.parse(in, allowance);
    return Optional.of(
        subtype.isEmpty() ? bare(type, parameters) : new ContentType(type, subtype, parameters));
  }

  // RFC 1049 had types without subtype; some programs still write "text" alone.
  private static ContentType bare(String type, Parameters parameters) {
    return switch (type) {
      case "text" -> new ContentType("text", "plain", parameters);
      case "multipart" -> new ContentType("multipart", "mixed", parameters);
      case String _ -> new ContentType("application", "octet-stream", parameters);
    };
  }

  /** Whether it is this type and subtype, both given in lower case. */
  public boolean is(String type, String subtype) {
    return this.type.equals(type) && this.subtype.equals(subtype);
  }

  /** The type without parameters: {@code text/plain}. */
  public String media() {
    return type + "/" + subtype;
  }

  boolean isMultipart() {
    return type.equals("multipart");
  }

  /** RFC 2046 section 5.2.1, RFC 6532 section 3.7. */
  boolean isMessage() {
    return is("message", "rfc822") || is("message", "global");
  }
}
