package org.mailstead.filter.dkim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code name=value; name=value}: what signatures, keys and policies are written in (RFC 6376
 * section 3.2).
 */
public final class TagList {
  /** No standard has a third of it; each tag costs memory. */
  private static final int MOST_TAGS = 100;

  private record Tag(String value, int from, int to) {}

  private final String text;
  private final Map<String, Tag> tags;

  private TagList(String text, Map<String, Tag> tags) {
    this.text = text;
    this.tags = tags;
  }

  // tag-list = tag-spec *( ";" tag-spec ) [ ";" ]
  // tag-spec = [FWS] tag-name [FWS] "=" [FWS] tag-value [FWS]
  public static TagList parse(String text) throws TagSyntaxException {
    Map<String, Tag> tags = new LinkedHashMap<>();
    int from = 0;
    while (from <= text.length()) {
      int semicolon = text.indexOf(';', from);
      int end = semicolon < 0 ? text.length() : semicolon;
      int equals = text.indexOf('=', from);
      if (equals >= 0 && equals < end) {
        String name = trimmed(text, from, equals);
        String value = trimmed(text, equals + 1, end);
        checkName(name);
        checkValue(name, value);
        if (tags.put(name, new Tag(value, equals + 1, end)) != null) {
          throw new TagSyntaxException("the tag " + name + " is there twice");
        }
        if (tags.size() > MOST_TAGS) {
          throw new TagSyntaxException("more than " + MOST_TAGS + " tags");
        }
      } else if (!trimmed(text, from, end).isEmpty() || semicolon >= 0) {
        throw new TagSyntaxException("a tag without a value");
      }
      from = end + 1;
    }
    return new TagList(text, tags);
  }

  // tag-name = ALPHA *ALNUMPUNC
  private static void checkName(String name) throws TagSyntaxException {
    boolean good = !name.isEmpty() && isLetter(name.charAt(0));
    for (int i = 1; i < name.length() && good; i++) {
      char c = name.charAt(i);
      good = isLetter(c) || (c >= '0' && c <= '9') || c == '_';
    }
    if (!good || name.length() > 64) {
      throw new TagSyntaxException("a tag without a name");
    }
  }

  // tval = 1*VALCHAR; characters beyond ASCII are those of RFC 8616
  private static void checkValue(String name, String value) throws TagSyntaxException {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!isSpace(c) && (c < ' ' || c == 0x7f)) {
        throw new TagSyntaxException("a control character in the tag " + name);
      }
    }
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static String trimmed(String text, int start, int stop) {
    int from = start;
    int to = stop;
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /** The names in their order. */
  public List<String> names() {
    return List.copyOf(tags.keySet());
  }

  /** A tag's value without the white space around it; names are case-sensitive. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(tags.get(name)).map(Tag::value);
  }

  String need(String name) throws TagSyntaxException {
    Optional<String> found = find(name);
    if (found.isEmpty()) {
      throw new TagSyntaxException("the tag " + name + " is missing");
    }
    return found.get();
  }

  /** A value in which white space has no meaning, such as base64. */
  Optional<String> dense(String name) {
    return find(name).map(value -> value.replaceAll("[ \t\r\n]+", ""));
  }

  /** A value that is a list with colons. */
  List<String> list(String name, String otherwise) {
    String value = find(name).orElse(otherwise);
    return Stream.of(value.split(":", -1)).map(item -> trimmed(item, 0, item.length())).toList();
  }

  /** The text without the value of {@code b} and the white space around it (section 3.7). */
  String withoutSignature() {
    Tag signature = tags.get("b");
    return signature == null
        ? text
        : text.substring(0, signature.from()) + text.substring(signature.to());
  }
}
