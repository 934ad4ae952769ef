package org.mailstead.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mailstead.identity.settings.Rule;
import org.mailstead.identity.settings.Setting;
import org.mailstead.identity.settings.Settings;
import org.mailstead.identity.settings.Type;
import org.mailstead.wire.KeyPairs;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Refused;

/** Certificates of a CA: how {@link TlsSettings} are set. */
final class AcmeSettings {
  private static final String GROUP = "Certificates of a CA";
  private static final String TLS = "tls.";
  private static final String FILE_EXPECTED = "names a file by its whole path, from / on";
  private static final int MOST_WAIT = 3600;
  private static final TlsSettings USUAL = TlsSettings.DEFAULT;

  private static final Setting<Boolean> ACME =
      acme(
          "acme",
          new Type.Choice<>(List.of(false, true), on -> on ? "on" : "off"),
          USUAL.acme(),
          """
          Certificates of a CA by ACME: "on" gets certificates and renews them, and means that you
          agree with the CA's terms. While "off", tls/certificate.pem and tls/key.pem of the home are
          used, which you put there, or which the server signed itself.\
          """);

  private static final Setting<URI> DIRECTORY =
      acme(
          "acme_directory",
          new Type.Text<>(
              AcmeSettings::directory,
              URI::toString,
              "is an address such as " + TlsSettings.LETS_ENCRYPT),
          USUAL.directory(),
          """
          The CA's directory.\
          """);

  private static final Setting<Optional<Path>> ROOTS =
      acme(
          "acme_roots",
          orNone(AcmeSettings::path, FILE_EXPECTED),
          USUAL.roots(),
          """
          Who vouches for the CA's web server: "none" for the CAs that everybody knows, or the path of
          a PEM file for a CA of your own.\
          """);

  private static final Setting<Optional<String>> CONTACT =
      acme(
          "acme_contact",
          orNone(
              text -> EmailAddress.parse(text).map(EmailAddress::toString),
              "is an e-mail address, or \"none\""),
          USUAL.contact(),
          """
          An e-mail address that the CA may write to, or "none".\
          """);

  private static final Setting<Optional<String>> ACCOUNT =
      acme(
          "acme_account",
          orNone(Optional::of, "is the key's id that the CA gave you, or \"none\""),
          USUAL.account(),
          """
          For a CA that wants to know its customers: the key's id that it gave you (external account
          binding), or "none". The key itself belongs into the home's file acme/account.key.\
          """);

  private static final Setting<KeyPairs.Kind> KEY =
      acme(
          "acme_key",
          new Type.Choice<>(List.of(KeyPairs.Kind.values()), TlsSettings::word),
          USUAL.kind(),
          """
          Keys that are made from now on: "ecdsa" (P-256) or "rsa" (2048 bits). A renewal keeps the key
          that there is; "mailstead cert rotate" makes a new one.\
          """);

  private static final Setting<TlsSettings.Challenge> CHALLENGE =
      acme(
          "acme_challenge",
          new Type.Choice<>(List.of(TlsSettings.Challenge.values()), TlsSettings.Challenge::word),
          USUAL.challenge(),
          """
          How the CA sees that the names are yours: "http" (it asks port 80), "tls-alpn" (it asks port
          443), "dns" (dynamic updates, RFC 2136), or "program" (a program of yours changes the
          DNS).\
          """);

  private static final Setting<List<String>> NAMES =
      acme(
          "acme_names",
          new Type.Words<>(AcmeSettings::name, word -> word, "is a list of names, or \"none\""),
          USUAL.names(),
          """
          Names of the certificate besides the hostname, with blanks between, or "none".\
          """);

  private static final Setting<Boolean> DOMAINS =
      acme(
          "acme_domains",
          new Type.Flag(),
          USUAL.domains(),
          """
          Whether each mail domain gets a certificate for those of its names autoconfig, autodiscover
          and mta-sts that lead to this server.\
          """);

  private static final Setting<Optional<HostPort>> DNS_SERVER =
      acme(
          "dns_server",
          orNone(AcmeSettings::server, "is \"HOST:PORT\", or \"none\""),
          USUAL.dns().server(),
          """
          For the challenge "dns": the name server that takes updates ("HOST:PORT").\
          """);

  private static final Setting<Optional<TlsSettings.DnsKey>> DNS_KEY =
      acme(
          "dns_key",
          orNone(
              AcmeSettings::key,
              "is a key's name and its algorithm, such as \"mailstead hmac-sha256\""),
          USUAL.dns().key(),
          """
          The key that signs updates: its name and algorithm, such as "mailstead hmac-sha256". The
          secret, base64, belongs into the home's file acme/dns.key.\
          """);

