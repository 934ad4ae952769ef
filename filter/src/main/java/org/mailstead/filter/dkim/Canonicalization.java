package org.mailstead.filter.dkim;

/** Which changes on the way a signature forgives (RFC 6376 section 3.4). */
enum Canonicalization {
  SIMPLE,
  RELAXED;

  static Canonicalization of(String name) throws TagSyntaxException {
    return switch (name) {
      case "simple" -> SIMPLE;
      case "relaxed" -> RELAXED;
      default -> throw new TagSyntaxException("an unknown canonicalization: " + name);
    };
  }

  /** A field as it is signed, without the line end behind it. */
  String header(RawField field) {
    return switch (this) {
      case SIMPLE -> field.raw();
      case RELAXED -> field.name() + ":" + relaxed(field.value());
    };
  }

  // Line ends go, white space becomes one blank, and none at either end.
  private static String relaxed(String value) {
    var relaxed = new StringBuilder(value.length());
    boolean space = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean lineEnd = c == '\r' && i + 1 < value.length() && value.charAt(i + 1) == '\n';
      if (lineEnd) {
        i++;
      } else if (c == ' ' || c == '\t') {
        space = true;
      } else {
        if (space && !relaxed.isEmpty()) {
          relaxed.append(' ');
        }
        space = false;
        relaxed.append(c);
      }
    }
    return relaxed.toString();
  }
}
