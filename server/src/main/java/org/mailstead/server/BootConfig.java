package org.mailstead.server;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.mailstead.identity.settings.Pin;
import org.mailstead.identity.settings.Setting;
import org.mailstead.identity.settings.Type;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/**
 * {@code mailstead.toml}: what is needed to open the store and listen. Whatever can be changed
 * while the server runs is a setting in the store instead; one that stands in this file all the
 * same is held fast by it.
 *
 * @param hostname the name this server calls itself, in greetings and trace fields
 * @param host the address to listen on; {@code *} for all
 * @param ports by service, see {@link Service}; 0 switches one off, {@link #ANY} takes a free one
 * @param resolver {@code system}, {@code HOST:PORT} of a resolver, or {@code file:PATH} of a zone
 * @param outboundPort where other servers are spoken to; anything but 25 is for tests
 * @param jsonLog whether the log is JSON lines
 * @param disk how full the disk may become
 * @param pins what stands in the file, by the key of its setting
 */
record BootConfig(
    String hostname,
    String host,
    Map<Service, Integer> ports,
    String resolver,
    int outboundPort,
    boolean jsonLog,
    DiskLimits disk,
    Map<String, Pin> pins) {

  private static final int MAX_FILE = 1 << 20;

  /** A port that is free just now; never written to a file. */
  static final int ANY = -1;

  /**
   * Ports above 1023 that no browser opens, whatever listens there (Fetch Standard, "bad port").
   */
  private static final Set<Integer> REFUSED_BY_BROWSERS =
      Set.of(
          1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
          6669, 6679, 6697, 10_080);

  /** What listens, with its standard port. */
  enum Service {
    LMTP(24, "mail from programs of your own (LMTP)"),
    SMTP(25, "mail from other servers (SMTP)"),
    HTTP(80, "pages without TLS, and of a CA's questions"),
    POP3(110, "POP3, with STARTTLS"),
    IMAP(143, "IMAP, with STARTTLS"),
    HTTPS(443, "pages"),
    SUBMISSIONS(465, "mail that people send (submission), with TLS"),
    SUBMISSION(587, "mail that people send (submission), with STARTTLS"),
    IMAPS(993, "IMAP, with TLS"),
    POP3S(995, "POP3, with TLS"),
    SIEVE(4190, "people's rules (ManageSieve), with STARTTLS"),
    MANAGEMENT(9090, "health and metrics, for this machine only");

    final int standard;
    private final String title;

    Service(int standard, String title) {
      this.standard = standard;
      this.title = title;
    }

    String title() {
      return title;
    }

    String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  BootConfig {
    ports = Map.copyOf(ports);
    pins = Map.copyOf(pins);
  }

  static Map<Service, Integer> ports(int base) {
    Map<Service, Integer> ports = new TreeMap<>();
    for (Service service : Service.values()) {
      ports.put(service, base == 0 ? 0 : port(service, service.standard + base));
    }
    return ports;
  }

  /** Of the web the next one that browsers open: 10080 is none of them. */
  private static int port(Service service, int port) {
    boolean isWeb = service == Service.HTTP || service == Service.HTTPS;
    return isWeb && REFUSED_BY_BROWSERS.contains(port) ? port(service, port + 1) : port;
  }

  /** What a try-out starts with. */
  static BootConfig tryOut(String host, int portBase) {
    return new BootConfig(
        "localhost", host, ports(portBase), "none", 25, false, DiskLimits.NONE, Map.of());
  }

  /** As the command says that starts the server. */
  BootConfig withListen(String host, int portBase) {
    Map<Service, Integer> others = ports(portBase);
    Map<String, Pin> given = new HashMap<>(pins);
    given.put(FileSettings.HOST.key(), new Pin(host, 0));
    others.forEach((service, port) ->
        given.put(FileSettings.port(service).key(), new Pin(Integer.toString(port), 0)));
    return new BootConfig(hostname, host, others, resolver, outboundPort, jsonLog, disk, given);
  }

  /** Without what only the file knows. */
  BootConfig unpinned() {
    return new BootConfig(hostname, host, ports, resolver, outboundPort, jsonLog, disk, Map.of());
  }

  static <T> T value(Map<String, Pin> pins, Setting<T> setting) {
    return Optional.ofNullable(pins.get(setting.key()))
        .flatMap(pin -> setting.type().read(pin.text()))
        .orElse(setting.usual());
  }

  private static BootConfig of(Map<String, Pin> pins) {
    Map<Service, Integer> ports = new TreeMap<>();
    for (Service service : Service.values()) {
      ports.put(service, value(pins, FileSettings.port(service)));
    }
    return new BootConfig(
        value(pins, FileSettings.HOSTNAME),
        value(pins, FileSettings.HOST),
        ports,
        value(pins, FileSettings.RESOLVER),
        value(pins, FileSettings.OUTBOUND_PORT),
        value(pins, FileSettings.LOG).equals("json"),
        new DiskLimits(value(pins, FileSettings.KEEP_FREE), value(pins, FileSettings.HOME_LIMIT)),
        pins);
  }

  int port(Service service) {
    return ports.getOrDefault(service, 0);
  }

  /** The file as it is written on first start, with what each line means. */
  String toToml() {
    var text =
        new StringBuilder(
            """
            # Mailstead: what is needed to open the store and to listen.
            # A change here takes effect at the next start.
            #
            # Everything else is set while the server runs: "mailstead settings list" shows it, "mailstead
            # settings set KEY VALUE" changes it. A line for such a setting in this file holds it fast;
            # "mailstead settings adopt" takes those that are here into the store.
            """);
    line(text, FileSettings.HOSTNAME, hostname);
    line(text, FileSettings.HOST, host);
    line(text, FileSettings.RESOLVER, resolver);
    line(text, FileSettings.OUTBOUND_PORT, outboundPort);
    line(text, FileSettings.LOG, jsonLog ? "json" : "text");
    line(text, FileSettings.KEEP_FREE, disk.keepFree());
    line(text, FileSettings.HOME_LIMIT, disk.homeLimit());
    text.append("\n# 0 switches a service off.\n[ports]\n");
    new TreeMap<>(ports)
        .forEach((service, port) -> text.append("%-12s = %d%n".formatted(service.key(), port)));
    return text.toString();
  }

  private static <T> void line(StringBuilder text, Setting<T> setting, T value) {
    String written = setting.type().text(value);
    boolean number = setting.type() instanceof Type.Whole;
    text.append('\n').append(Wrapped.comment(setting.doc())).append(setting.key()).append(" = ");
    text.append(number ? written : '"' + Toml.tomlEscape(written).toString() + '"').append('\n');
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
    return of(new SettingsReader(file, toml, AllSettings.SCHEMA).read());
  }
}
