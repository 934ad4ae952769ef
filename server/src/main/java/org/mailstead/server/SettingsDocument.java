package org.mailstead.server;

import java.util.Locale;
import org.mailstead.identity.settings.Effect;
import org.mailstead.identity.settings.Schema;
import org.mailstead.identity.settings.Scope;
import org.mailstead.identity.settings.Setting;

/** Writes docs/settings.md. A test compares the file with it. */
final class SettingsDocument {
  private static final String HEAD =
      """
      # Settings

      `mailstead settings document` writes this page; a test sees that it is true.

      `mailstead.toml` in the home has only what is needed before the store is open: the first table. All
      else is in the store, and is changed while the server runs:

          mailstead settings list [--changed] [--domain NAME | --account ADDRESS | --tenant NAME]
          mailstead settings get KEY
          mailstead settings set KEY VALUE [--domain NAME | --account ADDRESS | --tenant NAME]
          mailstead settings reset KEY

      A change counts at once for whatever happens next, also on connections that are open, unless the
      column *when* says `restart`: then it is kept, and counts from the next start on. The column *down
      to* says who may have a value of their own. An account's value comes before its domain's, that
      before its tenant's, that before the system's, and the default last. Who changed what is in the audit
      log: `mailstead audit list`.

      **A line in `mailstead.toml` holds a setting fast**, for the system and all in it: a change is refused
      and tells the line. Homes of older releases have such lines and go on as they are. `mailstead
      settings adopt` takes them into the store, where nothing changes by that, and comments them out in the
      file. A line that was removed by hand holds nothing any more; what counts then is what the store has.

      Words of a list stand with blanks between, in quotes: `mailstead settings set dns_lists
      "zen.example.org:6 list.example.net:3"`. Sizes are written `50 MiB`, times `5 days`, `4 hours`,
      `30 minutes`. In `mailstead.toml` numbers, `true` and `false` stand without quotes, all others in them,
      and a dot stands for a table: `tls.acme` is `acme` in `[tls]`.
      """;

  private static final String OF_FILE =
      """
      | key | value | default | what it is |
      |---|---|---|---|
      """;

  private static final String OF_STORE =
      """
      | key | value | default | down to | when | what it does |
      |---|---|---|---|---|---|
      """;

  private SettingsDocument() {}

  static String write(Schema schema) {
    var text = new StringBuilder(HEAD);
    schema
        .groups()
        .forEach((group, settings) -> {
          boolean file = settings.getFirst().effect() == Effect.FILE;
          text.append("\n## ").append(group).append("\n\n");
          text.append(file ? OF_FILE : OF_STORE);
          settings.forEach(setting -> text.append(row(setting, file)));
        });
    return text.toString();
  }

  private static String row(Setting<?> setting, boolean file) {
    String begin =
        "| `%s` | %s | `%s` | ".formatted(setting.key(), value(setting), setting.usualText());
    String middle =
        file ? "" : "%s | %s | ".formatted(level(setting.lowest()), setting.effect().word());
    return begin + middle + cell(setting.doc()) + " |\n";
  }

  private static String level(Scope.Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private static String value(Setting<?> setting) {
    return cell(setting.type().expected().replaceFirst("^is (a |an )?", ""));
  }

  /** What would be a mark of Markdown stands as it is. */
  private static String cell(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
  }
}
