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

/**
 * Programs that are asked about each message.
 *
 * @param all {@code milter:HOST:PORT}, {@code milter:/PATH}, or the URL of an HTTP hook
 * @param laterWhenDown whether mail waits while one of them cannot be asked
 */
record HookSettings(List<String> all, boolean laterWhenDown) {
  static final HookSettings DEFAULT = new HookSettings(List.of(), true);
  static final String LATER = "later";
  static final String TAKE = "take";

  private static final String MILTER = "milter:";
  private static final String TOKEN = "hook.token";

  HookSettings {
    all = List.copyOf(all);
  }

  /** Hooks parted by blanks; empty when one is none. */
  static Optional<List<String>> hooks(String text) {
    List<String> words = DoorSettings.words(text);
    return words.stream().allMatch(HookSettings::isHook) ? Optional.of(words) : Optional.empty();
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
  Hooks open(Home home) {
    Optional<String> token = token(home.folder().resolve(TOKEN));
    return new Hooks(all.stream().map(text -> hook(text, token)).toList(), laterWhenDown);
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

  /** The lines of the home's file. */
  String toToml() {
    return """
    # Programs that are asked about each message that comes from outside or that a user sends: by the
    # milter protocol ("milter:127.0.0.1:11332", "milter:/run/clamav/clamav-milter.ctl"), or by HTTP
    # ("https://filter.example.org/ask"; a secret in the home's file hook.token is sent as bearer
    # token); with blanks between, or "none". While one cannot be asked, mail has to wait ("later"),
    # or is taken without ("take").
    hooks = "%s"
    hooks_down = "%s"
    """
        .formatted(org.tomlj.Toml.tomlEscape(DoorSettings.text(all)), laterWhenDown ? LATER : TAKE);
  }
}
