package org.mailstead.post.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Optional;
import org.mailstead.post.Away;
import org.mailstead.post.Post;
import org.mailstead.post.Scripts;
import org.mailstead.words.AccountId;

/** The answer of somebody who is away, as a script that runs after his own (RFC 5230). */
final class AwayMessage {
  private static final String NAME = "away";
  private static final int DAYS = 7;

  private AwayMessage() {}

  static Optional<Scripts.Script> script(Post post, AccountId account, Instant now) {
    return post.away(account).filter(away -> away.isOn(now)).map(AwayMessage::script);
  }

  private static Scripts.Script script(Away away) {
    var text = new StringBuilder("require \"vacation\";\nvacation :days " + DAYS);
    away.subject()
        .filter(subject -> !subject.isBlank())
        .ifPresent(subject -> text.append(" :subject ").append(quoted(subject)));
    if (away.text().isEmpty() && away.html().isPresent()) {
      String entity =
          "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
              + away.html().get();
      text.append(" :mime ").append(quoted(entity));
    } else {
      text.append(' ').append(quoted(away.text().orElse("I am away and will answer later.")));
    }
    return new Scripts.Script(NAME, text.append(";\n").toString().getBytes(UTF_8));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\0", "") + "\"";
  }
}
