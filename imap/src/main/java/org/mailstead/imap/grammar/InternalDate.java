package org.mailstead.imap.grammar;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** INTERNALDATE as it is written: {@code "17-Jul-1996 02:44:25 -0700"}. */
public final class InternalDate {
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private InternalDate() {}

  /** In quotes. */
  public static String text(OffsetDateTime when) {
    var out = new StringBuilder(28).append('"');
    int day = when.getDayOfMonth();
    out.append(day < 10 ? " " : "").append(day).append('-');
    out.append(MONTHS.get(when.getMonthValue() - 1)).append('-');
    two(out, when.getYear() / 100);
    two(out, when.getYear() % 100);
    two(out.append(' '), when.getHour());
    two(out.append(':'), when.getMinute());
    two(out.append(':'), when.getSecond());
    int zone = when.getOffset().getTotalSeconds() / 60;
    out.append(zone < 0 ? " -" : " +");
    two(out, Math.abs(zone) / 60);
    two(out, Math.abs(zone) % 60);
    return out.append('"').toString();
  }

  private static void two(StringBuilder out, int number) {
    out.append((char) ('0' + number / 10 % 10)).append((char) ('0' + number % 10));
  }

  /** Reads it without its quotes; empty when it is none. */
  public static Optional<OffsetDateTime> parse(String given) {
    // Some clients write a day of one digit without the blank.
    String text = given.matches("\\d-.*") ? " " + given : given;
    // date-day-fixed "-" date-month "-" date-year SP time SP zone
    if (text.length() != 26 || !text.matches("[ 0-9]\\d-\\w{3}-\\d{4} [\\d:]{8} [+-]\\d{4}")) {
      return Optional.empty();
    }
    int month = 0;
    while (month < 12 && !MONTHS.get(month).equalsIgnoreCase(text.substring(3, 6))) {
      month++;
    }
    try {
      int zone = number(text, 22, 24) * 60 + number(text, 24, 26);
      return Optional.of(
          OffsetDateTime.of(
              number(text, 7, 11),
              month + 1,
              number(text, 0, 2),
              number(text, 12, 14),
              number(text, 15, 17),
              number(text, 18, 20),
              0,
              ZoneOffset.ofTotalSeconds((text.charAt(21) == '-' ? -zone : zone) * 60)));
    } catch (DateTimeException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text.substring(from, to).trim());
  }
}
