package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.http.Answer;
import org.mailstead.http.Ranges;
import org.mailstead.http.WebRequest;

/**
 * Octets of mail for a browser (RFC 8620 section 6.2). They may be anybody's: whatever type they
 * are said to have, they are a file to be saved, and nothing in them runs or loads anything.
 */
final class Download {
  private static final String OCTETS = "application/octet-stream";
  private static final String TOKEN = "[A-Za-z0-9!#$&^_.+-]{1,100}";
  private static final int MAX_NAME = 200;

  static final String FOR_EVER = "private, immutable, max-age=31536000";
  static final String ASKING = "private, no-cache";

  private Download() {}

  /**
   * @param blob its id: what it names never changes
   * @param keep how long a browser may show it without asking again
   */
  static Answer answer(WebRequest request, ByteSource octets, String blob, String keep) {
    String type = request.query("accept").filter(Download::isType).orElse(OCTETS);
    return new Ranges(
            type,
            octets.length(),
            blob,
            (out, from, length) -> {
              try (InputStream in = octets.open(from, length)) {
                in.transferTo(out);
              }
            })
        .answer(request)
        .with("Content-Disposition", disposition(request.captured("name")))
        .with("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
        .with("Cache-Control", keep);
  }

  private static boolean isType(String type) {
    return type.matches(TOKEN + "/" + TOKEN + "( *; *[A-Za-z0-9-]{1,50}=[A-Za-z0-9_.-]{1,100})?");
  }

  /** RFC 6266: the name in ASCII for old programs, and as it is. */
  static String disposition(String given) {
    String name = given.isEmpty() ? "attachment" : given.replaceAll("[\\p{Cntrl}/\\\\]", "_");
    String cut = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
    var encoded = new StringBuilder();
    for (byte octet : cut.getBytes(UTF_8)) {
      char c = (char) (octet & 0xff);
      boolean plain = c < 0x7f && (Character.isLetterOrDigit(c) || ".-_".indexOf(c) >= 0);
      encoded.append(plain ? Character.toString(c) : String.format("%%%02X", (int) c));
    }
    String ascii = cut.replaceAll("[^ -~]|[\"%\\\\]", "_");
    return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
  }
}
