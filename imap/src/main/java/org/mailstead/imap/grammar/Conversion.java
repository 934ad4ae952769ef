package org.mailstead.imap.grammar;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What CONVERT is to make of parts (RFC 5259 section 6).
 *
 * @param target the media type in lower case; empty for the one that we choose
 * @param parameters by name in lower case
 */
public record Conversion(Optional<String> target, Map<String, String> parameters) {
  public static final String CHARSET = "charset";
  public static final String REPLACEMENT = "unknown-character-replacement";

  private static final Set<String> KNOWN = Set.of(CHARSET, REPLACEMENT);

  /** Subtypes of text whose characters can be told apart from their encoding. */
  private static final Set<String> TEXTS = Set.of("plain", "html", "css", "csv", "enriched", "xml");

  public Conversion {
    parameters = Map.copyOf(parameters);
  }

  /** The types that something of this type can become, the best first. */
  public static List<String> targets(String from) {
    if (!from.startsWith("text/") || !TEXTS.contains(from.substring(5))) {
      return List.of();
    }
    return from.equals("text/html") ? List.of("text/plain", "text/html") : List.of(from);
  }

  /** All pairs there are. */
  static Map<String, List<String>> all() {
    Map<String, List<String>> all = new TreeMap<>();
    TEXTS.forEach(subtype -> all.put("text/" + subtype, targets("text/" + subtype)));
    return all;
  }

  /** The pairs that match, as CONVERSIONS tells them, each with the parameters that it takes. */
  public static List<String> lines(String from, String to) {
    return all().entrySet().stream()
        .filter(pair -> matches(from, pair.getKey()))
        .flatMap(pair ->
            pair.getValue().stream()
                .filter(target -> matches(to, target))
                .map(target ->
                    "CONVERSION \"%s\" \"%s\" (\"%s\" \"%s\")"
                        .formatted(pair.getKey(), target, CHARSET, REPLACEMENT)))
        .toList();
  }

  /** Those parameters that nothing is known of, which are never passed over. */
  public Map<String, String> unknown() {
    return parameters.entrySet().stream()
        .filter(parameter -> !KNOWN.contains(parameter.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** What the part becomes: what was asked for, else the best, else nothing but what it is. */
  public String becomes(String from) {
    return target.orElseGet(() -> targets(from).stream().findFirst().orElse(from));
  }

  /** Whether a type, or a pattern such as {@code text/*}, names this type. */
  static boolean matches(String pattern, String type) {
    return pattern.equals("*")
        || pattern.equals(type)
        || (pattern.endsWith("/*") && type.startsWith(pattern.substring(0, pattern.length() - 1)));
  }

  static boolean isType(String text, boolean wild) {
    return text.matches("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+")
        || (wild && text.matches("\\*|[A-Za-z0-9!#$&^_.+-]+/\\*"));
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
