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
  // What pads a preview: joiners, soft hyphens, grapheme joiners, byte order marks and their like.
  private static final String PADDING =
      "[\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\\u200f\\u202a-\\u202e"
          + "\\u2060-\\u206f\\u2800\\u3164\\ufeff\\uffa0]+";
  private static final String SPACE = "[\\s\\u00a0\\u2000-\\u200a\\u2028\\u2029\\u3000]+";

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
    return text.replaceAll(PADDING, "").replaceAll(SPACE, " ").strip();
  }
}
