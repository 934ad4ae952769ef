package org.mailstead.post.sending;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.mailstead.formats.mime.Body;
import org.mailstead.formats.mime.MessageBuilder;
import org.mailstead.formats.mime.Recipient;
import org.mailstead.identity.Account;
import org.mailstead.post.Sentences;
import org.mailstead.words.EmailAddress;

/** The message that an account sends like a machine, in its reader's language, else in English. */
final class NoticeText {
  private static final String BUNDLE = "org.mailstead.post.sending.notice";

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
    Sentences words = Sentences.in(BUNDLE, to.language());
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
}
