package org.mailstead.server;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.mailstead.identity.signin.SignInConfig;

/**
 * Where this server's pages are for people.
 *
 * @param origin such as {@code https://mail.example.org}; empty when no page is served
 * @param host its name without port, to which passkeys belong
 */
record WebSite(Optional<String> origin, String host) {
  private static final String LOCAL = "localhost";
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** Where the pages are. This machine's own name is safe without TLS, and browsers know that. */
  static WebSite of(BootConfig config) {
    int safe = config.port(BootConfig.Service.HTTPS);
    int plain = config.port(BootConfig.Service.HTTP);
    if (config.hostname().equals(LOCAL) || safe == 0) {
      return plain == 0
          ? new WebSite(Optional.empty(), config.hostname())
          : new WebSite(Optional.of(origin("http", LOCAL, plain, HTTP)), LOCAL);
    }
    String host = config.hostname().toLowerCase(java.util.Locale.ROOT);
    return new WebSite(Optional.of(origin("https", host, safe, HTTPS)), host);
  }

  /** The origin, if its pages come over TLS. */
  Optional<String> safe() {
    return origin.filter(page -> page.startsWith("https:"));
  }

  private static String origin(String scheme, String host, int port, int standard) {
    return scheme + "://" + host + (port == standard ? "" : ":" + port);
  }

  SignInConfig signIn() {
    Set<String> origins = new LinkedHashSet<>();
    origin.ifPresent(origins::add);
    return new SignInConfig(
        host.equals(LOCAL) ? "Mailstead" : host,
        origin.map(page -> page + "/account").orElse(""),
        host,
        origins);
  }
}
