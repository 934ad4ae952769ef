package org.mailstead.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mailstead.filter.hook.Hook;
import org.mailstead.filter.hook.Hooks;
import org.mailstead.filter.milter.MilterAddress;
import org.mailstead.filter.milter.MilterHook;
import org.mailstead.filter.webhook.WebHook;
import org.mailstead.identity.settings.Setting;
import org.mailstead.identity.settings.Settings;
import org.mailstead.identity.settings.Type;

/** Programs that are asked about each message. */
final class HookSettings {
  private static final String GROUP = "Programs that are asked about mail";
  private static final String MILTER = "milter:";
  private static final String TOKEN = "hook.token";

  /** What happens while one of them cannot be asked. */
  private enum Down {
    LATER,
    TAKE
  }

  private static final Setting<List<String>> HOOKS =
      Setting.of(
          GROUP,
          "hooks",
          new Type.Words<>(
              word -> Optional.of(word).filter(HookSettings::isHook),
              word -> word,
              "is \"none\" or like \"milter:127.0.0.1:11332 https://example.org/ask\""),
          List.of(),
          """
          Programs that are asked about each message that comes from outside or that a user sends: by
          the milter protocol ("milter:127.0.0.1:11332", "milter:/run/clamav/clamav-milter.ctl"), or by
          HTTP ("https://filter.example.org/ask"; a secret in the home's file hook.token is sent as
          bearer token); with blanks between, or "none".\
          """);

  private static final Setting<Down> DOWN =
      Setting.of(
          GROUP,
          "hooks_down",
          OriginSettings.words(List.of(Down.values())),
          Down.LATER,
          """
          While such a program cannot be asked, mail has to wait ("later"), or is taken without
          ("take").\
          """);

  private HookSettings() {}

  static List<Setting<?>> all() {
    return List.of(HOOKS, DOWN);
  }

  private static boolean isHook(String text) {
    if (text.startsWith(MILTER)) {
      return MilterAddress.parse(text.substring(MILTER.length())).isPresent();
    }
    return uri(text).isPresent();
  }

  private static Optional<URI> uri(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return Optional.of(uri).filter(_ -> web && uri.getHost() != null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** The hooks to ask; opens no connection yet. */
  static Hooks hooks(Settings settings, Home home) {
    Optional<String> token = token(home.folder().resolve(TOKEN));
    return new Hooks(
        settings.get(HOOKS).stream().map(text -> hook(text, token)).toList(),
        settings.get(DOWN) == Down.LATER);
  }

  private static Hook hook(String text, Optional<String> token) {
    return text.startsWith(MILTER)
        ? new MilterHook(
            MilterAddress.parse(text.substring(MILTER.length())).orElseThrow(), MilterHook.TIME)
        : new WebHook(uri(text).orElseThrow(), token, WebHook.TIME);
  }

  private static Optional<String> token(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the secret for hooks cannot be read: " + file, e);
    }
  }
}
