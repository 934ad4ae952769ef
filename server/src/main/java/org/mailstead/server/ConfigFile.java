package org.mailstead.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.mailstead.identity.settings.Pin;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/** The text of the home's file, and how lines of it are put out of use. */
final class ConfigFile {
  /** Lines of one value, in a text that stands on several. */
  private static final int MOST_LINES = 200;

  private ConfigFile() {}

  /**
   * The same file with some values commented out; all others are as they were.
   *
   * @param file only named
   * @throws ConfigException when that cannot be done for sure; then somebody has to do it
   */
  static String without(Path file, String text, Map<String, Pin> values) {
    BootConfig before = BootConfig.parse(file, text);
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    values.forEach((key, pin) -> comment(file, lines, key, pin.line()));
    String after = String.join("\n", lines);
    BootConfig now = BootConfig.parse(file, after);
    // A line inside a text of several lines could look like a setting: then this is not that file.
    boolean same =
        now.unpinned().equals(before.unpinned())
            && now.pins().keySet().stream().noneMatch(values::containsKey)
            && now.pins().size() == before.pins().size() - values.size();
    if (!same) {
      throw unsure(file, values.keySet().iterator().next());
    }
    return after;
  }

  private static void comment(Path file, List<String> lines, String key, int line) {
    List<String> path = List.of(key.split("\\.", -1));
    int last = Math.min(lines.size(), line - 1 + MOST_LINES);
    for (int at = line - 1; at >= 0 && at < last; at++) {
      lines.set(at, "# " + lines.get(at));
      if (isWhole(String.join("\n", lines), path)) {
        return;
      }
    }
    throw unsure(file, key);
  }

  /** Whether it can be read, without the value. */
  private static boolean isWhole(String text, List<String> path) {
    TomlParseResult toml = Toml.parse(text);
    return !toml.hasErrors() && toml.get(path) == null;
  }

  private static ConfigException unsure(Path file, String key) {
    return new ConfigException(
        file + ": cannot be changed for sure at " + key + "; nothing was changed");
  }
}
