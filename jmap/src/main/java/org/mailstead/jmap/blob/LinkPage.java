package org.mailstead.jmap.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.http.Answer;
import org.mailstead.post.Sentences;

/**
 * Asks for a link's password. Nothing of the link stands on it: whoever made it could otherwise
 * have this server say what he likes.
 */
public final class LinkPage {
  private static final String BUNDLE = "org.mailstead.jmap.blob.link";
  private static final List<String> LANGUAGES = List.of("en", "de", "es", "fr", "pt");
  private static final int LONGEST_LIST = 500;

  private static final String STYLE =
      """
      :root { color-scheme: light dark; }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 24rem; margin: 4rem auto; padding: 0 1rem; }
      input, button { font: inherit; padding: .4rem .6rem; max-width: 100%; }
      """;

  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + hash()
          + "'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private LinkPage() {}

  private static String hash() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(STYLE.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * @param languages as a browser prefers them (Accept-Language)
   * @param problem the key of a sentence about what was wrong
   */
  public static Answer answer(int status, String languages, Optional<String> problem) {
    Sentences words = Sentences.in(BUNDLE, language(languages));
    String page =
        """
        <!doctype html>
        <html lang="%1$s">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%2$s</title>
        <style>%3$s</style>
        <h1>%2$s</h1>
        <p>%4$s</p>
        <p role="alert">%5$s</p>
        <form method="post">
        <p><label for="password">%6$s</label><br>
        <input id="password" name="password" type="password" required autofocus autocomplete="off">
        <button>%7$s</button></p>
        </form>
        </html>
        """
            .formatted(
                words.locale().toLanguageTag(),
                words.text("title"),
                STYLE,
                words.text("text"),
                problem.map(words::text).orElse(""),
                words.text("label"),
                words.text("button"));
    return Answer.html(status, page).with("Content-Security-Policy", POLICY);
  }

  /** The first that there are sentences in; weights are in that order in what browsers send. */
  private static String language(String accepted) {
    String list = accepted.substring(0, Math.min(accepted.length(), LONGEST_LIST));
    for (String range : list.split(",", -1)) {
      String tag = range.split("[;-]", 2)[0].strip().toLowerCase(Locale.ROOT);
      if (LANGUAGES.contains(tag)) {
        return tag;
      }
    }
    return "en";
  }
}
