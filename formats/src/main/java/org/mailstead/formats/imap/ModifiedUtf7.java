package org.mailstead.formats.imap;

import static java.nio.charset.StandardCharsets.UTF_16BE;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Optional;

/** Mailbox names as clients of IMAP4rev1 spell them (RFC 3501 section 5.1.3). */
public final class ModifiedUtf7 {
  private ModifiedUtf7() {}

  public static String encode(String name) {
    var out = new StringBuilder();
    int at = 0;
    while (at < name.length()) {
      char c = name.charAt(at);
      if (c >= ' ' && c <= '~') {
        out.append(c == '&' ? "&-" : String.valueOf(c));
        at++;
        continue;
      }
      int start = at;
      while (at < name.length() && (name.charAt(at) < ' ' || name.charAt(at) > '~')) {
        at++;
      }
      byte[] utf16 = name.substring(start, at).getBytes(UTF_16BE);
      String base64 = Base64.getEncoder().withoutPadding().encodeToString(utf16);
      out.append('&').append(base64.replace('/', ',')).append('-');
    }
    return out.toString();
  }

  /** Empty when the name is spelt wrong: one mailbox has one spelling. */
  public static Optional<String> decode(String octets) {
    var out = new StringBuilder();
    int at = 0;
    while (at < octets.length()) {
      char c = octets.charAt(at);
      if (c != '&') {
        out.append(c);
        at++;
        continue;
      }
      int end = octets.indexOf('-', at);
      if (end < 0) {
        return Optional.empty();
      }
      Optional<String> run = end == at + 1 ? Optional.of("&") : run(octets.substring(at + 1, end));
      if (run.isEmpty()) {
        return Optional.empty();
      }
      out.append(run.get());
      at = end + 1;
    }
    String name = out.toString();
    return encode(name).equals(octets) ? Optional.of(name) : Optional.empty();
  }

  private static Optional<String> run(String base64) {
    try {
      byte[] utf16 = Base64.getDecoder().decode(base64.replace(',', '/'));
      return Optional.of(UTF_16BE.newDecoder().decode(ByteBuffer.wrap(utf16)).toString());
    } catch (IllegalArgumentException | CharacterCodingException _) {
      return Optional.empty();
    }
  }
}
