package org.mailstead.formats.mime;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of Content-Type or Content-Disposition, in their order. */
public record Parameters(List<Parameter> list) {
  /** None. */
  public static final Parameters NONE = new Parameters(List.of());

  public Parameters {
    list = List.copyOf(list);
  }

  static Parameters of(String name, String value) {
    return new Parameters(List.of(new Parameter(name, new Octets(value))));
  }

  /** Reads {@code ;name=value} until the field ends. Of two with one name the first counts. */
  static Parameters parse(Lexer in, Allowance allowance) {
    var list = new ArrayList<Parameter>();
    var names = new HashSet<String>();
    while (!in.done() && list.size() < allowance.parameters()) {
      in.skipSpace();
      String name = Ascii.lower(in.token());
      in.skipSpace();
      if (name.isEmpty() || !in.take('=')) {
        if (name.isEmpty() && !in.done()) {
          in.skip(); // the semicolon, or whatever stands in its place
        }
        continue;
      }
      Octets value = new Octets(value(in));
      if (names.add(name)) {
        if (!allowance.take()) {
          break;
        }
        list.add(new Parameter(name, value));
      }
    }
    return list.isEmpty() ? NONE : new Parameters(list);
  }

  private static String value(Lexer in) {
    in.skipSpace();
    if (in.peek() == '"') {
      return in.quoted();
    }
    // Up to the semicolon, not as a token: file names with bare spaces and encoded words are
    // common.
    String value = in.until(';');
    int comment = value.indexOf(" (");
    return Ascii.trim(comment < 0 ? value : value.substring(0, comment));
  }

  /** The value as it was written, when the parameter is written in one piece. */
  public Optional<Octets> raw(String name) {
    for (Parameter parameter : list) {
      if (parameter.name().equals(name)) {
        return Optional.of(parameter.value());
      }
    }
    return Optional.empty();
  }

  /**
   * The decoded value: RFC 2231 before the plain form, encoded words (RFC 2047) where it has them.
   */
  public Optional<String> text(String name) {
    Optional<String> extended = extended(name);
    return extended.isPresent() ? extended : raw(name).map(Octets::decoded);
  }

  /** All decoded, by name. */
  public Map<String, String> decoded() {
    var decoded = new LinkedHashMap<String, String>();
    for (Parameter parameter : list) {
      int star = parameter.name().indexOf('*');
      String name = star < 0 ? parameter.name() : parameter.name().substring(0, star);
      if (!decoded.containsKey(name)) {
        text(name).ifPresent(value -> decoded.put(name, value));
      }
    }
    return decoded;
  }

  // RFC 2231: name*, or the segments name*0, name*1* … up to the first that is missing
  private Optional<String> extended(String name) {
    Optional<Octets> whole = raw(name + "*");
    var bytes = new ByteArrayOutputStream();
    if (whole.isPresent()) {
      String charset = segment(whole.get(), true, true, bytes);
      return Optional.of(Charsets.decode(bytes.toByteArray(), charset));
    }
    String charset = "";
    int index = 0;
    for (; index < list.size(); index++) {
      Optional<Octets> encoded = raw(name + "*" + index + "*");
      Optional<Octets> plain = encoded.isPresent() ? encoded : raw(name + "*" + index);
      if (plain.isEmpty()) {
        break;
      }
      String named = segment(plain.get(), encoded.isPresent(), index == 0, bytes);
      charset = index == 0 ? named : charset;
    }
    if (index == 0) {
      return Optional.empty();
    }
    return Optional.of(
        charset.isEmpty()
            ? Octets.of(bytes.toByteArray()).decoded()
            : Charsets.decode(bytes.toByteArray(), charset));
  }

  /** Appends a segment's octets; returns the character set that the first one names. */
  private static String segment(
      Octets value, boolean encoded, boolean first, ByteArrayOutputStream to) {
    String text = value.latin1();
    String charset = "";
    int at = 0;
    if (encoded && first) {
      int quote = text.indexOf('\'');
      int second = quote < 0 ? -1 : text.indexOf('\'', quote + 1);
      if (second >= 0) {
        charset = text.substring(0, quote);
        at = second + 1;
      }
    }
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (encoded && c == '%' && at + 2 < text.length()) {
        int high = Ascii.hex(text.charAt(at + 1));
        int low = Ascii.hex(text.charAt(at + 2));
        if (high >= 0 && low >= 0) {
          to.write(high << 4 | low);
          at += 2;
          continue;
        }
      }
      to.write(c);
    }
    return charset;
  }
}
