package org.mailstead.formats.mime;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * Where the pictures of HTML are, as it is written there: those that a browser would show, in
 * elements and in styles, and never what a link leads to.
 */
public final class HtmlPictures {
  /** Newsletters have some fifty. */
  private static final int MOST = 1000;

  private static final int LONGEST = 8000;
  private static final String CSS = "url(";

  private final Set<String> found = new LinkedHashSet<>();
  private int looks;

  private HtmlPictures() {}

  /** The addresses of at most a thousand pictures. */
  public static Set<String> of(String html) {
    var pictures = new HtmlPictures();
    for (Element element : Jsoup.parse(html).getAllElements()) {
      pictures.look(element);
    }
    return pictures.found;
  }

  private void look(Element element) {
    switch (element.normalName()) {
      case "img", "input" -> add(element.attr("src"));
      case "image" -> {
        add(element.attr("href"));
        add(element.attr("xlink:href"));
      }
      case "style" -> style(element.data());
      default -> {}
    }
    add(element.attr("background"));
    add(element.attr("poster"));
    style(element.attr("style"));
    // srcset = "one.png 1x, two.png 2x"
    for (String word : element.attr("srcset").split("\\s+", MOST)) {
      add(word.replaceAll("^,|,$", ""));
    }
  }

  private void add(String written) {
    String address = written.strip();
    if (!address.isEmpty() && address.length() <= LONGEST && found.size() < MOST) {
      found.add(address);
    }
  }

  private void style(String css) {
    String lower = css.toLowerCase(Locale.ROOT);
    int at = lower.indexOf(CSS);
    // Each look may go over all of the rest: some that come to nothing are enough.
    while (at >= 0 && looks < MOST) {
      looks++;
      int end = css.indexOf(')', at);
      if (end < 0) {
        return;
      }
      add(unquoted(css.substring(at + CSS.length(), end).strip()));
      at = lower.indexOf(CSS, at + CSS.length());
    }
  }

  private static String unquoted(String text) {
    boolean quoted =
        text.length() > 1
            && (text.startsWith("\"") || text.startsWith("'"))
            && text.charAt(0) == text.charAt(text.length() - 1);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }
}
