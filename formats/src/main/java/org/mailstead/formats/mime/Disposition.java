package org.mailstead.formats.mime;

import java.util.Optional;

/**
 * Content-Disposition (RFC 2183).
 *
 * @param type lower case: inline, attachment or another word
 */
public record Disposition(String type, Parameters parameters) {
  /** Reads the field's value; empty when it has no type. */
  public static Optional<Disposition> parse(Octets value) {
    return parse(value, Allowance.ofOneField());
  }

  static Optional<Disposition> parse(Octets value, Allowance allowance) {
    var in = new Lexer(value.unfolded().latin1());
    in.skipSpace();
    String type = Ascii.lower(in.token());
    int nameStart = in.at();
    in.skipSpace();
    if (in.peek() == '=') { // the type was forgotten: filename=…
      var again = new Lexer(type + value.unfolded().latin1().substring(nameStart));
      return Optional.of(new Disposition("attachment", Parameters.parse(again, allowance)));
    }
    return type.isEmpty()
        ? Optional.empty()
        : Optional.of(new Disposition(type, Parameters.parse(in, allowance)));
  }
}
