package org.mailstead.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.wire.KeyPairs;

/**
 * Where certificates come from.
 *
 * @param acme whether a CA is asked for them; its terms are agreed with then
 * @param directory of the CA
 * @param roots PEM of those who vouch for the CA's web server, for a CA of one's own
 * @param contact an address that the CA may write to
 * @param account id of the key that the CA gave for external account binding
 * @param kind of keys that are made from now on
 * @param challenge how names are proven
 * @param names that the certificate of the hostname is for besides
 * @param domains whether names of our domains that lead here get certificates too
 * @param dns for the challenges by DNS
 */
record TlsSettings(
    boolean acme,
    URI directory,
    Optional<Path> roots,
    Optional<String> contact,
    Optional<String> account,
    KeyPairs.Kind kind,
    Challenge challenge,
    List<String> names,
    boolean domains,
    Dns dns) {
  static final String LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory";

  static final TlsSettings DEFAULT =
      new TlsSettings(
          false,
          URI.create(LETS_ENCRYPT),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          KeyPairs.Kind.ECDSA,
          Challenge.HTTP,
          List.of(),
          true,
          new Dns(Optional.empty(), Optional.empty(), Optional.empty(), Duration.ofSeconds(20)));

  TlsSettings {
    names = List.copyOf(names);
  }

  /** How a name is proven to be ours. */
  enum Challenge {
    HTTP("http"),
    TLS_ALPN("tls-alpn"),
    DNS("dns"),
    PROGRAM("program");

    private final String word;

    Challenge(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /**
   * How records come into the DNS.
   *
   * @param server that takes dynamic updates
   * @param key name and algorithm of the key that signs them
   * @param program that is run instead
   * @param settling until all name servers of a zone have a new record
   */
  record Dns(
      Optional<HostPort> server, Optional<DnsKey> key, Optional<Path> program, Duration settling) {}

  /** A key for dynamic updates; its secret lies in a file. */
  record DnsKey(String name, String algorithm) {
    @Override
    public String toString() {
      return name + " " + algorithm;
    }
  }

  static String word(KeyPairs.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
