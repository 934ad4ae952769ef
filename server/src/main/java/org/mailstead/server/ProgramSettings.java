package org.mailstead.server;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mailstead.identity.SecondFactorPolicy;
import org.mailstead.identity.settings.Effect;
import org.mailstead.identity.settings.Scope;
import org.mailstead.identity.settings.Setting;
import org.mailstead.identity.settings.Settings;
import org.mailstead.identity.settings.Type;
import org.mailstead.jmap.images.ImagesConfig;
import org.mailstead.smtp.SmtpConfig;

/** What mail programs may, and what is told to whoever asks. */
final class ProgramSettings {
  private static final String GROUP = "Mail programs and people";

  static final Setting<Boolean> PLAINTEXT =
      Setting.of(
          GROUP,
          "plaintext_login",
          new Type.Flag(),
          false,
          """
          Whether programs on this machine may sign in without encryption. For a try-out only.\
          """);

  static final Setting<Long> MESSAGE_SIZE =
      Setting.of(
          GROUP,
          "message_size",
          new Type.Octets(64 << 10, 1L << 30),
          SmtpConfig.DEFAULT_MAX_SIZE,
          """
          How large a message may be: by SMTP, and in a mailbox by IMAP.\
          """);

  static final Setting<List<String>> ORIGINS =
      Setting.of(
          GROUP,
          "jmap_origins",
          new Type.Words<>(
              ProgramSettings::origin,
              origin -> origin,
              "is \"none\" or like \"https://mail.example.org\""),
          List.of(),
          """
          Other sites whose pages may use JMAP, with a token or an app password and never with a
          browser's session: their origins, such as "https://mail.example.org", with blanks between,
          or "none".\
          """);

  private static final Setting<List<String>> IMAP_WITHOUT =
      Setting.of(
          GROUP,
          "imap_without",
          new Type.Words<>(
              ProgramSettings::capability,
              word -> word,
              "is a list of words, such as \"UNAUTHENTICATE\""),
          List.of(),
          """
          IMAP capabilities that are not offered, such as "UNAUTHENTICATE" behind a proxy that looks
          at logins only; with blanks between, or "none".\
          """);

  private static final Setting<Duration> IMAP_KEEP_ALIVE =
      Setting.of(
              GROUP,
              "imap_keep_alive",
              new Type.Time(Duration.ZERO, Duration.ofHours(1)),
              Duration.ofMinutes(3),
              """
              How often an idling IMAP program is told that the server is there, so that no box on the
              way forgets the connection; 0 seconds for never.\
              """)
          .when(Effect.RESTART);

  static final Setting<Optional<String>> SECURITY_CONTACT =
      Setting.of(
          GROUP,
          "security_contact",
          new Type.Text<>(
              ProgramSettings::contact,
              value -> value.orElse(Type.NONE),
              "is \"mailto:…\", \"https://…\" or \"none\""),
          Optional.empty(),
          """
          Whom to tell of a hole in this server's safety, for /.well-known/security.txt: an address of
          a web page or "mailto:security@example.org"; or "none" for no such file.\
          """);

  static final Setting<Boolean> REGISTRATION =
      Setting.of(
          GROUP,
          "oauth_registration",
          new Type.Flag(),
          false,
          """
          Whether programs may register themselves (RFC 7591), as some mail programs do. People are
          still asked, and told that nobody has looked at the program's name.\
          """);

  static final Setting<SecondFactorPolicy.Rule> SECOND_FACTOR =
      Setting.of(
              GROUP,
              "second_factor",
              OriginSettings.words(List.of(SecondFactorPolicy.Rule.values())),
              SecondFactorPolicy.Rule.OFFERED,
              """
              What a new domain asks of its people: a second factor is "offered", "off" or "required".
              "mailstead domain second-factor" changes it for a domain that there is.\
              """)
          .downTo(Scope.Level.TENANT);

  static final Setting<Boolean> RECOVERY =
      Setting.of(
              GROUP,
              "recovery_address",
              new Type.Flag(),
              true,
              """
              Whether people may name an address elsewhere to which a link to a new password is sent.
              Without one, only an administrator helps who has forgotten it. Whoever reads that
              address can set the password; a second factor is asked for all the same.\
              """)
          .downTo(Scope.Level.ACCOUNT);

  static final Setting<Integer> RETENTION =
      Setting.of(
              GROUP,
              "retention_days",
              new Type.Whole(1, 3650),
              14,
              """
              For how many days a message that was removed is kept before it goes for good.\
              """)
          .downTo(Scope.Level.ACCOUNT);

  static final Setting<Boolean> LISTED =
      Setting.of(
              GROUP,
              "directory_listed",
              new Type.Flag(),
              false,
              """
              Whether people are shown all others of their tenant, to write to and to share with.
              Without it they find those whose address they know, and those who share with them.\
              """)
          .downTo(Scope.Level.TENANT);

  private static final Setting<Boolean> IMAGES =
      Setting.of(
          GROUP,
          "images_proxied",
          new Type.Flag(),
          true,
          """
          Whether the server gets the pictures that mail names on other web servers, for pages and
          programs that ask for it, so that senders learn nothing of who reads, where and when.\
          """);

  private static final Setting<Long> IMAGE_CACHE =
      Setting.of(
          GROUP,
          "images_cache",
          new Type.Octets(1 << 20, 1L << 40),
          256L << 20,
          """
          How much of the disk such pictures may take until they are got anew.\
          """);

  private ProgramSettings() {}

  static List<Setting<?>> all() {
    return List.of(
        PLAINTEXT,
        MESSAGE_SIZE,
        ORIGINS,
        IMAP_WITHOUT,
        IMAP_KEEP_ALIVE,
        SECURITY_CONTACT,
        REGISTRATION,
        SECOND_FACTOR,
        RECOVERY,
        RETENTION,
        LISTED,
        IMAGES,
        IMAGE_CACHE);
  }

  /** As browsers write it; without TLS only on one's own machine. */
  private static Optional<String> origin(String word) {
    return word.matches("(https://[a-z0-9.-]{1,253}|http://localhost)(:[1-9][0-9]{0,4})?")
        ? Optional.of(word)
        : Optional.empty();
  }

  private static Optional<String> capability(String word) {
    return word.matches("[A-Za-z0-9=.+/-]{1,100}")
        ? Optional.of(word.toUpperCase(Locale.ROOT))
        : Optional.empty();
  }

  private static Optional<Optional<String>> contact(String text) {
    if (text.equals(Type.NONE)) {
      return Optional.of(Optional.empty());
    }
    return text.matches("mailto:[\\x21-\\x7e]+@[\\x21-\\x7e]+|https://[\\x21-\\x7e]+")
        ? Optional.of(Optional.of(text))
        : Optional.empty();
  }

  static Set<String> imapWithout(Settings settings) {
    return new TreeSet<>(settings.get(IMAP_WITHOUT));
  }

  static ImagesConfig images(Settings settings) {
    return new ImagesConfig(settings.get(IMAGES), settings.get(IMAGE_CACHE));
  }

  static Duration keepAlive(Settings settings) {
    return settings.get(IMAP_KEEP_ALIVE);
  }
}
