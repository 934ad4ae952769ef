package org.mailstead.post;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** What this server says to people, in one language, else in English. */
public record Sentences(ResourceBundle texts, Locale locale) {
  private static final List<String> LANGUAGES = List.of("de", "en", "es", "fr", "pt");

  /**
   * The sentences of a bundle.
   *
   * @param tag BCP 47; the language alone decides
   */
  public static Sentences in(String bundle, String tag) {
    String language = Locale.forLanguageTag(tag).getLanguage();
    Locale locale = Locale.forLanguageTag(LANGUAGES.contains(language) ? language : "en");
    var only =
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    return new Sentences(ResourceBundle.getBundle(bundle, locale, only), locale);
  }

  public boolean isEnglish() {
    return locale.getLanguage().equals("en");
  }

  /**
   * One of them.
   *
   * @throws java.util.MissingResourceException when there is none of the key
   */
  public String text(String key, Object... arguments) {
    return new MessageFormat(texts.getString(key), locale).format(arguments);
  }
}
