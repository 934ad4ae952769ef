package org.mailstead.server;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.mailstead.post.sending.SendingConfig;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/**
 * {@code mailstead.toml}: what is needed to open the store and listen. Whatever can be changed
 * while the server runs is a setting in the store instead.
 *
 * @param hostname the name this server calls itself, in greetings and trace fields
 * @param host the address to listen on; {@code *} for all
 * @param ports by service, see {@link Service}; 0 switches one off, {@link #ANY} takes a free one
 * @param sending whether mail for other servers leaves; else it is held in the queue
 * @param resolver {@code system}, {@code HOST:PORT} of a resolver, or {@code file:PATH} of a zone
 * @param outboundPort where other servers are spoken to; anything but 25 is for tests
 * @param plaintextLogin whether programs on this machine may sign in without TLS
 * @param jsonLog whether the log is JSON lines
 * @param imapWithout IMAP capabilities that are not offered
 * @param disk how full the disk may become
 * @param origin what happens to mail that is not from whom it says
 * @param transport how mail is kept safe on its way
 * @param traceDays for how long it is kept what happened to messages; 0 for not at all
 * @param senders what our own people may send
 * @param tls where certificates come from
 * @param securityContact a URI for those who find a hole
 */
record BootConfig(
    String hostname,
    String host,
    Map<Service, Integer> ports,
    boolean sending,
    String resolver,
    int outboundPort,
    boolean plaintextLogin,
    boolean jsonLog,
    Set<String> imapWithout,
    DiskLimits disk,
    OriginSettings origin,
    TransportSettings transport,
    int traceDays,
    SendingConfig senders,
    TlsSettings tls,
    Optional<String> securityContact) {

  private static final int MAX_FILE = 1 << 20;
  static final int TRACE_DAYS = 30;

  /** A port that is free just now; never written to a file. */
  static final int ANY = -1;

  /** What listens, with its standard port. */
  enum Service {
    LMTP(24),
    SMTP(25),
    HTTP(80),
    POP3(110),
    IMAP(143),
    HTTPS(443),
    SUBMISSIONS(465),
    SUBMISSION(587),
    IMAPS(993),
    POP3S(995),
    SIEVE(4190),
    MANAGEMENT(9090);

    final int standard;

    Service(int standard) {
      this.standard = standard;
    }

    String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  BootConfig {
    ports = Map.copyOf(ports);
    imapWithout = Set.copyOf(imapWithout);
  }

  static Map<Service, Integer> ports(int base) {
    Map<Service, Integer> ports = new TreeMap<>();
    for (Service service : Service.values()) {
      ports.put(service, base == 0 ? 0 : service.standard + base);
    }
    return ports;
  }

  /** What a try-out starts with. */
  static BootConfig tryOut(String host, int portBase) {
    return new BootConfig(
        "localhost",
        host,
        ports(portBase),
        false,
        "none",
        25,
        true,
        false,
        Set.of(),
        DiskLimits.NONE,
        OriginSettings.DEFAULT,
        TransportSettings.DEFAULT,
        TRACE_DAYS,
        SendingConfig.DEFAULT,
        TlsSettings.DEFAULT,
        Optional.empty());
  }

  BootConfig withListen(String host, int portBase) {
    return new BootConfig(
        hostname,
        host,
        ports(portBase),
        sending,
        resolver,
        outboundPort,
        plaintextLogin,
        jsonLog,
        imapWithout,
        disk,
        origin,
        transport,
        traceDays,
        senders,
        tls,
        securityContact);
  }

  int port(Service service) {
    return ports.getOrDefault(service, 0);
  }

  /** The file as it is written on first start, with what each line means. */
  String toToml() {
    var text = new StringBuilder();
    text.append(
        """
        # Mailstead: what is needed to open the store and to listen.
        # Everything else is a setting in the store: see mailstead --help.
        # A change here takes effect at the next start.

        # The name of this server, as other servers see it: it must have an address in the DNS,
        # and that address should point back to it.
        hostname = "%s"

        # Where to listen: an address of this machine, or "*" for all.
        host = "%s"

        # Whether mail for other servers is sent. While false it is held in the queue:
        # "mailstead queue list" shows it.
        sending = %s

        # Who answers questions about the DNS: "system", "HOST:PORT", "file:PATH" of a zone file,
        # or "none": no name exists, and nobody is asked. That is for a try-out.
        resolver = "%s"

        # For how many days "mailstead trace" knows what happened to a message; 0 for not at all.
        trace_days = %d

        # The port at which other servers are spoken to. Anything but 25 is for tests.
        outbound_port = %d

        # Whether programs on this machine may sign in without encryption. For a try-out only.
        plaintext_login = %s

        # Log lines as text, or as JSON.
        log = "%s"

        # IMAP capabilities that are not offered, such as "UNAUTHENTICATE" behind a proxy that looks
        # at logins only; or "none".
        imap_without = "%s"

        %s
        %s
        %s
        %s
        # Whom to tell of a hole in this server's safety, for /.well-known/security.txt: an address of a
        # web page or "mailto:security@example.org"; or "none" for no such file.
        security_contact = "%s"

        %s
        # 0 switches a service off.
        [ports]
        """
            .formatted(
                Toml.tomlEscape(hostname),
                Toml.tomlEscape(host),
                sending,
                Toml.tomlEscape(resolver),
                traceDays,
                outboundPort,
                plaintextLogin,
                jsonLog ? "json" : "text",
                imapWithout.isEmpty()
                    ? "none"
                    : String.join(" ", imapWithout.stream().sorted().toList()),
                disk.toToml(),
                origin.toToml(),
                SenderSettings.toToml(senders),
                transport.toToml(),
                Toml.tomlEscape(securityContact.orElse("none")),
                tls.toToml()));
    new TreeMap<>(ports)
        .forEach((service, port) -> text.append("%-12s = %d%n".formatted(service.key(), port)));
    return text.toString();
  }

  /**
   * @throws ConfigException naming file, line and what was expected
   */
  static BootConfig read(Path file) {
    try {
      if (Files.size(file) > MAX_FILE) {
        throw new ConfigException(file + ": is no file of settings: it is over 1 MiB");
      }
      return parse(file, Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + ": is not UTF-8");
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read (" + e.getMessage() + ")");
    }
  }

  /**
   * @param file only named
   */
  static BootConfig parse(Path file, String text) {
    TomlParseResult toml;
    try {
      toml = Toml.parse(text);
    } catch (StackOverflowError e) {
      throw new ConfigException(file + ": is nested too deeply");
    }
    if (toml.hasErrors()) {
      TomlParseError error = toml.errors().getFirst();
      throw new ConfigException(
          file + " line " + error.position().line() + ": " + error.getMessage());
    }
    return new SettingsReader(file, toml).read();
  }
}
