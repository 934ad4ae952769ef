package org.mailstead.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.words.EmailAddress;

/**
 * A page of the web as a stranger has written it, at a host with a name and at its usual port. An
 * address in place of a name is refused: there are too many ways to write one, and hardly anybody
 * means well who does.
 *
 * @param encrypted whether by https
 * @param host in lower case, A-labels
 * @param target path and query in ASCII, as they are asked for; begins with a slash
 */
public record WebAddress(boolean encrypted, String host, String target) {
  /** No browser or server of today takes much more. */
  private static final int LONGEST = 8000;

  /** What may stand in an address as it is (RFC 3986), the percent sign aside. */
  private static final String PLAIN = "-._~:/?@!$&'()*+,;=";

  /** Empty for what is none that we would go to. */
  public static Optional<WebAddress> parse(String text) {
    try {
      return of(new URI(spelt(text.strip())));
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  /** Where a redirect leads, which may be told from here (RFC 3986 section 5). */
  Optional<WebAddress> resolve(String location) {
    try {
      String there = spelt(location.strip());
      URI here = new URI(toString());
      // Java goes by RFC 2396, where a query alone would drop the last part of the path.
      return there.startsWith("?")
          ? of(new URI(toString().split("\\?", 2)[0] + there))
          : of(here.resolve(new URI(there)));
    } catch (URISyntaxException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<WebAddress> of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    boolean encrypted = scheme.equals("https");
    if (!encrypted && !scheme.equals("http")) {
      return Optional.empty();
    }
    String port = encrypted ? ":443" : ":80";
    String name =
        authority.endsWith(port)
            ? authority.substring(0, authority.length() - port.length())
            : authority;
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String target = (path.startsWith("/") ? "" : "/") + path + query;
    return host(name)
        .filter(_ -> target.length() <= LONGEST)
        .map(host -> new WebAddress(encrypted, host, target));
  }

  /** Other names, too, that some program would take for an address: 2130706433, 0x7f.1. */
  private static Optional<String> host(String written) {
    Optional<String> name = decoded(written).flatMap(EmailAddress::domain);
    return name.filter(host ->
        host.length() <= 253
            && !host.startsWith("[")
            && !host.substring(host.lastIndexOf('.') + 1).matches("[0-9]+|0x[0-9a-f]*"));
  }

  /** International names came as percent signs out of {@link #spelt}. */
  private static Optional<String> decoded(String authority) {
    if (authority.isEmpty() || authority.matches(".*[+@:].*")) {
      return Optional.empty(); // a user's name, or another port
    }
    return Optional.of(java.net.URLDecoder.decode(authority, UTF_8));
  }

  /** As browsers send what people write: what may not stand there as it is, in percent signs. */
  private static String spelt(String text) throws URISyntaxException {
    if (text.length() > LONGEST) {
      throw new URISyntaxException("", "too long");
    }
    var out = new StringBuilder();
    byte[] octets = text.split("#", 2)[0].getBytes(UTF_8);
    for (int i = 0; i < octets.length; i++) {
      char c = (char) (octets[i] & 0xff);
      if (c == '%' ? isEscape(octets, i) : isPlain(c)) {
        out.append(c);
      } else if (c != '\r' && c != '\n' && c != '\t') { // browsers leave these out
        out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return out.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || PLAIN.indexOf(c) >= 0;
  }

  private static boolean isEscape(byte[] octets, int at) {
    return at + 2 < octets.length
        && Character.digit(octets[at + 1], 16) >= 0
        && Character.digit(octets[at + 2], 16) >= 0;
  }

  /** The address as we would write it. */
  @Override
  public String toString() {
    return (encrypted ? "https://" : "http://") + host + target;
  }
}
