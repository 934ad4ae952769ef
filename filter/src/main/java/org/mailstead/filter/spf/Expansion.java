package org.mailstead.filter.spf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Puts values in the place of macros (RFC 7208 section 7.2). */
final class Expansion {
  /** Octets of a domain name, without the dot at its end. */
  static final int LONGEST_NAME = 253;

  private static final int LONGEST_TEXT = 64 << 10;
  private static final String UNRESERVED = "-._~";

  private final SpfClient client;
  private final InstantSource clock;
  private final Function<String, String> validated;

  /**
   * @param validated a name of the client that its address confirms, best below the domain given;
   *     "unknown" when there is none
   */
  Expansion(SpfClient client, InstantSource clock, Function<String, String> validated) {
    this.client = client;
    this.clock = clock;
    this.validated = validated;
  }

  /**
   * Whether the text can become a name: a local part beyond ASCII cannot, and a term that wants it
   * matches nothing (RFC 8616 section 4).
   */
  boolean canName(MacroString text) {
    boolean ascii = client.local().chars().allMatch(c -> c < 0x80);
    return ascii
        || text.pieces().stream()
            .noneMatch(piece ->
                piece instanceof MacroString.Macro macro && "sl".indexOf(macro.letter()) >= 0);
  }

  /** The name to ask; labels too many for a name are dropped on the left. */
  String name(MacroString text, String domain) {
    String name = text(text, domain);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    while (name.length() > LONGEST_NAME && name.indexOf('.') >= 0) {
      name = name.substring(name.indexOf('.') + 1);
    }
    return name.replace("\\", "\\\\"); // a resolver would read an escape
  }

  String text(MacroString text, String domain) {
    var expanded = new StringBuilder();
    for (MacroString.Piece piece : text.pieces()) {
      expanded.append(
          switch (piece) {
            case MacroString.Literal(String literal) -> literal;
            case MacroString.Escape(String escape) -> escape;
            case MacroString.Macro macro -> transformed(macro, value(macro.letter(), domain));
          });
      if (expanded.length() > LONGEST_TEXT) {
        break; // a record full of %{s} with a long sender
      }
    }
    return expanded.toString();
  }

  private String value(char letter, String domain) {
    return switch (letter) {
      case 's' -> client.local() + "@" + client.domain();
      case 'l' -> client.local();
      case 'o' -> client.domain();
      case 'd' -> domain;
      case 'i' -> client.dotted();
      case 'p' -> validated.apply(domain);
      case 'v' -> client.isIp4() ? "in-addr" : "ip6";
      case 'h' -> client.helo();
      case 'c' -> ClientAddress.text(client.address());
      case 'r' -> client.receiver();
      case 't' -> Long.toString(clock.instant().getEpochSecond());
      default -> throw new IllegalStateException("the grammar let through " + letter);
    };
  }

  private static String transformed(MacroString.Macro macro, String value) {
    List<String> parts = split(value, macro.delimiters());
    if (macro.reversed()) {
      Collections.reverse(parts);
    }
    int from = Math.max(0, parts.size() - macro.parts());
    String joined = String.join(".", parts.subList(from, parts.size()));
    return macro.escaped() ? escaped(joined) : joined;
  }

  private static List<String> split(String value, String delimiters) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < value.length(); i++) {
      if (delimiters.indexOf(value.charAt(i)) >= 0) {
        parts.add(value.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(value.substring(from));
    return parts;
  }

  // RFC 3986: unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~"
  private static String escaped(String text) {
    var escaped = new StringBuilder();
    for (byte octet : text.getBytes(UTF_8)) {
      char c = (char) (octet & 0xff);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (letter || (c >= '0' && c <= '9') || UNRESERVED.indexOf(c) >= 0) {
        escaped.append(c);
      } else {
        escaped.append("%%%02X".formatted((int) c));
      }
    }
    return escaped.toString();
  }
}
