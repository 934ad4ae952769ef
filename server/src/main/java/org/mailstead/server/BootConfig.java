package org.mailstead.server;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mailstead.filter.client.Greylist;
import org.mailstead.filter.origin.Handling;
import org.mailstead.filter.verdict.Scale;
import org.mailstead.smtp.DoorConfig;
import org.mailstead.words.EmailAddress;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

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
    int traceDays) {

  private static final int MAX_FILE = 1 << 20;
  private static final int TRACE_DAYS = 30;

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
        TRACE_DAYS);
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
        traceDays);
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
                transport.toToml()));
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
    return new Reader(file, toml).read();
  }

  /** Takes typed values and says where a wrong one stands. */
  private record Reader(Path file, TomlParseResult toml) {
    private static final int MAX_TEXT = 1000;
    private static final List<String> KEYS =
        List.of(
            "hostname",
            "host",
            "sending",
            "resolver",
            "outbound_port",
            "plaintext_login",
            "log",
            "imap_without",
            "keep_free",
            "home_limit",
            "dmarc",
            "trusted_forwarders",
            "dmarc_organizations",
            "suffix_list_url",
            "junk_points",
            "refuse_points",
            "dns_lists",
            "without_filter",
            "messages_per_client",
            "unknown_recipients",
            "greylist",
            "hooks",
            "hooks_down",
            "dnssec",
            "mta_sts",
            "arc_seal",
            "trace_days",
            "ports");

    BootConfig read() {
      for (String key : toml.keySet()) {
        if (!KEYS.contains(key)) {
          throw wrong(List.of(key), "is not a setting; known are " + String.join(", ", KEYS));
        }
      }
      String log = text("log", "text");
      if (!log.equals("text") && !log.equals("json")) {
        throw wrong(List.of("log"), "is \"text\" or \"json\"");
      }
      String hostname = text("hostname", "localhost");
      if (EmailAddress.domain(hostname).isEmpty()) {
        throw wrong(List.of("hostname"), "is a name such as mail.example.org");
      }
      return new BootConfig(
          hostname,
          text("host", "127.0.0.1"),
          ports(),
          flag("sending", false),
          text("resolver", "system"),
          port(List.of("outbound_port"), 1, 25),
          flag("plaintext_login", false),
          log.equals("json"),
          words("imap_without"),
          new DiskLimits(
              size("keep_free", DiskLimits.AUTO, 0),
              size("home_limit", DiskLimits.ALL, DiskLimits.LEAST_HOME)),
          origin(),
          transport(),
          number("trace_days", 0, TRACE_DAYS));
    }

    private TransportSettings transport() {
      return new TransportSettings(
          TransportSettings.dnssec(text("dnssec", TransportSettings.DEFAULT.dnssec().word()))
              .orElseThrow(() -> wrong(List.of("dnssec"), "is \"local\", \"trusted\" or \"none\"")),
          TransportSettings.policy(text("mta_sts", TransportSettings.DEFAULT.policy().word()))
              .orElseThrow(
                  () -> wrong(List.of("mta_sts"), "is \"none\", \"testing\" or \"enforce\"")),
          flag("arc_seal", TransportSettings.DEFAULT.seal()));
    }

    private OriginSettings origin() {
      String url = text("suffix_list_url", OriginSettings.LIST_URL);
      if (!OriginSettings.isUrl(url)) {
        throw wrong(List.of("suffix_list_url"), "is an address such as " + OriginSettings.LIST_URL);
      }
      Set<String> forwarders =
          OriginSettings.domains(text("trusted_forwarders", OriginSettings.NONE))
              .orElseThrow(
                  () -> wrong(List.of("trusted_forwarders"), "is a list of domains, or \"none\""));
      boolean refuse = choice("dmarc", OriginSettings.REFUSE, OriginSettings.TELL);
      boolean walk = choice("dmarc_organizations", OriginSettings.WALK, OriginSettings.LIST);
      return new OriginSettings(new Handling(refuse, forwarders), !walk, url, door());
    }

    private DoorSettings door() {
      int junk = number("junk_points", 1, Scale.DEFAULT.junk());
      int refuse = number("refuse_points", 0, Math.max(junk, Scale.DEFAULT.refuse()));
      if (refuse != 0 && refuse < junk) {
        throw wrong(List.of("refuse_points"), "is 0, or at least junk_points: " + junk);
      }
      return new DoorSettings(
          new Scale(junk, refuse),
          DoorSettings.lists(text("dns_lists", DoorSettings.NONE))
              .orElseThrow(
                  () -> wrong(List.of("dns_lists"), "is \"none\" or like \"zen.example.org:6\"")),
          DoorSettings.networks(text("without_filter", DoorSettings.NONE))
              .orElseThrow(
                  () -> wrong(List.of("without_filter"), "is \"none\" or like \"192.0.2.0/24\"")),
          new DoorConfig(
              number("messages_per_client", 0, 1_000_000, DoorConfig.DEFAULT.messages()),
              number("unknown_recipients", 0, 1_000_000, DoorConfig.DEFAULT.unknownRecipients()),
              false),
          greylist(),
          new HookSettings(
              HookSettings.hooks(text("hooks", DoorSettings.NONE))
                  .orElseThrow(() ->
                      wrong(
                          List.of("hooks"),
                          "is \"none\" or like \"milter:127.0.0.1:11332"
                              + " https://example.org/ask\"")),
              choice("hooks_down", HookSettings.LATER, HookSettings.TAKE)));
    }

    private Greylist.Mode greylist() {
      String text = text("greylist", "off");
      return Arrays.stream(Greylist.Mode.values())
          .filter(mode -> mode.name().toLowerCase(java.util.Locale.ROOT).equals(text))
          .findFirst()
          .orElseThrow(() -> wrong(List.of("greylist"), "is \"off\", \"suspicious\" or \"all\""));
    }

    /** A whole number from the least to a thousand. */
    private int number(String key, int least, int otherwise) {
      return number(key, least, 1000, otherwise);
    }

    private int number(String key, int least, int most, int otherwise) {
      Object value = toml.get(List.of(key));
      if (value == null) {
        return otherwise;
      }
      if (value instanceof Long number && number >= least && number <= most) {
        return number.intValue();
      }
      throw wrong(List.of(key), "is a number, " + least + " to " + most);
    }

    /** Whether it is the first of two words, which is also the default. */
    private boolean choice(String key, String first, String second) {
      String text = text(key, first);
      if (!text.equals(first) && !text.equals(second)) {
        throw wrong(List.of(key), "is \"" + first + "\" or \"" + second + "\"");
      }
      return text.equals(first);
    }

    /** A size of at least so much, or the word for none. */
    private OptionalLong size(String key, String none, long least) {
      String text = text(key, none);
      OptionalLong size = DiskLimits.size(text);
      if (!text.equals(none) && (size.isEmpty() || size.getAsLong() < least)) {
        String from = least == 0 ? "" : " from " + (least >> 20) + " MiB on";
        throw wrong(List.of(key), "is \"" + none + "\" or a size" + from + ", such as \"2 GiB\"");
      }
      return size;
    }

    /** Words in upper case, parted by blanks; the word "none" for none. */
    private Set<String> words(String key) {
      Set<String> words = new TreeSet<>();
      for (String word : text(key, "none").trim().split("\\s+", -1)) {
        if (!word.matches("[A-Za-z0-9=.+/-]*")) {
          throw wrong(List.of(key), "is a list of words, such as \"UNAUTHENTICATE\"");
        }
        words.add(word.toUpperCase(java.util.Locale.ROOT));
      }
      words.removeAll(Set.of("", "NONE"));
      return words;
    }

    private Map<Service, Integer> ports() {
      Object ports = toml.get(List.of("ports"));
      if (ports != null && !(ports instanceof TomlTable)) {
        throw wrong(List.of("ports"), "is a table of services and their ports");
      }
      List<String> known = Arrays.stream(Service.values()).map(Service::key).toList();
      Set<String> given = ports instanceof TomlTable table ? table.keySet() : Set.of();
      for (String key : given) {
        if (!known.contains(key)) {
          throw wrong(
              List.of("ports", key), "is no service; known are " + String.join(", ", known));
        }
      }
      Map<Service, Integer> found = new TreeMap<>();
      for (Service service : Service.values()) {
        found.put(service, port(List.of("ports", service.key()), 0, 0));
      }
      return found;
    }

    private String text(String key, String otherwise) {
      Object value = toml.get(List.of(key));
      if (value == null) {
        return otherwise;
      }
      if (value instanceof String text && !text.isBlank() && text.length() <= MAX_TEXT) {
        return text;
      }
      throw wrong(List.of(key), "is a text in quotes, of 1 to " + MAX_TEXT + " characters");
    }

    private boolean flag(String key, boolean otherwise) {
      Object value = toml.get(List.of(key));
      if (value == null) {
        return otherwise;
      }
      if (value instanceof Boolean flag) {
        return flag;
      }
      throw wrong(List.of(key), "is true or false");
    }

    private int port(List<String> key, int least, int otherwise) {
      Object value = toml.get(key);
      if (value == null) {
        return otherwise;
      }
      if (value instanceof Long port && port >= least && port <= 65_535) {
        return port.intValue();
      }
      throw wrong(key, "is a port, " + least + " to 65535");
    }

    private ConfigException wrong(List<String> key, String expected) {
      TomlPosition at = toml.inputPositionOf(key);
      String line = at == null ? "" : " line " + at.line();
      String name = String.join(".", key).replaceAll("\\p{Cntrl}", "?");
      return new ConfigException(file + line + ": " + name + " " + expected);
    }
  }
}
