package org.mailstead.post.sending;

import java.io.IOException;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.mailstead.formats.mime.Body;
import org.mailstead.formats.mime.MessageBuilder;
import org.mailstead.formats.mime.Recipient;
import org.mailstead.identity.Account;
import org.mailstead.words.EmailAddress;

/** The message that an account sends like a machine, in its reader's language, else in English. */
final class NoticeText {
  private static final String BUNDLE = "org.mailstead.post.sending.notice";
  private static final List<String> LANGUAGES = List.of("de", "en", "es", "fr", "pt");

  private final String hostname;

  NoticeText(String hostname) {
    this.hostname = hostname;
  }

  /**
   * The whole message.
   *
   * @param to who reads it: the owner, or the postmaster
   */
  byte[] write(String id, Account to, Account about, String why, boolean paused, Instant now)
      throws IOException {
    Words words = Words.in(to.language());
    String key = paused ? "paused" : "told";
    boolean owner = to.id().equals(about.id());
    String text =
        words.text(key, about.address(), hostname)
            + "\n\n"
            + words.text("why", why)
            + "\n\n"
            + words.text(owner ? "owner" : "operator", about.address())
            + "\n";
    var from = new EmailAddress("mailer-daemon", hostname);
    return new MessageBuilder(false)
        .addresses("From", List.of(new Recipient(words.text("from"), from)))
        .addresses("To", List.of(Recipient.of(to.address())))
        .text("Subject", words.text("subject." + key, about.address()))
        .date(now.atOffset(ZoneOffset.UTC))
        .structured("Message-ID", "<" + id + "@" + hostname + ">")
        .structured("Auto-Submitted", "auto-generated")
        .toBytes(Body.Text.plain(text));
  }

  private record Words(ResourceBundle texts, Locale locale) {
    static Words in(String tag) {
      String language = Locale.forLanguageTag(tag).getLanguage();
      Locale locale = Locale.forLanguageTag(LANGUAGES.contains(language) ? language : "en");
      var only =
          ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
      return new Words(ResourceBundle.getBundle(BUNDLE, locale, only), locale);
    }

    String text(String key, Object... arguments) {
      return new MessageFormat(texts.getString(key), locale).format(arguments);
    }
  }
}
