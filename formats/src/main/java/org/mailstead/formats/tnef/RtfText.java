package org.mailstead.formats.tnef;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.mailstead.formats.mime.Charsets;

/**
 * What is in RTF: the HTML that it was made of (MS-OXRTFEX), else its text. Nothing in it is an
 * error; what is not understood is passed over.
 */
final class RtfText {
  /** Groups in each other; what is deeper is passed over. */
  private static final int DEEPEST = 500;

  private static final int MOST_FONTS = 2000;
  private static final int MOST_SKIPPED = 10;

  /** What holds until a group ends. */
  private static final class Group {
    /** Whether nothing of it is text. */
    private boolean silent;

    /** Whether it is the list of fonts. */
    private boolean fonts;

    /** Whether it is a piece of the HTML, as it was. */
    private boolean tag;

    /** Whether it only says for readers of RTF what the HTML says as well. */
    private boolean doubled;

    /** Whether those who do not know its name are to pass over it. */
    private boolean optional;

    private int font = -1;

    /** Characters after one in Unicode that stand for the same. */
    private int skipped = 1;

    Group copy() {
      var copy = new Group();
      copy.silent = silent;
      copy.fonts = fonts;
      copy.tag = tag;
      copy.doubled = doubled;
      copy.font = font;
      copy.skipped = skipped;
      return copy;
    }
  }

  private final RtfTokens tokens;
  private final boolean html;
  private final int most;
  private final StringBuilder text = new StringBuilder();
  private final Map<Integer, Integer> fonts = new HashMap<>();
  private final Deque<Group> around = new ArrayDeque<>();

  /** Octets that are characters only together. */
  private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

  private Group now = new Group();
  private int deeper;
  private int codePage = 1252;
  private int declaredFont = -1;
  private int toSkip;

  private RtfText(byte[] rtf, boolean html, int most) {
    this.tokens = new RtfTokens(rtf);
    this.html = html;
    this.most = most;
  }

  /** Whether it was made of HTML, and says so at its beginning. */
  static boolean isHtml(byte[] rtf) {
    return RtfTokens.begins(rtf, "\\fromhtml1");
  }

  /**
   * The text, or the HTML.
   *
   * @param most characters
   */
  static String of(byte[] rtf, int most) {
    var reading = new RtfText(rtf, isHtml(rtf), most);
    reading.read();
    return reading.text.toString();
  }

  private void read() {
    while (text.length() + octets.size() < most) {
      switch (tokens.next()) {
        case RtfTokens.Open() -> open();
        case RtfTokens.Close() -> close();
        case RtfTokens.Octet(int octet) -> octet(octet);
        case RtfTokens.Word(String name, int number) -> word(name, number);
        case RtfTokens.Symbol(char symbol) -> symbol(symbol);
        case RtfTokens.End() -> {
          flush();
          return;
        }
      }
    }
    flush();
    text.setLength(Math.min(text.length(), most));
  }

  private void open() {
    flush();
    toSkip = 0;
    if (around.size() >= DEEPEST) {
      deeper++;
      return;
    }
    around.push(now);
    now = now.copy();
  }

  private void close() {
    flush();
    toSkip = 0;
    if (deeper > 0) {
      deeper--;
    } else if (!around.isEmpty()) {
      now = around.pop();
    }
  }

  private boolean isShown() {
    boolean inText = html ? now.tag || !now.doubled : !now.tag;
    return inText && !now.silent && !now.fonts && deeper == 0;
  }

  private void octet(int octet) {
    if (toSkip > 0) {
      toSkip--;
    } else if (isShown()) {
      octets.write(octet);
    }
  }

  private void add(char c) {
    flush();
    if (isShown()) {
      text.append(c);
    }
  }

  /** Octets that came until now are text in the character set of their font. */
  private void flush() {
    if (octets.size() > 0) {
      int page = CodePages.ofFont(fonts.getOrDefault(now.font, 0));
      String charset = CodePages.name(page == 0 || now.tag ? codePage : page);
      text.append(Charsets.decode(octets.toByteArray(), charset));
      octets.reset();
    }
  }

  private void symbol(char symbol) {
    switch (symbol) {
      case '*' -> now.optional = true;
      case '~' -> add('\u00a0');
      case '_' -> add('\u2011');
      case '\r', '\n' -> add('\n');
      case '\t' -> add('\t');
      default -> {
        // a place where a word may be cut, and the like
      }
    }
  }

  private void word(String name, int number) {
    boolean optional = now.optional;
    now.optional = false;
    if (optional) {
      optional(name);
      return;
    }
    switch (name) {
      case "par", "line", "sect", "page", "row" -> add('\n');
      case "tab", "cell" -> add('\t');
      case "u" -> {
        add((char) number);
        toSkip = now.skipped;
      }
      case "uc" -> now.skipped = Math.clamp(number, 0, MOST_SKIPPED);
      case "htmlrtf" -> {
        flush();
        now.doubled = number != 0;
      }
      case "f" -> font(number);
      case "fcharset" -> {
        if (now.fonts && fonts.size() < MOST_FONTS) {
          fonts.put(declaredFont, number);
        }
      }
      case "ansicpg" -> codePage = number;
      case "mac" -> codePage = 10_000;
      case "fonttbl" -> now.fonts = true;
      case "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "filetbl" ->
          now.silent = true;
      default -> character(name);
    }
  }

  private void optional(String name) {
    flush();
    if (html && name.equals("htmltag")) {
      now.tag = true;
    } else if (!name.equals("shppict")) {
      now.silent = true;
    }
  }

  private void font(int number) {
    if (now.fonts) {
      declaredFont = number;
    } else {
      flush();
      now.font = number;
    }
  }

  private void character(String name) {
    switch (name) {
      case "lquote" -> add('\u2018');
      case "rquote" -> add('\u2019');
      case "ldblquote" -> add('\u201c');
      case "rdblquote" -> add('\u201d');
      case "bullet" -> add('\u2022');
      case "endash" -> add('\u2013');
      case "emdash" -> add('\u2014');
      case "enspace" -> add('\u2002');
      case "emspace" -> add('\u2003');
      case "zwj" -> add('\u200d');
      case "zwnj" -> add('\u200c');
      default -> {
        // how it looks
      }
    }
  }
}
