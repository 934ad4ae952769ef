package org.mailstead.jmap.core;

import java.util.ArrayList;
import java.util.List;

/** JSON Pointer (RFC 6901). */
public final class Pointer {
  private Pointer() {}

  static String unescape(String token) {
    return token.replace("~1", "/").replace("~0", "~");
  }

  /** The tokens of a pointer without its leading slash, as patches have it. */
  public static List<String> tokens(String path) {
    List<String> tokens = new ArrayList<>();
    for (String token : List.of(path.split("/", -1))) {
      tokens.add(unescape(token));
    }
    return tokens;
  }

  /** The index of an array that a token names; -1 for none. */
  static int index(String token) {
    boolean plain =
        !token.isEmpty()
            && token.length() < 10
            && token.chars().allMatch(c -> c >= '0' && c <= '9')
            && (token.length() == 1 || token.charAt(0) != '0');
    return plain ? Integer.parseInt(token) : -1;
  }
}
