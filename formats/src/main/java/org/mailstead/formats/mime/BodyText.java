package org.mailstead.formats.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The text of a message's parts, in characters. */
public final class BodyText {
  // Bytes of markup for each character of text that is asked for: newsletters are mostly markup.
  private static final int MARKUP = 16;
  private static final int MIN_MARKUP = 256 << 10;

  private BodyText() {}

  /**
   * The decoded content of a text part, markup and all, line ends as LF. Reads at most {@code
   * maxBytes} of content.
   */
  public static DecodedText decode(Part.Leaf part, ByteSource message, int maxBytes)
      throws IOException {
    Extent extent = part.extent();
    byte[] bytes;
    try (InputStream body = message.open(extent.body(), extent.size());
        InputStream content = TransferDecoder.of(body, part.content().transferEncoding())) {
      bytes = content.readNBytes(Math.min(maxBytes, Integer.MAX_VALUE - 16) + 1);
    }
    boolean truncated = bytes.length > maxBytes;
    int length = truncated ? wholeCharacters(bytes, maxBytes) : bytes.length;
    byte[] kept = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    String charset = part.content().type().parameters().text("charset").orElse("");
    boolean problem = !Charsets.isClean(kept, charset) || !isKnown(charset);
    String text = Charsets.decode(kept, charset).replace("\r\n", "\n").replace('\r', '\n');
    return new DecodedText(text, problem, truncated);
  }

  private static boolean isKnown(String charset) {
    return charset.isEmpty() || Charsets.isKnown(charset);
  }

  // Cutting UTF-8 inside a character would make the whole text look like another character set.
  private static int wholeCharacters(byte[] bytes, int length) {
    int end = length;
    while (end > 0 && length - end < 3 && (bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return end;
  }

  /**
   * The text of a part for reading and searching, at most so many characters: HTML without its
   * markup, other text as it is, nothing of other types.
   */
  public static String of(Part.Leaf part, ByteSource message, int maxChars) throws IOException {
    ContentType type = part.content().type();
    if (!type.type().equals("text")) {
      return "";
    }
    if (!type.subtype().equals("html")) {
      // No character set that mail uses takes more than four bytes for a character.
      int bytes = (int) Math.min(4L * maxChars, Integer.MAX_VALUE - 16);
      return cut(decode(part, message, bytes).text(), maxChars);
    }
    int bytes = (int) Math.min(Math.max(MIN_MARKUP, (long) MARKUP * maxChars), 16 << 20);
    return cut(HtmlText.of(decode(part, message, bytes).text()), maxChars);
  }

  /**
   * All text of a message for searching, at most so many characters: its text parts that are no
   * attachments, those of messages inside too; of an alternative only what is plain, when there is
   * any.
   */
  public static String of(MessageStructure structure, ByteSource message, int maxChars)
      throws IOException {
    var text = new StringBuilder();
    collect(structure.body(), message, maxChars, text);
    return text.toString();
  }

  private static void collect(Part part, ByteSource message, int maxChars, StringBuilder to)
      throws IOException {
    if (to.length() >= maxChars) {
      return;
    }
    switch (part) {
      case Part.EmbeddedMessage inner -> collect(inner.body(), message, maxChars, to);
      case Part.Leaf leaf -> {
        if (!leaf.content().isDisposed("attachment")) {
          String text = of(leaf, message, maxChars - to.length());
          to.append(text).append(text.isEmpty() || to.length() >= maxChars ? "" : "\n");
        }
      }
      case Part.Multipart multipart -> {
        boolean alternative = multipart.content().type().subtype().equals("alternative");
        boolean plain = alternative && multipart.parts().stream().anyMatch(BodyText::isPlain);
        for (Part child : multipart.parts()) {
          if (!(plain && isHtml(child))) {
            collect(child, message, maxChars, to);
          }
        }
      }
    }
  }

  private static boolean isPlain(Part part) {
    return part.content().type().is("text", "plain") && part.extent().size() > 0;
  }

  private static boolean isHtml(Part part) {
    return part.content().type().is("text", "html");
  }

  /** The first characters of a text, without half of a surrogate pair at the end. */
  static String cut(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    boolean half = maxChars > 0 && Character.isHighSurrogate(text.charAt(maxChars - 1));
    return text.substring(0, half ? maxChars - 1 : maxChars);
  }
}
