package org.mailstead.server;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mailstead.identity.settings.Pin;
import org.mailstead.identity.settings.Rule;
import org.mailstead.identity.settings.Schema;
import org.mailstead.identity.settings.Setting;
import org.mailstead.identity.settings.Type;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Takes values out of the home's file and says where a wrong one stands. */
record SettingsReader(Path file, TomlParseResult toml, Schema schema) {
  private static final String TLS = "tls";

  /** Each value by its setting's key. */
  Map<String, Pin> read() {
    Map<String, Pin> found = new TreeMap<>();
    for (String key : toml.keySet()) {
      List<String> path = List.of(key);
      if (!key.equals(FileSettings.PORTS) && !key.equals(TLS)) {
        found.put(key, value(path, setting(path)));
        continue;
      }
      if (!(toml.get(path) instanceof TomlTable table)) {
        String what = key.equals(TLS) ? "settings" : "services and their ports";
        throw wrong(path, "is a table of " + what);
      }
      for (String name : table.keySet()) {
        List<String> inside = List.of(key, name);
        found.put(key + "." + name, value(inside, setting(inside)));
      }
    }
    schema
        .broken(new Found(found))
        .ifPresent(broken -> {
          throw wrong(List.of(broken.setting().key().split("\\.", -1)), broken.expected());
        });
    return found;
  }

  private Setting<?> setting(List<String> path) {
    Optional<Setting<?>> setting =
        path.getLast().contains(".") ? Optional.empty() : schema.find(String.join(".", path));
    return setting.orElseThrow(() -> unknown(path));
  }

  private ConfigException unknown(List<String> path) {
    if (path.getFirst().equals(FileSettings.PORTS) && path.size() > 1) {
      String known =
          Arrays.stream(BootConfig.Service.values())
              .map(BootConfig.Service::key)
              .collect(Collectors.joining(", "));
      return wrong(path, "is no service; known are " + known);
    }
    String known =
        FileSettings.plain().stream().map(Setting::key).collect(Collectors.joining(", "));
    return wrong(
        path,
        "is not a setting; this file has "
            + known
            + " and ports, and \"mailstead settings list\" shows all others");
  }

  private Pin value(List<String> path, Setting<?> setting) {
    TomlPosition at = toml.inputPositionOf(path);
    String text = text(path, setting.type());
    if (setting.type().read(text).isEmpty()) {
      throw wrong(path, setting.type().expected());
    }
    return new Pin(text, at == null ? 0 : at.line());
  }

  /** Numbers and flags stand without quotes, all others in them. */
  private String text(List<String> path, Type<?> type) {
    Object value = toml.get(path);
    return switch (type) {
      case Type.Flag _ when value instanceof Boolean flag -> flag.toString();
      case Type.Whole _ when value instanceof Long number -> number.toString();
      case Type.Flag _, Type.Whole _ -> throw wrong(path, type.expected());
      case Type.Octets _, Type.Time _, Type.Choice<?> _, Type.Text<?> _, Type.Words<?> _ -> {
        if (value instanceof String text && !text.isBlank() && text.length() <= Type.MAX_TEXT) {
          yield text;
        }
        throw wrong(path, "is a text in quotes, of 1 to " + Type.MAX_TEXT + " characters");
      }
    };
  }

  private record Found(Map<String, Pin> pins) implements Rule.Values {
    @Override
    public <T> T get(Setting<T> setting) {
      return BootConfig.value(pins, setting);
    }
  }

  private ConfigException wrong(List<String> key, String expected) {
    TomlPosition own = toml.inputPositionOf(key);
    // Of what is lacking, the table where it belongs.
    TomlPosition at = own == null && key.size() > 1 ? toml.inputPositionOf(key.subList(0, 1)) : own;
    String line = at == null ? "" : " line " + at.line();
    String name = String.join(".", key).replaceAll("\\p{Cc}", "?");
    return new ConfigException(file + line + ": " + name + " " + expected);
  }
}
