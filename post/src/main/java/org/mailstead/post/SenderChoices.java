package org.mailstead.post;

import java.util.Locale;
import java.util.Optional;
import org.mailstead.store.Rows;
import org.mailstead.words.EmailAddress;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a user has said of senders, in {@link Records records}: of an address, or of all of a domain
 * (written with an @ before it). The address counts before the domain.
 */
public final class SenderChoices {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SenderChoices() {}

  /** What is done with a sender's mail. */
  public enum Choice {
    /** It is not junk, whatever it looks like; from him it must be. */
    TRUSTED,
    /** It is junk. */
    BLOCKED,
    /** It makes no noise: it has the keyword $muted. */
    MUTED;

    /** As records have it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Choice> of(String word) {
      for (Choice choice : values()) {
        if (choice.word().equals(word)) {
          return Optional.of(choice);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * Something that was said.
   *
   * @param of the address or the domain
   */
  record Said(String of, Choice choice) {}

  /** The name of a record: the same for all spellings. Empty for what is no sender. */
  public static Optional<String> name(String sender) {
    return sender.startsWith("@")
        ? EmailAddress.domain(sender.substring(1))
            .map(domain -> "@" + domain.toLowerCase(Locale.ROOT))
        : EmailAddress.parse(sender).map(EmailAddress::canonical);
  }

  static Optional<Said> of(Rows rows, EmailAddress author) {
    return said(rows, author.canonical())
        .or(() -> said(rows, "@" + author.domain().toLowerCase(Locale.ROOT)));
  }

  private static Optional<Said> said(Rows rows, String name) {
    return Records.named(rows, Records.Kind.SENDER, name)
        .flatMap(json -> Choice.of(JSON.readTree(json).path("choice").asString("")))
        .map(choice -> new Said(name, choice));
  }
}
