package org.mailstead.formats.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an entity's header says of its body (RFC 2045, RFC 2183, RFC 3282, RFC 2557, RFC 1864), as
 * BODYSTRUCTURE sends it.
 *
 * @param encoding the name of the transfer encoding, lower case, 7bit when none is given
 * @param id Content-ID with its angle brackets
 * @param languages the tags of Content-Language
 */
public record Content(
    ContentType type,
    String encoding,
    Optional<Octets> id,
    Optional<Octets> description,
    Optional<Disposition> disposition,
    List<String> languages,
    Optional<Octets> location,
    Optional<Octets> md5) {
  private static final int MAX_LANGUAGES = 100;

  /** What a body is that has no header: plain ASCII text. */
  public static final Content PLAIN = plain(ContentType.PLAIN_ASCII);

  public Content {
    languages = List.copyOf(languages);
  }

  private static Content plain(ContentType type) {
    return new Content(
        type,
        "7bit",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  static Content of(List<HeaderField> header, ContentType byDefault, Allowance allowance) {
    Optional<ContentType> type =
        HeaderField.first(header, "Content-Type")
            .flatMap(field -> ContentType.parse(field.value(), allowance));
    return new Content(
        type.orElse(byDefault),
        line(header, "Content-Transfer-Encoding").map(Content::encoding).orElse("7bit"),
        line(header, "Content-ID"),
        line(header, "Content-Description"),
        HeaderField.first(header, "Content-Disposition")
            .flatMap(field -> Disposition.parse(field.value(), allowance)),
        line(header, "Content-Language").map(Content::languages).orElse(List.of()),
        line(header, "Content-Location"),
        line(header, "Content-MD5"));
  }

  private static Optional<Octets> line(List<HeaderField> header, String name) {
    return HeaderField.first(header, name)
        .map(HeaderField::unfolded)
        .filter(value -> !value.isEmpty());
  }

  private static String encoding(Octets value) {
    var in = new Lexer(value.latin1());
    in.skipSpace();
    String name = in.peek() == '"' ? Ascii.trim(in.quoted()) : in.token();
    boolean legal = !name.isEmpty() && name.chars().allMatch(Ascii::isToken);
    return legal ? Ascii.lower(name) : "7bit";
  }

  private static List<String> languages(Octets value) {
    var in = new Lexer(value.latin1());
    var languages = new ArrayList<String>();
    while (!in.done() && languages.size() < MAX_LANGUAGES) {
      in.skipSpace();
      String tag = in.token();
      if (!tag.isEmpty()) {
        languages.add(tag);
      } else if (!in.done()) {
        in.skip();
      }
    }
    return languages;
  }

  /** The same with another type. */
  Content as(ContentType other) {
    return new Content(other, encoding, id, description, disposition, languages, location, md5);
  }

  /** Whether the octets of the body are its content (RFC 2045 section 6.2). */
  boolean hasIdentityEncoding() {
    return switch (encoding) {
      case "7bit", "8bit", "binary" -> true;
      case String _ -> false;
    };
  }

  /** Whether the transfer encoding is one that we can undo, or none. */
  public boolean hasKnownEncoding() {
    return hasIdentityEncoding() || transferEncoding() != TransferEncoding.IDENTITY;
  }

  /** Content-ID without comments, white space and angle brackets; empty when nothing is left. */
  public Optional<String> contentId() {
    return id.map(Content::withoutBrackets).filter(text -> !text.isEmpty());
  }

  private static String withoutBrackets(Octets id) {
    var in = new Lexer(id.latin1());
    var plain = new StringBuilder();
    in.skipSpace();
    while (!in.done()) {
      if (in.take('<')) {
        plain.setLength(0);
        plain.append(in.until('>'));
        break;
      }
      plain.append((char) in.peek());
      in.skip();
      in.skipSpace();
    }
    return new Octets(plain.toString()).text().replaceAll("[\\s\\p{Cntrl}]+", "");
  }

  /** How the body's octets are to be decoded. */
  public TransferEncoding transferEncoding() {
    return TransferEncoding.of(encoding);
  }

  /**
   * The file name that was given, decoded: {@code filename} of the disposition, else {@code name}
   * of the type. A name for people to see; it can hold path separators and must not become a path.
   */
  public Optional<String> fileName() {
    Optional<String> name = disposition.flatMap(given -> given.parameters().text("filename"));
    return (name.isPresent() ? name : type.parameters().text("name"))
        .map(text -> text.replaceAll("\\p{Cc}", ""))
        .filter(text -> !text.isBlank());
  }

  /** Whether the disposition is this one, given in lower case. */
  public boolean isDisposed(String how) {
    return disposition.isPresent() && disposition.get().type().equals(how);
  }
}
