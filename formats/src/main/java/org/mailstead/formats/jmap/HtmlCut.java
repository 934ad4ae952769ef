package org.mailstead.formats.jmap;

/** Finds where HTML that was cut off is whole: not inside of a tag (RFC 8621 section 4.2). */
final class HtmlCut {
  private final String html;

  private HtmlCut(String html) {
    this.html = html;
  }

  /** Where the tag or comment begins that has no end, else the end of the text. */
  static int end(String html) {
    return new HtmlCut(html).end();
  }

  private int end() {
    int at = html.indexOf('<');
    while (at >= 0) {
      int close = close(at);
      if (close < 0) {
        return at;
      }
      at = html.indexOf('<', behindRawText(at, close));
    }
    return html.length();
  }

  /** Behind the tag that may begin here, or -1 when it does not end. */
  private int close(int open) {
    if (html.startsWith("<!--", open)) {
      int end = html.indexOf("-->", open + 2);
      return end < 0 ? -1 : end + 3;
    }
    int next = open + 1 < html.length() ? html.charAt(open + 1) : -1;
    if (isLetter(next)) {
      return closeOfStartTag(open + 2);
    }
    if (next == '/' || next == '!' || next == '?') {
      int end = html.indexOf('>', open);
      return end < 0 ? -1 : end + 1;
    }
    return next == -1 ? -1 : open + 1;
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  // A > inside of a quoted value ends no tag.
  private int closeOfStartTag(int from) {
    char before = 0;
    for (int i = from; i < html.length(); i++) {
      char c = html.charAt(i);
      if (c == '>') {
        return i + 1;
      }
      if ((c == '"' || c == '\'') && before == '=') {
        i = html.indexOf(c, i + 1);
        if (i < 0) {
          return -1;
        }
      }
      before = c <= ' ' ? before : c;
    }
    return -1;
  }

  /** Behind the text of a script or style, whose < begin no tags; this index after other tags. */
  private int behindRawText(int open, int close) {
    for (String name : new String[] {"script", "style", "textarea", "title"}) {
      int end = open + 1 + name.length();
      boolean named = html.regionMatches(true, open + 1, name, 0, name.length());
      if (named && !Character.isLetterOrDigit(html.charAt(end))) {
        return endTag(name, close);
      }
    }
    return close;
  }

  private int endTag(String name, int from) {
    String tag = "</" + name;
    for (int at = html.indexOf("</", from); at >= 0; at = html.indexOf("</", at + 2)) {
      if (html.regionMatches(true, at, tag, 0, tag.length())) {
        return at;
      }
    }
    return html.length();
  }
}
