package org.mailstead.rules;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Flags as RFC 5232 section 2 keeps them in a variable: words, each once, whatever its case. */
final class FlagList {
  private static final Set<String> SYSTEM =
      Set.of("\\answered", "\\flagged", "\\deleted", "\\seen", "\\draft");
  private static final int MAX = 100;

  private final Map<String, String> flags = new LinkedHashMap<>();

  FlagList(Collection<String> texts) {
    add(texts);
  }

  void add(Collection<String> texts) {
    for (String text : texts) {
      for (String flag : text.strip().split("\\s+", -1)) {
        if (isFlag(flag) && flags.size() < MAX) {
          flags.putIfAbsent(flag.toLowerCase(Locale.ROOT), flag);
        }
      }
    }
  }

  void remove(Collection<String> texts) {
    for (String text : texts) {
      for (String flag : text.strip().split("\\s+", -1)) {
        flags.remove(flag.toLowerCase(Locale.ROOT));
      }
    }
  }

  List<String> all() {
    return List.copyOf(flags.values());
  }

  /** The variable's value. */
  String text() {
    return String.join(" ", flags.values());
  }

  // Unknown system flags and what is no atom are ignored (RFC 5232 section 2).
  static boolean isFlag(String flag) {
    if (flag.startsWith("\\")) {
      return SYSTEM.contains(flag.toLowerCase(Locale.ROOT));
    }
    return !flag.isEmpty()
        && flag.length() <= 128
        && flag.chars().allMatch(c -> c > ' ' && c < 0x7f && "(){%*\"\\]".indexOf(c) < 0);
  }
}
