package org.mailstead.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mailstead.formats.mime.BodyText;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.ContentType;
import org.mailstead.formats.mime.Extent;
import org.mailstead.formats.mime.Octets;
import org.mailstead.formats.mime.Part;

/** What the body test compares (RFC 5173), with line ends as a script has them. */
final class BodyTexts {
  private static final int MAX = 2 << 20;

  private final ByteSource message;
  private final List<String> texts = new ArrayList<>();
  private int room = MAX;

  private BodyTexts(ByteSource message) {
    this.message = message;
  }

  /** Section 5.1: the body as it came. */
  static List<String> raw(Mail mail) {
    ByteSource body = mail.body();
    long length = Math.min(MAX, body.length());
    return length == 0 ? List.of() : List.of(Octets.of(Mail.bytes(body, 0, length)).text());
  }

  /** Section 5.3: the text for people, markup gone. */
  static List<String> text(Mail mail) {
    var all = new BodyTexts(mail.base());
    all.visible(mail.structure().body());
    return all.texts;
  }

  /** Section 5.2: the contents of parts of these types. */
  static List<String> content(Mail mail, List<String> types) {
    var all = new BodyTexts(mail.base());
    all.content(mail.structure().body(), types);
    return all.texts;
  }

  private void add(String text) {
    String kept = text.length() > room ? text.substring(0, room) : text;
    texts.add(kept.replace("\r\n", "\n").replace("\n", "\r\n"));
    room -= kept.length();
  }

  private void visible(Part part) {
    switch (part) {
      case Part.Leaf leaf -> {
        if (leaf.content().type().type().equals("text") && leaf.extent().size() > 0) {
          try {
            add(BodyText.of(leaf, message, Math.max(1, room)));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }
      case Part.Multipart multi -> multi.parts().forEach(this::visible);
      case Part.EmbeddedMessage inner -> visible(inner.body());
    }
  }

  private void content(Part part, List<String> types) {
    boolean wanted = types.stream().anyMatch(type -> is(part.content().type(), type));
    switch (part) {
      case Part.Leaf leaf -> {
        if (wanted) {
          leaf(leaf);
        }
      }
      case Part.Multipart multi -> {
        if (wanted) {
          between(multi);
        }
        multi.parts().forEach(each -> content(each, types));
      }
      case Part.EmbeddedMessage inner -> {
        if (wanted) {
          header(inner.body().extent());
        }
        content(inner.body(), types);
      }
    }
  }

  private void leaf(Part.Leaf leaf) {
    try {
      add(BodyText.decode(leaf, message, Math.max(1, room)).text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prologue and epilogue: what of a multipart is no part. */
  private void between(Part.Multipart multi) {
    Extent extent = multi.extent();
    String before =
        range(extent.body(), Math.min(multi.parts().getFirst().extent().start(), extent.end()));
    int boundary = before.lastIndexOf("\n--");
    add(before.startsWith("--") && boundary < 0 ? "" : before.substring(0, boundary + 1));
    String after = range(multi.parts().getLast().extent().end(), extent.end()).stripLeading();
    add(after.substring(after.indexOf('\n') + 1));
  }

  /** All fields as one text, without the empty line behind them. */
  private void header(Extent extent) {
    String text = range(extent.start(), extent.body());
    add(text.replaceFirst("(?<=\n)\r?\n\\z", ""));
  }

  private String range(long from, long to) {
    long length = Math.min(to - from, room);
    return length > 0 ? Octets.of(Mail.bytes(message, from, length)).text() : "";
  }

  // "" for all, "text" for a type, "text/html" for one of its subtypes; others match nothing
  private static boolean is(ContentType type, String wanted) {
    String lower = wanted.toLowerCase(Locale.ROOT);
    if (lower.isEmpty()) {
      return true;
    }
    int slash = lower.indexOf('/');
    if (slash < 0) {
      return type.type().equals(lower);
    }
    return slash > 0
        && slash < lower.length() - 1
        && type.is(lower.substring(0, slash), lower.substring(slash + 1));
  }
}
