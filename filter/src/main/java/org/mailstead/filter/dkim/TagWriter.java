package org.mailstead.filter.dkim;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes a signature field, folded. Where it folds does not depend on the signature, so that the
 * text that is signed is the text that is sent.
 */
final class TagWriter {
  static final int WIDTH = 76;

  /** For a field on one line. */
  static final int UNFOLDED = Integer.MAX_VALUE / 2;

  /** A blank: python3-dkim finds {@code i} of ARC fields only behind one. */
  private static final String FOLD = "\r\n ";

  private record Tag(String name, String value) {}

  private final String field;
  private final int width;
  private final List<Tag> tags = new ArrayList<>();

  TagWriter(String field) {
    this(field, WIDTH);
  }

  TagWriter(String field, int width) {
    this.field = field;
    this.width = width;
  }

  TagWriter tag(String name, String value) {
    tags.add(new Tag(name, value));
    return this;
  }

  /** The place of the signature. */
  TagWriter signature() {
    return tag("b", "");
  }

  /** The field with this signature, perhaps none yet; without a line end behind it. */
  String text(String signature) {
    var out = new StringBuilder(field).append(':');
    int column = out.length();
    for (int i = 0; i < tags.size(); i++) {
      Tag tag = tags.get(i);
      String behind = i + 1 < tags.size() ? ";" : "";
      boolean isSignature = tag.name().equals("b");
      int length = tag.name().length() + tag.value().length() + 2;
      boolean fold =
          width != UNFOLDED && (isSignature || column + 1 + length > width || isAfterSignature(i));
      out.append(fold ? FOLD : " ").append(tag.name()).append('=');
      column = fold ? 1 : column + 1;
      column += tag.name().length() + 1;
      if (isSignature) {
        out.append(folded(signature));
      } else {
        column = list(out, tag.value(), column);
      }
      out.append(behind);
      column += 1;
    }
    return out.toString();
  }

  private boolean isAfterSignature(int i) {
    return i > 0 && tags.get(i - 1).name().equals("b");
  }

  /** A value; a long list is folded behind its colons. */
  private int list(StringBuilder out, String value, int start) {
    int column = start;
    int from = 0;
    while (from < value.length()) {
      int colon = value.indexOf(':', from);
      int to = colon < 0 ? value.length() : colon + 1;
      if (column + to - from > width && from > 0) {
        out.append(FOLD);
        column = 1;
      }
      out.append(value, from, to);
      column += to - from;
      from = to;
    }
    return column;
  }

  private String folded(String base64) {
    var folded = new StringBuilder();
    int line = width - 4;
    int to = line - 2; // behind the name
    for (int from = 0; from < base64.length(); from = to, to += line) {
      folded.append(from == 0 ? "" : FOLD);
      folded.append(base64, from, Math.min(base64.length(), to));
    }
    return folded.toString();
  }
}
