package org.mailstead.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.mailstead.identity.settings.Effect;
import org.mailstead.identity.settings.Scope;
import org.mailstead.identity.settings.Setting;
import org.mailstead.identity.settings.Size;
import org.mailstead.identity.settings.Type;
import org.mailstead.words.EmailAddress;

/** What is needed before the store is open: it stands in the home's file. */
final class FileSettings {
  static final String PORTS = "ports";

  private static final String GROUP = "The home's file";

  static final Setting<String> HOSTNAME =
      file(
          "hostname",
          new Type.Text<>(
              text -> EmailAddress.domain(text).map(_ -> text),
              text -> text,
              "is a name such as mail.example.org"),
          "localhost",
          """
          The name of this server, as other servers see it: it must have an address in the DNS,
          and that address should point back to it.\
          """);

  static final Setting<String> HOST =
      file(
          "host",
          text("is an address of this machine, or \"*\""),
          "127.0.0.1",
          """
          Where to listen: an address of this machine, or "*" for all.\
          """);

  static final Setting<String> RESOLVER =
      file(
          "resolver",
          text("is \"system\", \"HOST:PORT\", \"file:PATH\" or \"none\""),
          "system",
          """
          Who answers questions about the DNS: "system", "HOST:PORT", "file:PATH" of a zone file,
          or "none": no name exists, and nobody is asked. That is for a try-out.\
          """);

  static final Setting<Integer> OUTBOUND_PORT =
      file(
          "outbound_port",
          new Type.Whole(1, 65_535),
          25,
          """
          The port at which other servers are spoken to. Anything but 25 is for tests.\
          """);

  static final Setting<String> LOG =
      file(
          "log",
          new Type.Choice<>(List.of("text", "json"), word -> word),
          "text",
          """
          Log lines as text, or as JSON.\
          """);

  static final Setting<OptionalLong> KEEP_FREE =
      file(
          "keep_free",
          size(DiskLimits.AUTO, 0),
          OptionalLong.empty(),
          """
          New mail is refused with a temporary error while less of the disk is free than this; mail
          can still be read and deleted. "auto" (2 % of the disk, at least 256 MiB), or a size:
          "2 GiB".\
          """);

  static final Setting<OptionalLong> HOME_LIMIT =
      file(
          "home_limit",
          size(DiskLimits.ALL, DiskLimits.LEAST_HOME),
          OptionalLong.empty(),
          """
          The same when this home has grown to a size, such as "50 GiB". "all" for no limit of its
          own.\
          """);

  private static final Map<BootConfig.Service, Setting<Integer>> BY_SERVICE = services();

  private FileSettings() {}

  private static <T> Setting<T> file(String key, Type<T> type, T usual, String doc) {
    return new Setting<>(
        key, GROUP, type, usual, Scope.Level.SYSTEM, Effect.FILE, doc.strip().replace('\n', ' '));
  }

  private static Type<String> text(String expected) {
    return new Type.Text<>(Optional::of, text -> text, expected);
  }

  private static Type<OptionalLong> size(String none, long least) {
    String from = least == 0 ? "" : " from " + (least >> 20) + " MiB on";
    return new Type.Text<>(
        text ->
            text.equals(none)
                ? Optional.of(OptionalLong.empty())
                : Optional.of(Size.parse(text))
                    .filter(size -> size.isPresent() && size.getAsLong() >= least),
        size -> size.isEmpty() ? none : Size.text(size.getAsLong()),
        "is \"" + none + "\" or a size" + from + ", such as \"2 GiB\"");
  }

  private static Map<BootConfig.Service, Setting<Integer>> services() {
    Map<BootConfig.Service, Setting<Integer>> all = new EnumMap<>(BootConfig.Service.class);
    for (BootConfig.Service service : BootConfig.Service.values()) {
      all.put(
          service,
          file(
              PORTS + "." + service.key(),
              new Type.Whole(0, 65_535),
              0,
              "The port of " + service.title() + "; 0 switches it off."));
    }
    return all;
  }

  static Setting<Integer> port(BootConfig.Service service) {
    return java.util.Objects.requireNonNull(BY_SERVICE.get(service));
  }

  static List<Setting<?>> all() {
    List<Setting<?>> all = new ArrayList<>(plain());
    Arrays.stream(BootConfig.Service.values()).map(FileSettings::port).forEach(all::add);
    return all;
  }

  /** Those that stand in no table. */
  static List<Setting<?>> plain() {
    return List.of(HOSTNAME, HOST, RESOLVER, OUTBOUND_PORT, LOG, KEEP_FREE, HOME_LIMIT);
  }
}