  private static final Setting<Optional<Path>> DNS_PROGRAM =
      acme(
          "dns_program",
          orNone(AcmeSettings::path, FILE_EXPECTED),
          USUAL.dns().program(),
          """
          For the challenge "program": its path. It is run with the arguments "add" or "remove", the
          record's name and its text.\
          """);

  private static final Setting<Integer> DNS_WAIT =
      acme(
          "dns_wait",
          new Type.Whole(0, MOST_WAIT),
          (int) USUAL.dns().settling().toSeconds(),
          """
          The seconds until all name servers of the zone have a new record.\
          """);

  private AcmeSettings() {}

  private static <T> Setting<T> acme(String key, Type<T> type, T usual, String doc) {
    return Setting.of(GROUP, TLS + key, type, usual, doc);
  }

  static List<Setting<?>> all() {
    return List.of(
        ACME,
        DIRECTORY,
        ROOTS,
        CONTACT,
        ACCOUNT,
        KEY,
        CHALLENGE,
        NAMES,
        DOMAINS,
        DNS_SERVER,
        DNS_KEY,
        DNS_PROGRAM,
        DNS_WAIT);
  }

  /** What the way needs by which names are proven. */
  static Optional<Rule.Broken> rule(Rule.Values values) {
    if (!values.get(ACME)) {
      return Optional.empty();
    }
    return switch (values.get(CHALLENGE)) {
      case HTTP, TLS_ALPN -> Optional.empty();
      case DNS -> needed(DNS_SERVER, values.get(DNS_SERVER), "dns");
      case PROGRAM -> needed(DNS_PROGRAM, values.get(DNS_PROGRAM), "program");
    };
  }

  private static Optional<Rule.Broken> needed(
      Setting<?> setting, Optional<?> value, String challenge) {
    return value.isPresent()
        ? Optional.empty()
        : Optional.of(
            new Rule.Broken(setting, "is needed for tls.acme_challenge = \"" + challenge + "\""));
  }

  /** As they are now. */
  static TlsSettings read(Settings settings) {
    return new TlsSettings(
        settings.get(ACME),
        settings.get(DIRECTORY),
        settings.get(ROOTS),
        settings.get(CONTACT),
        settings.get(ACCOUNT),
        settings.get(KEY),
        settings.get(CHALLENGE),
        settings.get(NAMES),
        settings.get(DOMAINS),
        new TlsSettings.Dns(
            settings.get(DNS_SERVER),
            settings.get(DNS_KEY),
            settings.get(DNS_PROGRAM),
            Duration.ofSeconds(settings.get(DNS_WAIT))));
  }

  /** A file by its whole path, or none. */
  static Type<Optional<Path>> file() {
    return orNone(AcmeSettings::path, FILE_EXPECTED);
  }

  /** The word for none stands for nothing. */
  private static <V> Type<Optional<V>> orNone(
      Function<String, Optional<V>> reader, String expected) {
    return new Type.Text<>(
        text -> {
          if (text.strip().equals(Type.NONE)) {
            return Optional.of(Optional.empty());
          }
          Optional<V> value = reader.apply(text.strip());
          return value.isPresent() ? Optional.of(value) : Optional.empty();
        },
        value -> value.map(Object::toString).orElse(Type.NONE),
        expected);
  }

  private static Optional<URI> directory(String text) {
    try {
      URI uri = new URI(text);
      return Optional.of(uri).filter(_ -> "https".equals(uri.getScheme()) && uri.getHost() != null);
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text)).filter(Path::isAbsolute);
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> name(String word) {
    boolean wild = word.startsWith("*.");
    return EmailAddress.domain(wild ? word.substring(2) : word)
        .map(domain -> wild ? "*." + domain : domain);
  }

  private static Optional<HostPort> server(String text) {
    try {
      return Optional.of(HostPort.parse(text, 53));
    } catch (Refused _) {
      return Optional.empty();
    }
  }

  private static Optional<TlsSettings.DnsKey> key(String text) {
    String[] words = text.split("\\s+", -1);
    return words.length == 2
            && words[0].matches("[A-Za-z0-9._-]{1,200}")
            && words[1].matches("hmac-(sha224|sha256|sha384|sha512)")
        ? Optional.of(new TlsSettings.DnsKey(words[0], words[1]))
        : Optional.empty();
  }
}
