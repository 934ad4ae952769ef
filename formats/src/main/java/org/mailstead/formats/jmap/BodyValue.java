package org.mailstead.formats.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Optional;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.Charsets;
import org.mailstead.formats.mime.Content;

/**
 * An EmailBodyValue (RFC 8621 section 4.1.4).
 *
 * @param isEncodingProblem whether octets could not be read in the character set that was named, it
 *     is none that we know, or the transfer encoding is unknown
 */
public record BodyValue(String value, boolean isEncodingProblem, boolean isTruncated) {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  /**
   * The text of a part: at most so many octets of UTF-8, and no more is held. Where no character
   * set is named, or none that we know, it is UTF-8, else windows-1252.
   *
   * @param maxBytes at least 1; where JMAP says 0, the server's own limit
   */
  public static BodyValue of(BodyPart part, ByteSource message, int maxBytes) throws IOException {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("no limit: " + maxBytes);
    }
    Content content = part.part().content();
    String named = content.type().parameters().text("charset").orElse("").strip();
    boolean known = content.hasKnownEncoding() && (named.isEmpty() || Charsets.isKnown(named));
    Optional<Charset> charset = Charsets.find(named);
    LimitedText text = read(part, message, charset.orElse(UTF_8), maxBytes);
    boolean problem = text.isMalformed() || !known;
    if (charset.isEmpty() && text.isMalformed()) {
      text = read(part, message, WINDOWS_1252, maxBytes);
    }
    String value = text.text();
    boolean html = content.type().is("text", "html");
    return new BodyValue(
        text.isTruncated() && html ? value.substring(0, HtmlCut.end(value)) : value,
        problem,
        text.isTruncated());
  }

  private static LimitedText read(BodyPart part, ByteSource message, Charset charset, int maxBytes)
      throws IOException {
    var text = new LimitedText(maxBytes);
    try (InputStream in = part.content(message)) {
      text.read(in, charset);
    }
    return text;
  }
}
