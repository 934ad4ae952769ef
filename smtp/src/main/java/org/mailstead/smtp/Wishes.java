package org.mailstead.smtp;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.post.QueuedMail;

/**
 * When a message is wanted at its recipients': parameters of MAIL of FUTURERELEASE (RFC 4865),
 * DELIVERBY (RFC 2852) and MT-PRIORITY (RFC 6710).
 */
final class Wishes {
  /** For how long mail may be held. */
  static final Duration LONGEST = Duration.ofDays(366);

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  // by-value = by-time ";" by-mode [by-trace]; by-time = ["-" / "+"] 1*9digit
  private static final Pattern BY = Pattern.compile("([-+]?[0-9]{1,9});([NRnr])([Tt]?)");

  // priority-value = ("-" NON-ZERO-DIGIT) / DIGIT, up to 9
  private static final Pattern PRIORITY = Pattern.compile("-[1-9]|[0-9]");

  private final Map<String, String> parameters;
  private final Instant now;

  Wishes(Map<String, String> parameters, Instant now) {
    this.parameters = parameters;
    this.now = now;
  }

  /**
   * @param holds whether mail may be held: only what is submitted may (RFC 4865 section 4)
   */
  QueuedMail.Timing timing(boolean holds) throws SyntaxException {
    if (!holds && (has("HOLDFOR") || has("HOLDUNTIL"))) {
      throw new SyntaxException(Reply.of(555, "5.5.4", "only submitted mail is held"));
    }
    return new QueuedMail.Timing(notBefore(), by(), priority());
  }

  private boolean has(String name) {
    return parameters.containsKey(name);
  }

  private Optional<Instant> notBefore() throws SyntaxException {
    if (has("HOLDFOR") && has("HOLDUNTIL")) {
      throw new SyntaxException(Reply.of(501, "5.5.4", "HOLDFOR or HOLDUNTIL, not both"));
    }
    Optional<Instant> until = Optional.empty();
    if (has("HOLDFOR")) {
      String seconds = parameters.getOrDefault("HOLDFOR", "");
      if (!SECONDS.matcher(seconds).matches()) {
        throw new SyntaxException(Reply.SYNTAX);
      }
      until = Optional.of(now.plusSeconds(Long.parseLong(seconds)));
    } else if (has("HOLDUNTIL")) {
      until = Optional.of(time(parameters.getOrDefault("HOLDUNTIL", "")));
    }
    if (until.filter(now.plus(LONGEST)::isBefore).isPresent()) {
      throw new SyntaxException(
          Reply.of(501, "5.5.4", "mail is held for at most " + LONGEST.toDays() + " days"));
    }
    return until.filter(now::isBefore);
  }

  private static Instant time(String text) throws SyntaxException {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new SyntaxException(Reply.of(501, "5.5.4", "no time such as 2027-01-31T09:00:00Z"));
    }
  }

  private Optional<QueuedMail.DeliverBy> by() throws SyntaxException {
    if (!has("BY")) {
      return Optional.empty();
    }
    Matcher value = BY.matcher(parameters.getOrDefault("BY", ""));
    if (!value.matches()) {
      throw new SyntaxException(Reply.SYNTAX);
    }
    long seconds = Long.parseLong(value.group(1));
    boolean returned = value.group(2).equalsIgnoreCase("R");
    if (returned && seconds <= 0) {
      throw new SyntaxException(Reply.of(501, "5.5.4", "that time is over"));
    }
    boolean traced = !value.group(3).isEmpty();
    return Optional.of(new QueuedMail.DeliverBy(now.plusSeconds(seconds), returned, traced));
  }

  private int priority() throws SyntaxException {
    String value = parameters.getOrDefault("MT-PRIORITY", "0");
    if (!PRIORITY.matcher(value).matches()) {
      throw new SyntaxException(Reply.SYNTAX);
    }
    return Integer.parseInt(value);
  }
}
