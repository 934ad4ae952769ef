package org.mailstead.post.security;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.mailstead.formats.mime.Body;
import org.mailstead.formats.mime.MessageBuilder;
import org.mailstead.formats.mime.Recipient;
import org.mailstead.identity.Account;
import org.mailstead.identity.audit.Actor;
import org.mailstead.identity.signin.Alert;
import org.mailstead.identity.signin.SignIn;
import org.mailstead.post.Sentences;
import org.mailstead.words.EmailAddress;

/**
 * What the messages say, in their reader's language, else in English. Names that others chose, of
 * programs and browsers, stand on lines of their own: none can be read as this server's words.
 */
final class SecurityText {
  private static final String BUNDLE = "org.mailstead.post.security.security";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private final String hostname;
  private final String page;

  SecurityText(String hostname, String page) {
    this.hostname = hostname;
    this.page = page;
  }

  /** What one message is about: the key of its sentences, and what they speak of. */
  private record About(String key, Object... arguments) {}

  byte[] write(String id, Account to, Alert alert, Instant now) throws IOException {
    Sentences words = Sentences.in(BUNDLE, to.language());
    About about = about(alert, words);
    String advice = page.isEmpty() ? words.text("advice.without-page") : words.text("advice", page);
    String text =
        words.text(about.key, about.arguments)
            + "\n\n"
            + words.text("when", TIME.format(now))
            + "\n\n"
            + (byAdministrator(alert)
                ? words.text("looked-into.advice")
                : words.text("own") + " " + advice)
            + "\n";
    var from = new EmailAddress("mailer-daemon", hostname);
    return new MessageBuilder(false)
        .addresses("From", List.of(new Recipient(words.text("from"), from)))
        .addresses("To", List.of(Recipient.of(to.address())))
        .text("Subject", words.text("subject." + about.key, to.address()))
        .date(now.atOffset(ZoneOffset.UTC))
        .structured("Message-ID", "<" + id + "@" + hostname + ">")
        .structured("Auto-Submitted", "auto-generated")
        .toBytes(Body.Text.plain(text));
  }

  private static About about(Alert alert, Sentences words) {
    return switch (alert) {
      case Alert.NewBrowser(String from, String client) -> new About("new-browser", from, client);
      case Alert.NewPlace(SignIn signIn) ->
          new About("new-place", signIn.protocol().title(), signIn.from(), signIn.client());
      case Alert.SecondFactorGuessed(String from) -> new About("guessed", from);
      case Alert.LookedInto(String by, String reason, Instant until) ->
          new About("looked-into", by, TIME.format(until), reason);
      case Alert.PasswordChanged(String from) -> new About("password-changed", from);
      case Alert.Added(String kind, String name, String from) ->
          new About("added", words.text("kind." + kind), name, from);
      case Alert.Removed(String kind, String name, String from) ->
          new About("removed", words.text("kind." + kind), name, from);
      case Alert.RecoveryCodeUsed(int left, String from) -> new About("recovery-code", left, from);
      case Alert.PasswordSet(String by) -> new About("password-set", named(by, words));
      case Alert.ResetMade(String by) -> new About("reset-made", named(by, words));
      case Alert.FactorsForgotten(String by) -> new About("factors-forgotten", named(by, words));
      case Alert.DelegateSet(String member, List<String> may, Alert.By by) ->
          new About(
              "delegate-set",
              member,
              may.stream().map(one -> words.text("may." + one)).collect(joining("; ")),
              by(by, words));
      case Alert.DelegateRemoved(String member, Alert.By by) ->
          new About("delegate-removed", member, by(by, words));
    };
  }

  private static String by(Alert.By by, Sentences words) {
    return switch (by) {
      case Alert.By.Owner(String from) -> words.text("by.you", from);
      case Alert.By.Administrator(String name) -> named(name, words);
    };
  }

  /**
   * Who administers has an address, or is a program; of the machine's command line none is known.
   */
  private static String named(String by, Sentences words) {
    return by.equals(new Actor.Operator().word()) ? words.text("by.operator") : by;
  }

  /** Whether there is somebody to ask; another's doing is not undone by a new password. */
  private static boolean byAdministrator(Alert alert) {
    return switch (alert) {
      case Alert.LookedInto _, Alert.PasswordSet _, Alert.ResetMade _, Alert.FactorsForgotten _ ->
          true;
      case Alert.DelegateSet(_, _, Alert.By by) -> by instanceof Alert.By.Administrator;
      case Alert.DelegateRemoved(_, Alert.By by) -> by instanceof Alert.By.Administrator;
      case Alert.NewBrowser _,
          Alert.NewPlace _,
          Alert.SecondFactorGuessed _,
          Alert.PasswordChanged _,
          Alert.Added _,
          Alert.Removed _,
          Alert.RecoveryCodeUsed _ ->
          false;
    };
  }
}
