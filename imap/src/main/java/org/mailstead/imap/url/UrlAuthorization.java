package org.mailstead.imap.url;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.imap.grammar.ImapReader;
import org.mailstead.imap.text.PercentCoding;

/**
 * What the end of a URL says of who may use it (RFC 4467 section 3).
 *
 * @param rump the URL up to the verifier: what the token is computed over
 */
record UrlAuthorization(
    String rump, Optional<Instant> expires, Access access, Optional<Verifier> verifier) {
  // iurlauth-rump = [";EXPIRE=" date-time] ";URLAUTH=" access
  private static final Pattern FORM =
      Pattern.compile(
          "(;EXPIRE=(?<expire>[^;]+))?;URLAUTH=(?<access>[^:;]+)"
              + "(?<verifier>:(?<mechanism>[A-Z0-9.-]+):(?<token>[0-9A-F]{32,256}))?",
          Pattern.CASE_INSENSITIVE);

  /** The sessions that may fetch the URL. */
  sealed interface Access {
    /** Any session, were it one of nobody. */
    record Anonymous() implements Access {}

    /** Any session of somebody who has signed in. */
    record AuthUser() implements Access {}

    /** Sessions of one user. */
    record User(String name) implements Access {}

    /** A submission server that acts for a user. */
    record Submit(String name) implements Access {}

    static Optional<Access> parse(String text) {
      String lower = text.toLowerCase(Locale.ROOT);
      if (lower.equals("anonymous")) {
        return Optional.of(new Anonymous());
      }
      if (lower.equals("authuser")) {
        return Optional.of(new AuthUser());
      }
      int plus = lower.indexOf('+');
      Optional<String> name =
          PercentCoding.decode(text.substring(plus + 1))
              .map(ImapReader::utf8)
              .filter(user -> !user.isEmpty());
      return switch (lower.substring(0, Math.max(0, plus))) {
        case "user" -> name.map(User::new);
        case "submit" -> name.map(Submit::new);
        case String _ -> Optional.empty();
      };
    }
  }

  /** The proof that the owner of the mailbox gave the URL out. */
  record Verifier(String mechanism, String token) {}

  /**
   * Reads what stands behind the message.
   *
   * @param url the whole URL
   * @param tail its end, from EXPIRE or URLAUTH on
   */
  static Optional<UrlAuthorization> parse(String url, String tail) {
    Matcher form = FORM.matcher(tail);
    if (!form.matches()) {
      return Optional.empty();
    }
    Optional<Access> access = Access.parse(form.group("access"));
    Optional<String> expire = Optional.ofNullable(form.group("expire"));
    Optional<Instant> expires = expire.flatMap(UrlAuthorization::time);
    if (access.isEmpty() || expire.isPresent() != expires.isPresent()) {
      return Optional.empty();
    }
    Optional<Verifier> verifier =
        Optional.ofNullable(form.group("verifier"))
            .map(_ ->
                new Verifier(
                    form.group("mechanism").toUpperCase(Locale.ROOT), form.group("token")));
    int proof = Optional.ofNullable(form.group("verifier")).map(String::length).orElse(0);
    String rump = url.substring(0, url.length() - proof);
    return Optional.of(new UrlAuthorization(rump, expires, access.get(), verifier));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
