package org.mailstead.server;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mailstead.filter.client.Greylist;
import org.mailstead.filter.origin.Handling;
import org.mailstead.filter.verdict.Scale;
import org.mailstead.post.sending.SendingConfig;
import org.mailstead.post.sending.SendingLimits;
import org.mailstead.smtp.DoorConfig;
import org.mailstead.words.EmailAddress;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Takes typed values out of the home's file and says where a wrong one stands. */
record SettingsReader(Path file, TomlParseResult toml) {
  private static final int MAX_TEXT = 1000;
  private static final int MOST_SENT = 1_000_000_000;
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
          "recipients_per_client",
          "megabytes_per_client",
          "messages_per_account",
          "recipients_per_account",
          "megabytes_per_account",
          "messages_per_domain",
          "recipients_per_domain",
          "megabytes_per_domain",
          "abuse_brake",
          "unknown_recipients",
          "greylist",
          "hooks",
          "hooks_down",
          "dnssec",
          "mta_sts",
          "arc_seal",
          "trace_days",
          "security_contact",
          "tls",
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
        number("trace_days", 0, BootConfig.TRACE_DAYS),
        senders(),
        new TlsReader(this).read(),
        securityContact());
  }

  private Optional<String> securityContact() {
    String text = text("security_contact", "none");
    if (!text.matches("none|mailto:[\\x21-\\x7e]+@[\\x21-\\x7e]+|https://[\\x21-\\x7e]+")) {
      throw wrong(List.of("security_contact"), "is \"mailto:…\", \"https://…\" or \"none\"");
    }
    return Optional.of(text).filter(one -> !one.equals("none"));
  }

  private SendingConfig senders() {
    return new SendingConfig(
        limits("account", SendingConfig.DEFAULT.account()),
        limits("domain", SendingConfig.DEFAULT.domain()),
        SenderSettings.brake(text("abuse_brake", SenderSettings.word(SendingConfig.DEFAULT)))
            .orElseThrow(() -> wrong(List.of("abuse_brake"), "is \"pause\", \"tell\" or \"off\"")));
  }

  private SendingLimits limits(String whose, SendingLimits usual) {
    return new SendingLimits(
        number("messages_per_" + whose, 0, MOST_SENT, (int) usual.messages()),
        number("recipients_per_" + whose, 0, MOST_SENT, (int) usual.recipients()),
        (long) number("megabytes_per_" + whose, 0, MOST_SENT, (int) (usual.octets() >> 20)) << 20);
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
            number("recipients_per_client", 0, 10_000_000, DoorConfig.DEFAULT.recipients()),
            number("megabytes_per_client", 0, 1_000_000, DoorConfig.DEFAULT.megabytes()),
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
        .filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(() -> wrong(List.of("greylist"), "is \"off\", \"suspicious\" or \"all\""));
  }

  /** A whole number from the least to a thousand. */
  private int number(String key, int least, int otherwise) {
    return number(key, least, 1000, otherwise);
  }

  private int number(String key, int least, int most, int otherwise) {
    return number(List.of(key), least, most, otherwise);
  }

  int number(List<String> key, int least, int most, int otherwise) {
    Object value = toml.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Long number && number >= least && number <= most) {
      return number.intValue();
    }
    throw wrong(key, "is a number, " + least + " to " + most);
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
      words.add(word.toUpperCase(Locale.ROOT));
    }
    words.removeAll(Set.of("", "NONE"));
    return words;
  }

  private Map<BootConfig.Service, Integer> ports() {
    Object ports = toml.get(List.of("ports"));
    if (ports != null && !(ports instanceof TomlTable)) {
      throw wrong(List.of("ports"), "is a table of services and their ports");
    }
    List<String> known =
        Arrays.stream(BootConfig.Service.values()).map(BootConfig.Service::key).toList();
    Set<String> given = ports instanceof TomlTable table ? table.keySet() : Set.of();
    for (String key : given) {
      if (!known.contains(key)) {
        throw wrong(List.of("ports", key), "is no service; known are " + String.join(", ", known));
      }
    }
    Map<BootConfig.Service, Integer> found = new TreeMap<>();
    for (BootConfig.Service service : BootConfig.Service.values()) {
      found.put(service, port(List.of("ports", service.key()), 0, 0));
    }
    return found;
  }

  private String text(String key, String otherwise) {
    return text(List.of(key), otherwise);
  }

  String text(List<String> key, String otherwise) {
    Object value = toml.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof String text && !text.isBlank() && text.length() <= MAX_TEXT) {
      return text;
    }
    throw wrong(key, "is a text in quotes, of 1 to " + MAX_TEXT + " characters");
  }

  private boolean flag(String key, boolean otherwise) {
    return flag(List.of(key), otherwise);
  }

  boolean flag(List<String> key, boolean otherwise) {
    Object value = toml.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong(key, "is true or false");
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

  ConfigException wrong(List<String> key, String expected) {
    TomlPosition at = toml.inputPositionOf(key);
    String line = at == null ? "" : " line " + at.line();
    String name = String.join(".", key).replaceAll("\\p{Cc}", "?");
    return new ConfigException(file + line + ": " + name + " " + expected);
  }
}
