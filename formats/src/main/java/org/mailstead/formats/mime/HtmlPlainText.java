package org.mailstead.formats.mime;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * HTML as plain text that keeps its shape: paragraphs, lists, the cells of tables, line ends LF.
 */
public final class HtmlPlainText {
  private static final Set<String> PARAGRAPHS =
      Set.of(
          "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "hr");
  private static final Set<String> LINES =
      Set.of("div", "li", "tr", "dt", "dd", "section", "article", "header", "footer", "address");

  private HtmlPlainText() {}

  /** The text of a document; scripts and styles are none. */
  public static String of(String html) {
    Document document = Jsoup.parse(html);
    document.select("head, style, script, noscript, template, title").remove();
    var writer = new Writer();
    document.body().traverse(writer);
    return writer.text();
  }

  /** Visits nodes in their order, without recursion: documents can be deep. */
  private static final class Writer implements NodeVisitor {
    private final StringBuilder out = new StringBuilder();
    private int pre;

    @Override
    public void head(Node node, int depth) {
      if (node instanceof TextNode text) {
        text(pre > 0 ? text.getWholeText() : text.text());
      } else if (node instanceof Element element) {
        before(element.normalName());
      }
    }

    private void before(String name) {
      gap(name);
      switch (name) {
        case "br" -> out.append('\n');
        case "li" -> out.append("- ");
        case "hr" -> out.append("---");
        case "pre" -> pre++;
        case "td", "th" -> {
          if (!atLineStart()) {
            out.append('\t');
          }
        }
        case String _ -> {
          // only its text counts
        }
      }
    }

    @Override
    public void tail(Node node, int depth) {
      if (node instanceof Element element) {
        gap(element.normalName());
        pre -= element.normalName().equals("pre") ? 1 : 0;
      }
    }

    private void gap(String name) {
      if (PARAGRAPHS.contains(name)) {
        lines(2);
      } else if (LINES.contains(name)) {
        lines(1);
      }
    }

    /** At least so many line ends before what comes. */
    private void lines(int wanted) {
      int there = 0;
      while (there < wanted
          && there < out.length()
          && out.charAt(out.length() - 1 - there) == '\n') {
        there++;
      }
      if (!out.isEmpty()) {
        out.append("\n".repeat(wanted - there));
      }
    }

    private boolean atLineStart() {
      return out.isEmpty() || out.charAt(out.length() - 1) == '\n';
    }

    private void text(String text) {
      boolean blank = text.isBlank() && pre == 0;
      if (pre > 0) {
        out.append(text.replace("\r", ""));
      } else if (!(blank && atLineStart())) {
        out.append(atLineStart() ? text.stripLeading() : text);
      }
    }

    String text() {
      String text = out.toString().replaceAll("[ \\u00a0]+\n", "\n").strip();
      return text.isEmpty() ? "" : text + "\n";
    }
  }
}
