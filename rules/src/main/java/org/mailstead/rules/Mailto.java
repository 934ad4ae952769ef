package org.mailstead.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mailstead.words.EmailAddress;

/**
 * A {@code mailto} URI as a method of notices (RFC 5436 section 2).
 *
 * @param fields header fields by name, in their order
 */
public record Mailto(
    List<EmailAddress> to, List<EmailAddress> cc, List<Field> fields, Optional<String> body) {
  private static final int MAX = 2000;
  private static final int MAX_RECIPIENTS = 8;

  // RFC 5436 section 2.3: what the server alone may say
  private static final Set<String> OURS =
      Set.of(
          "from",
          "sender",
          "date",
          "message-id",
          "received",
          "auto-submitted",
          "return-path",
          "mime-version",
          "content-type",
          "content-transfer-encoding",
          "in-reply-to",
          "references",
          "bcc",
          "x-loop",
          "precedence");

  /** A header field. */
  public record Field(String name, String value) {}

  public Mailto {
    to = List.copyOf(to);
    cc = List.copyOf(cc);
    fields = List.copyOf(fields);
  }

  /** Why this is no method that notices can be sent by; empty when it is. */
  static Optional<String> complaint(String uri) {
    try {
      parse(uri);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  static boolean isMailto(String uri) {
    return uri.regionMatches(true, 0, "mailto:", 0, 7);
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException with a sentence for the script's author
   */
  static Mailto parse(String uri) {
    if (!isMailto(uri)) {
      throw new IllegalArgumentException("notices can only be sent by mailto:");
    }
    if (uri.length() > MAX) {
      throw new IllegalArgumentException("this URI is too long");
    }
    int question = uri.indexOf('?');
    String path = uri.substring(7, question < 0 ? uri.length() : question);
    var reading = new Reading();
    reading.addresses(path, reading.to);
    String query = question < 0 ? "" : uri.substring(question + 1);
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      reading.field(pair);
    }
    return reading.done();
  }

  private static final class Reading {
    final List<EmailAddress> to = new ArrayList<>();
    final List<EmailAddress> cc = new ArrayList<>();
    final List<Field> fields = new ArrayList<>();
    Optional<String> body = Optional.empty();

    void addresses(String list, List<EmailAddress> into) {
      for (String each : list.isEmpty() ? new String[0] : decoded(list).split(",", -1)) {
        EmailAddress address =
            Addresses.parse(each)
                .orElseThrow(
                    () -> new IllegalArgumentException(ActionCompiler.notAnAddress(each.strip())));
        if (!to.contains(address) && !cc.contains(address)) {
          into.add(address);
        }
      }
    }

    void field(String pair) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals)).toLowerCase(Locale.ROOT);
      String raw = equals < 0 ? "" : pair.substring(equals + 1);
      if (!CommonTags.isFieldName(name)) {
        throw new IllegalArgumentException(CommonTags.notAField(name));
      }
      switch (name) {
        case "to" -> addresses(raw, to);
        case "cc" -> addresses(raw, cc);
        case "body" -> body = Optional.of(decoded(raw));
        case String _ -> {
          if (!OURS.contains(name)) {
            fields.add(new Field(name, decoded(raw).replaceAll("[\\p{Cntrl}]+", " ")));
          }
        }
      }
    }

    Mailto done() {
      if (to.isEmpty()) {
        throw new IllegalArgumentException("this URI names no recipient");
      }
      if (to.size() + cc.size() > MAX_RECIPIENTS) {
        throw new IllegalArgumentException("this URI names too many recipients");
      }
      return new Mailto(to, cc, fields, body);
    }
  }

  private static String decoded(String text) {
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (c == '%') {
        String hex = i + 2 < text.length() ? text.substring(i + 1, i + 3) : "";
        if (!hex.matches("[0-9A-Fa-f]{2}")) {
          throw new IllegalArgumentException("after % must stand two hexadecimal digits");
        }
        out.write(Integer.parseInt(hex, 16));
        i += 2;
      } else {
        out.writeBytes(Character.toString(c).getBytes(UTF_8));
      }
    }
    return out.toString(UTF_8);
  }

  /** RFC 5435 section 6: everything but unreserved characters as octets in hexadecimal. */
  static String encoded(String text) {
    var out = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      int c = b & 0xff;
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
      out.append(plain ? Character.toString(c) : String.format(Locale.ROOT, "%%%02X", c));
    }
    return out.toString();
  }
}
