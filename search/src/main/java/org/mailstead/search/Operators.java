package org.mailstead.search;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.search.Query.Scope;

/** The operators of a typed question: {@code from:}, {@code before:} and their like. */
final class Operators {
  private static final Set<String> NAMES =
      Set.of(
          "from",
          "to",
          "cc",
          "bcc",
          "subject",
          "body",
          "filename",
          "list",
          "has",
          "in",
          "is",
          "before",
          "after",
          "older",
          "newer",
          "older_than",
          "newer_than",
          "larger",
          "smaller");
  private static final Pattern DAY =
      Pattern.compile("(\\d{4})(?:[-/.](\\d{1,2})(?:[-/.](\\d{1,2}))?)?");
  private static final Pattern AGE = Pattern.compile("(\\d{1,5})([hdwmy])");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kmg]?)b?");

  private final Instant now;
  private final ZoneId zone;

  Operators(Instant now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /** What an operator with its value means. */
  sealed interface Meaning {
    /** Something to look for. */
    record Asks(Query query) implements Meaning {}

    /** Something for the caller to check. */
    record Checks(Condition condition) implements Meaning {}

    /** No operator: all of it is text. */
    record Nothing() implements Meaning {}
  }

  Optional<String> known(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return NAMES.contains(lower) ? Optional.of(lower) : Optional.empty();
  }

  Meaning read(String name, QueryParser.Value value, boolean not) {
    String text = value.text().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "from" -> scoped(Scope.FROM, value);
      case "to" -> scoped(Scope.RECIPIENTS, value);
      case "cc" -> scoped(Scope.CC, value);
      case "bcc" -> scoped(Scope.BCC, value);
      case "subject" -> scoped(Scope.SUBJECT, value);
      case "body" -> scoped(Scope.BODY, value);
      case "filename" -> scoped(Scope.ATTACHMENT_NAME, value);
      case "list" -> new Meaning.Asks(new Query.ListId(value.text()));
      case "has" -> has(text);
      case "in" -> new Meaning.Checks(new Condition.In(value.text(), not));
      case "is" -> is(text, not);
      case "before", "older", "older_than" -> asks(time(text).map(Query.DateBefore::new));
      case "after", "newer", "newer_than" -> asks(time(text).map(Query.DateFrom::new));
      case "larger" -> asks(size(text).map(Query.SizeAtLeast::new));
      case "smaller" -> asks(size(text).map(Query.SizeBelow::new));
      case String _ -> new Meaning.Nothing();
    };
  }

  private static Meaning asks(Optional<? extends Query> query) {
    return query.isPresent() ? new Meaning.Asks(query.get()) : new Meaning.Nothing();
  }

  private static Meaning scoped(Scope scope, QueryParser.Value value) {
    return Forms.hasToken(value.text())
        ? new Meaning.Asks(words(scope, value))
        : new Meaning.Nothing();
  }

  /** Words of a scope: a phrase in quotes, a start with its star, else words. */
  static Query words(Scope scope, QueryParser.Value value) {
    String text = value.text();
    if (value.quoted()) {
      return new Query.Phrase(scope, text);
    }
    return text.endsWith("*")
        ? new Query.Prefix(scope, text.substring(0, text.length() - 1))
        : new Query.Text(scope, text);
  }

  private static Meaning has(String what) {
    return switch (what) {
      case "attachment", "attachments" -> new Meaning.Asks(new Query.HasAttachment());
      case String _ -> new Meaning.Nothing();
    };
  }

  private static Meaning is(String what, boolean not) {
    Optional<Condition.Mark> mark =
        switch (what) {
          case "read", "seen" -> Optional.of(Condition.Mark.READ);
          case "unread", "unseen" -> Optional.of(Condition.Mark.UNREAD);
          case "flagged", "starred" -> Optional.of(Condition.Mark.FLAGGED);
          case "answered", "replied" -> Optional.of(Condition.Mark.ANSWERED);
          case "forwarded" -> Optional.of(Condition.Mark.FORWARDED);
          case "draft" -> Optional.of(Condition.Mark.DRAFT);
          case String _ -> Optional.empty();
        };
    return mark.isPresent()
        ? new Meaning.Checks(new Condition.Is(mark.get(), not))
        : new Meaning.Nothing();
  }

  /** The start of a day, month or year; or how long ago. */
  private Optional<Long> time(String text) {
    Matcher age = AGE.matcher(text);
    if (age.matches()) {
      long count = Long.parseLong(age.group(1));
      return Optional.of(now.toEpochMilli() - count * unit(age.group(2)));
    }
    Matcher day = DAY.matcher(text);
    return day.matches() ? day(day) : Optional.empty();
  }

  private static long unit(String name) {
    long hour = 3_600_000;
    return switch (name) {
      case "h" -> hour;
      case "d" -> 24 * hour;
      case "w" -> 7 * 24 * hour;
      case "m" -> 30 * 24 * hour;
      case String _ -> 365 * 24 * hour;
    };
  }

  private Optional<Long> day(Matcher day) {
    try {
      var date =
          LocalDate.of(
              Integer.parseInt(day.group(1)),
              day.group(2) == null ? 1 : Integer.parseInt(day.group(2)),
              day.group(3) == null ? 1 : Integer.parseInt(day.group(3)));
      return Optional.of(date.atStartOfDay(zone).toInstant().toEpochMilli());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> size(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      return Optional.empty();
    }
    int shift =
        switch (size.group(2)) {
          case "k" -> 10;
          case "m" -> 20;
          case "g" -> 30;
          case String _ -> 0;
        };
    return Optional.of(Long.parseLong(size.group(1)) << shift);
  }
}
