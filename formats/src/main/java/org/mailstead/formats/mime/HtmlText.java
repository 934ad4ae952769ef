package org.mailstead.formats.mime;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * HTML without its markup, on one line. What a style hides is kept as long as it is text: senders
 * put the line that is meant for the preview there. The invisible characters that they pad it with
 * are dropped.
 */
final class HtmlText {
  private HtmlText() {}

  /** All text. */
  static String of(String html) {
    return collapse(parse(html).text());
  }

  /** The text without what the writer only quotes, unless there is nothing else. */
  static String withoutQuotes(String html) {
    Document document = parse(html);
    String all = collapse(document.text());
    document.select("blockquote, .gmail_quote, .yahoo_quoted, .moz-cite-prefix").remove();
    // Outlook marks only where the quoted message begins.
    Element quoted = document.selectFirst("#appendonsend, #divRplyFwdMsg");
    if (quoted != null) {
      quoted.nextElementSiblings().remove();
      quoted.remove();
    }
    String own = collapse(document.text());
    return own.isEmpty() ? all : own;
  }

  private static Document parse(String html) {
    Document document = Jsoup.parse(html);
    document.select("head, style, script, noscript, template, title").remove();
    return document;
  }

  /** Without padding, every run of white space one blank. */
  static String collapse(String text) {
    var line = new StringBuilder(Math.min(text.length(), 1024));
    boolean space = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSpace(c)) {
        space = true;
      } else if (c < 0x7f || !isPadding(c)) {
        if (space && !line.isEmpty()) {
          line.append(' ');
        }
        space = false;
        line.append(c);
      }
    }
    return line.toString();
  }

  private static boolean isSpace(char c) {
    return c <= ' '
        ? c == ' ' || (c >= '\t' && c <= '\r')
        : c == 0xa0 || (c >= 0x2000 && (c <= 0x200a || isWideSpace(c)));
  }

  private static boolean isWideSpace(char c) {
    return c == 0x2028 || c == 0x2029 || c == 0x3000;
  }

  /** What pads a preview: joiners, soft hyphens, grapheme joiners, byte order marks, their like. */
  private static boolean isPadding(char c) {
    return switch (c) {
      case 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180e -> true;
      case 0x2800, 0x3164, 0xfeff, 0xffa0 -> true;
      default ->
          (c >= 0x200b && c <= 0x200f)
              || (c >= 0x202a && c <= 0x202e)
              || (c >= 0x2060 && c <= 0x206f);
    };
  }
}
