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
import org.mailstead.identity.signin.RecoveryMail;
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
  private final String reset;

  /**
   * @param page where people look after their account; empty when there is no such page
   * @param reset where a new password is chosen; empty when there is no such page
   */
  SecurityText(String hostname, String page, String reset) {
    this.hostname = hostname;
    this.page = page;
    this.reset = reset;
  }

  /** What one message is about: the key of its sentences, and what they speak of. */
  private record About(String key, Object... arguments) {}

  /** To the account itself. */
  byte[] write(String id, Account to, Alert alert, Instant now) throws IOException {
    Sentences words = Sentences.in(BUNDLE, to.language());
    About about = about(alert, words);
    var from = new EmailAddress("mailer-daemon", hostname);
    String subject = words.text("subject." + about.key, to.address());
    return message(words, id, from, to.address(), subject, told(words, about, alert, now), now);
  }

  /** To an address outside of it. */
  byte[] write(String id, Account account, EmailAddress to, RecoveryMail.Letter letter, Instant now)
      throws IOException {
    Sentences words = Sentences.in(BUNDLE, account.language());
    // The account's domain signs it: mail of a host without a key would end as spam.
    var from = new EmailAddress("postmaster", account.address().domain());
    String about = account.address().toString();
    return switch (letter) {
      case RecoveryMail.Letter.Code(String code, Instant until) ->
          message(
              words,
              id,
              from,
              to,
              words.text("subject.code", about),
              words.text("code", about, code, TIME.format(until)) + "\n",
              now);
      case RecoveryMail.Letter.Way(String token, Instant until, String asker) ->
          message(
              words,
              id,
              from,
              to,
              words.text("subject.way", about),
              // Behind the hash it is sent to no server and stands in no log.
              words.text("way", about, reset + "#" + token, TIME.format(until), asker) + "\n",
              now);
      case RecoveryMail.Letter.Told(Alert alert) -> {
        About told = about(alert, words);
        String text = words.text("outside", about) + "\n\n" + told(words, told, alert, now);
        yield message(words, id, from, to, words.text("subject." + told.key, about), text, now);
      }
    };
  }

  private String told(Sentences words, About about, Alert alert, Instant now) {
    return words.text(about.key, about.arguments)
        + "\n\n"
        + words.text("when", TIME.format(now))
        + "\n\n"
        + advice(words, alert)
        + "\n";
  }

  private String advice(Sentences words, Alert alert) {
    if (alert instanceof Alert.PasswordAsked) {
      return words.text("asked.advice");
    }
    if (byAdministrator(alert)) {
      return words.text("looked-into.advice");
    }
    return words.text("own")
        + " "
        + (page.isEmpty() ? words.text("advice.without-page") : words.text("advice", page));
  }

  private byte[] message(
      Sentences words,
      String id,
      EmailAddress from,
      EmailAddress to,
      String subject,
      String text,
      Instant now)
      throws IOException {
    return new MessageBuilder(false)
        .addresses("From", List.of(new Recipient(words.text("from"), from)))
        .addresses("To", List.of(Recipient.of(to)))
        .text("Subject", subject)
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
      case Alert.RecoveryAddress(String address, String from) ->
          address.isEmpty()
              ? new About("no-recovery-address", from)
              : new About("recovery-address", address, from);
      case Alert.PasswordAsked(String from) -> new About("asked", from);
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
          Alert.RecoveryCodeUsed _,
          Alert.RecoveryAddress _,
          Alert.PasswordAsked _ ->
          false;
    };
  }
}
