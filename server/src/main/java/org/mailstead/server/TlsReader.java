package org.mailstead.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mailstead.wire.KeyPairs;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Refused;
import org.tomlj.TomlTable;

/** Reads the table {@code [tls]} of the home's file. */
record TlsReader(SettingsReader in) {
  private static final String TLS = "tls";
  private static final int MOST_WAIT = 3600;
  private static final int MOST_NAMES = 100;
  private static final List<String> KEYS =
      List.of(
          "acme",
          "acme_directory",
          "acme_roots",
          "acme_contact",
          "acme_account",
          "acme_key",
          "acme_challenge",
          "acme_names",
          "acme_domains",
          "dns_server",
          "dns_key",
          "dns_program",
          "dns_wait",
          "client_certificates",
          "client_authorities");

  TlsSettings read() {
    Object table = in.toml().get(List.of(TLS));
    if (table == null) {
      return TlsSettings.DEFAULT;
    }
    if (!(table instanceof TomlTable settings)) {
      throw in.wrong(List.of(TLS), "is a table of settings");
    }
    for (String key : settings.keySet()) {
      if (!KEYS.contains(key)) {
        throw wrong(key, "is not a setting; known are " + String.join(", ", KEYS));
      }
    }
    TlsSettings usual = TlsSettings.DEFAULT;
    return new TlsSettings(
        choice("acme", "off", List.of("off", "on"), Function.identity()).equals("on"),
        directory(),
        optional("acme_roots").map(this::path),
        optional("acme_contact").map(this::contact),
        optional("acme_account"),
        choice("acme_key", "ecdsa", List.of(KeyPairs.Kind.values()), TlsSettings::word),
        choice(
            "acme_challenge",
            "http",
            Arrays.asList(TlsSettings.Challenge.values()),
            TlsSettings.Challenge::word),
        names(),
        in.flag(List.of(TLS, "acme_domains"), usual.domains()),
        dns(),
        new ClientCertificateSettings(
            choice("client_certificates", "off", List.of("off", "on"), Function.identity())
                .equals("on"),
            optional("client_authorities").map(this::path)));
  }

  private ConfigException wrong(String key, String expected) {
    return in.wrong(List.of(TLS, key), expected);
  }

  private Optional<String> optional(String key) {
    String text = in.text(List.of(TLS, key), TlsSettings.NONE);
    return text.equals(TlsSettings.NONE) ? Optional.empty() : Optional.of(text.strip());
  }

  private <T> T choice(String key, String usual, List<T> values, Function<T, String> word) {
    String text = in.text(List.of(TLS, key), usual);
    for (T value : values) {
      if (word.apply(value).equals(text)) {
        return value;
      }
    }
    throw wrong(
        key, values.stream().map(word).collect(Collectors.joining("\", \"", "is \"", "\"")));
  }

  private URI directory() {
    try {
      URI uri = new URI(in.text(List.of(TLS, "acme_directory"), TlsSettings.LETS_ENCRYPT));
      if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // told below
    }
    throw wrong("acme_directory", "is an address such as " + TlsSettings.LETS_ENCRYPT);
  }

  private Path path(String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException _) {
      // told below
    }
    throw in.wrong(List.of(TLS), "names a file by its whole path, from / on, not as " + text);
  }

  private String contact(String text) {
    return EmailAddress.parse(text)
        .map(EmailAddress::toString)
        .orElseThrow(() -> wrong("acme_contact", "is an e-mail address, or \"none\""));
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (String word : optional("acme_names").orElse("").split("\\s+", -1)) {
      if (word.isEmpty()) {
        continue;
      }
      String plain = word.startsWith("*.") ? word.substring(2) : word;
      String domain =
          EmailAddress.domain(plain)
              .orElseThrow(() -> wrong("acme_names", "is a list of names, or \"none\""));
      names.add(word.startsWith("*.") ? "*." + domain : domain);
    }
    if (names.size() > MOST_NAMES) {
      throw wrong("acme_names", "is a list of " + MOST_NAMES + " names at most");
    }
    return names;
  }

  private TlsSettings.Dns dns() {
    int usual = (int) TlsSettings.DEFAULT.dns().settling().toSeconds();
    return new TlsSettings.Dns(
        optional("dns_server").map(this::server),
        optional("dns_key").map(this::key),
        optional("dns_program").map(this::path),
        Duration.ofSeconds(in.number(List.of(TLS, "dns_wait"), 0, MOST_WAIT, usual)));
  }

  private HostPort server(String text) {
    try {
      return HostPort.parse(text, 53);
    } catch (Refused e) {
      throw wrong("dns_server", "is \"HOST:PORT\", or \"none\"");
    }
  }

  private TlsSettings.DnsKey key(String text) {
    String[] words = text.split("\\s+", -1);
    if (words.length == 2
        && words[0].matches("[A-Za-z0-9._-]{1,200}")
        && words[1].matches("hmac-(sha224|sha256|sha384|sha512)")) {
      return new TlsSettings.DnsKey(words[0], words[1]);
    }
    throw wrong("dns_key", "is a key's name and its algorithm, such as \"mailstead hmac-sha256\"");
  }
}
