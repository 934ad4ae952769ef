package org.mailstead.post.queue;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a server can do, as its answer to EHLO says (RFC 5321 section 4.1.1.1).
 *
 * @param extensions keywords in upper case with what stands behind them
 */
record Offer(Map<String, String> extensions) {
  static final Offer NOTHING = new Offer(Map.of());

  Offer {
    extensions = Map.copyOf(extensions);
  }

  static Offer of(Reply ehlo) {
    Map<String, String> found = new HashMap<>();
    for (String line : ehlo.lines().subList(1, ehlo.lines().size())) {
      String[] words = line.split(" ", 2);
      found.putIfAbsent(words[0].toUpperCase(Locale.ROOT), words.length > 1 ? words[1] : "");
    }
    return new Offer(found);
  }

  boolean has(String extension) {
    return extensions.containsKey(extension);
  }

  /** What stands behind an extension; empty when nothing does. */
  String words(String extension) {
    return extensions.getOrDefault(extension, "");
  }

  /** The largest message that is taken (RFC 1870); 0 when there is no fixed limit. */
  long maxSize() {
    String limit = extensions.getOrDefault("SIZE", "").strip();
    boolean number =
        !limit.isEmpty()
            && limit.length() <= 18
            && limit.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Long.parseLong(limit) : 0;
  }
}
