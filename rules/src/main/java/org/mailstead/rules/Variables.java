package org.mailstead.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mailstead.formats.sieve.Place;

/** The variables of one script (RFC 5229), and those that it shares (RFC 6609 section 3.4). */
final class Variables {
  private final RuleLimits limits;
  private final Map<String, String> own = new HashMap<>();
  private final Map<String, String> shared;
  private final Set<String> declared = new HashSet<>();
  private List<String> matches = List.of();

  Variables(RuleLimits limits, Map<String, String> shared) {
    this.limits = limits;
    this.shared = shared;
  }

  /** Those of a script that is included: its own names, the same shared ones. */
  Variables inside() {
    return new Variables(limits, shared);
  }

  /** From here on the name means the shared variable. */
  void share(String name) {
    declared.add(name);
  }

  void matched(List<String> groups) {
    matches = groups.stream().map(this::cut).toList();
  }

  String get(String name) {
    Map<String, String> where = declared.contains(name) ? shared : own;
    return where.getOrDefault(name, "");
  }

  void set(Place place, boolean everybodys, String name, String value) {
    Map<String, String> where = everybodys || declared.contains(name) ? shared : own;
    if (!where.containsKey(name) && where.size() >= limits.variables()) {
      throw new Failed(place, "the script has more than " + limits.variables() + " variables");
    }
    where.put(name, cut(value));
  }

  /** The text in this moment, at most so long as a variable. */
  String text(Text text) {
    if (text.pieces().size() == 1 && text.pieces().getFirst() instanceof Text.Constant(var only)) {
      return only;
    }
    var out = new StringBuilder();
    int room = Math.max(limits.value(), 1 << 16);
    for (Text.Piece piece : text.pieces()) {
      if (out.length() < room) {
        out.append(piece(piece));
      }
    }
    return out.toString();
  }

  List<String> texts(List<Text> texts) {
    var all = new ArrayList<String>();
    texts.forEach(text -> all.add(text(text)));
    return all;
  }

  private String piece(Text.Piece piece) {
    return switch (piece) {
      case Text.Constant(String constant) -> constant;
      case Text.Variable(String name) -> get(name);
      case Text.Shared(String name) -> shared.getOrDefault(name, "");
      case Text.MatchValue(int number) -> number < matches.size() ? matches.get(number) : "";
    };
  }

  /** No longer than a variable may be, whole characters. */
  String cut(String value) {
    if (value.length() <= limits.value() / 3) {
      return value;
    }
    byte[] octets = value.getBytes(UTF_8);
    if (octets.length <= limits.value()) {
      return value;
    }
    int end = limits.value();
    while ((octets[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(octets, 0, end, UTF_8);
  }

  static String modified(String value, Set<Step.Modifier> modifiers) {
    String made = value;
    for (Step.Modifier modifier : modifiers) { // in the order of their precedence
      made = modified(made, modifier);
    }
    return made;
  }

  private static String modified(String value, Step.Modifier modifier) {
    return switch (modifier) {
      case LOWER -> ascii(value, 'A', 'Z', value.length());
      case UPPER -> ascii(value, 'a', 'z', value.length());
      case LOWERFIRST -> ascii(value, 'A', 'Z', 1);
      case UPPERFIRST -> ascii(value, 'a', 'z', 1);
      case QUOTEWILDCARD -> Wildcard.quoted(value);
      case QUOTEREGEX -> Regex.quoted(value);
      case ENCODEURL -> Mailto.encoded(value);
      case LENGTH -> Integer.toString(value.codePointCount(0, value.length()));
    };
  }

  // RFC 5229 section 4.1.1: the case of ASCII letters only is changed for certain
  private static String ascii(String value, char from, char to, int count) {
    char[] chars = value.toCharArray();
    for (int i = 0; i < Math.min(count, chars.length); i++) {
      if (chars[i] >= from && chars[i] <= to) {
        chars[i] = (char) (chars[i] ^ 0x20);
      }
    }
    return new String(chars);
  }
}
