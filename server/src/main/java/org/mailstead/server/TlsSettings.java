package org.mailstead.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.wire.KeyPairs;
import org.tomlj.Toml;

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
 * @param clients certificates of mail programs
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
    Dns dns,
    ClientCertificateSettings clients) {
  static final String NONE = "none";
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
          new Dns(Optional.empty(), Optional.empty(), Optional.empty(), Duration.ofSeconds(20)),
          ClientCertificateSettings.OFF);

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

  private static String text(Optional<?> value) {
    return Toml.tomlEscape(value.map(Object::toString).orElse(NONE)).toString();
  }

  /** The lines of the home's file. */
  String toToml() {
    return """
    # Certificates of a CA by ACME. While acme = "off", tls/certificate.pem and tls/key.pem of the home
    # are used, which you put there, or which the server signed itself.
    [tls]
    # "on" gets certificates and renews them, and means that you agree with the CA's terms.
    acme = "%s"

    # The CA's directory; who vouches for its web server: "none" for the CAs that everybody knows, or
    # the path of a PEM file for a CA of your own.
    acme_directory = "%s"
    acme_roots = "%s"

    # An e-mail address that the CA may write to, or "none".
    acme_contact = "%s"

    # For a CA that wants to know its customers: the key's id that it gave you (external account binding),
    # or "none". The key itself belongs into the home's file acme/account.key.
    acme_account = "%s"

    # Keys that are made from now on: "ecdsa" (P-256) or "rsa" (2048 bits). A renewal keeps the key that
    # there is; "mailstead cert rotate" makes a new one.
    acme_key = "%s"

    # How the CA sees that the names are yours: "http" (it asks port 80), "tls-alpn" (it asks port 443),
    # "dns" (dynamic updates, RFC 2136), or "program" (a program of yours changes the DNS).
    acme_challenge = "%s"

    # Names of the certificate besides the hostname, with blanks between, or "none".
    acme_names = "%s"

    # Whether each mail domain gets a certificate for those of its names autoconfig, autodiscover and
    # mta-sts that lead to this server.
    acme_domains = %s

    # For "dns": the name server that takes updates ("HOST:PORT"), and the key that signs them (its name and
    # algorithm, such as "mailstead hmac-sha256"; the secret, base64, belongs into the home's file
    # acme/dns.key). For "program": its path; it is run with the arguments "add" or "remove", the record's
    # name and its text. Then the seconds until all name servers of the zone have the record.
    dns_server = "%s"
    dns_key = "%s"
    dns_program = "%s"
    dns_wait = %d
    """
            .formatted(
                acme ? "on" : "off",
                Toml.tomlEscape(directory.toString()),
                text(roots),
                text(contact),
                text(account),
                word(kind),
                challenge.word(),
                names.isEmpty() ? NONE : String.join(" ", names),
                domains,
                text(dns.server()),
                text(dns.key()),
                text(dns.program()),
                dns.settling().toSeconds())
        + clients.toToml();
  }
}
