package org.mailstead.post.queue;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.mailstead.post.rows.AnswerRow;

/** The sentences of reports in one language, else in English. */
final class ReportWords {
  private static final String BUNDLE = "org.mailstead.post.queue.reports";
  private static final List<String> LANGUAGES = List.of("de", "en", "es", "fr", "pt");

  private final ResourceBundle texts;
  private final Locale locale;

  private ReportWords(ResourceBundle texts, Locale locale) {
    this.texts = texts;
    this.locale = locale;
  }

  /**
   * @param tag BCP 47; the language alone decides
   */
  static ReportWords in(String tag) {
    String language = Locale.forLanguageTag(tag).getLanguage();
    Locale locale = Locale.forLanguageTag(LANGUAGES.contains(language) ? language : "en");
    var only =
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    return new ReportWords(ResourceBundle.getBundle(BUNDLE, locale, only), locale);
  }

  boolean isEnglish() {
    return locale.getLanguage().equals("en");
  }

  String text(String key, Object... arguments) {
    return new MessageFormat(texts.getString(key), locale).format(arguments);
  }

  /** What an answer means: as its status says it, where that says it, else by its category. */
  String reason(AnswerRow answer) {
    Category plain = Category.ofStatus(answer.getStatus());
    Category category = Category.ofName(answer.getCategory()).orElse(plain);
    String byStatus = reason(answer.getStatus());
    boolean known = category == plain && !byStatus.isEmpty();
    return known || category == Category.OTHER ? byStatus : text(category.sentence());
  }

  /** What a status of RFC 3463 means, as near as we can say it; empty when we cannot. */
  String reason(String status) {
    int dot = status.indexOf('.');
    String detail = dot < 0 ? "" : status.substring(dot + 1);
    try {
      return text("reason." + detail);
    } catch (MissingResourceException e) {
      return "";
    }
  }
}
