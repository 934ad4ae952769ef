package org.mailstead.post.queue;

import java.util.MissingResourceException;
import org.mailstead.post.Sentences;
import org.mailstead.post.rows.AnswerRow;

/** The sentences of reports in one language, else in English. */
final class ReportWords {
  private static final String BUNDLE = "org.mailstead.post.queue.reports";

  private final Sentences sentences;

  private ReportWords(Sentences sentences) {
    this.sentences = sentences;
  }

  /**
   * @param tag BCP 47; the language alone decides
   */
  static ReportWords in(String tag) {
    return new ReportWords(Sentences.in(BUNDLE, tag));
  }

  boolean isEnglish() {
    return sentences.isEnglish();
  }

  String text(String key, Object... arguments) {
    return sentences.text(key, arguments);
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
