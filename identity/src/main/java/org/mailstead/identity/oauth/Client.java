package org.mailstead.identity.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A program that may ask people to let it in.
 *
 * @param redirectUris where a browser may be sent back to
 * @param confidential whether it has a secret: it runs on a server
 * @param registeredItself nobody has looked at its name
 */
public record Client(
    String id,
    String name,
    List<String> redirectUris,
    boolean confidential,
    boolean registeredItself,
    Instant made) {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  public Client {
    redirectUris = List.copyOf(redirectUris);
  }

  /**
   * Whether a browser may be sent there: one that was registered, letter by letter; of a program on
   * the person's own machine any port (RFC 8252 section 7.3).
   */
  boolean mayRedirectTo(String uri) {
    return redirectUris.contains(uri)
        || redirectUris.stream().anyMatch(known -> isSameLoopback(known, uri));
  }

  private static boolean isSameLoopback(String known, String asked) {
    try {
      URI one = new URI(known);
      URI other = new URI(asked);
      return "http".equals(one.getScheme())
          && "http".equals(other.getScheme())
          && one.getHost() != null
          && LOOPBACK.contains(one.getHost())
          && one.getHost().equals(other.getHost())
          && java.util.Objects.equals(one.getRawPath(), other.getRawPath())
          && java.util.Objects.equals(one.getRawQuery(), other.getRawQuery())
          && other.getRawUserInfo() == null
          && other.getRawFragment() == null;
    } catch (URISyntaxException _) {
      return false;
    }
  }

  /**
   * Whether it may be registered: TLS, the person's own machine, or a scheme of the program's own,
   * which is a domain name turned round (RFC 8252 section 7.1).
   */
  static boolean isRedirectUri(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getScheme() == null || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
        return false;
      }
      return switch (uri.getScheme()) {
        case "https" -> uri.getHost() != null;
        case "http" -> uri.getHost() != null && LOOPBACK.contains(uri.getHost());
        case String own -> own.matches("[a-z][a-z0-9+-]*(\\.[a-z0-9+-]+)+");
      };
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
