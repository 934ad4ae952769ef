package org.mailstead.rules;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.JulianFields;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.mime.DateTimes;

/** What a date test compares (RFC 5260 section 4.2). */
final class DateParts {
  private static final Set<String> PARTS =
      Set.of(
          "year", "month", "day", "date", "julian", "hour", "minute", "second", "time", "iso8601",
          "std11", "zone", "weekday");

  private DateParts() {}

  static boolean isPart(String name) {
    return PARTS.contains(name.toLowerCase(Locale.ROOT));
  }

  /** The part of this name; empty when there is none. */
  static Optional<String> of(OffsetDateTime time, String part) {
    return Optional.ofNullable(
        switch (part.toLowerCase(Locale.ROOT)) {
          case "year" -> digits(4, time.getYear());
          case "month" -> digits(2, time.getMonthValue());
          case "day" -> digits(2, time.getDayOfMonth());
          case "date" -> date(time);
          case "julian" -> Long.toString(time.getLong(JulianFields.MODIFIED_JULIAN_DAY));
          case "hour" -> digits(2, time.getHour());
          case "minute" -> digits(2, time.getMinute());
          case "second" -> digits(2, time.getSecond());
          case "time" -> time(time);
          case "iso8601" -> date(time) + "T" + time(time) + colon(zone(time.getOffset()));
          case "std11" -> DateTimes.format(time);
          case "zone" -> zone(time.getOffset());
          case "weekday" -> Integer.toString(time.getDayOfWeek().getValue() % 7);
          case String _ -> null;
        });
  }

  private static String digits(int count, int value) {
    return String.format(Locale.ROOT, "%0" + count + "d", value);
  }

  private static String date(OffsetDateTime time) {
    return digits(4, time.getYear())
        + "-"
        + digits(2, time.getMonthValue())
        + "-"
        + digits(2, time.getDayOfMonth());
  }

  private static String time(OffsetDateTime time) {
    return digits(2, time.getHour())
        + ":"
        + digits(2, time.getMinute())
        + ":"
        + digits(2, time.getSecond());
  }

  private static String zone(ZoneOffset zone) {
    int minutes = zone.getTotalSeconds() / 60;
    int absolute = Math.abs(minutes);
    return (minutes < 0 ? "-" : "+") + digits(2, absolute / 60) + digits(2, absolute % 60);
  }

  private static String colon(String zone) {
    return zone.substring(0, 3) + ":" + zone.substring(3);
  }

  // time-zone = ( "+" / "-" ) 4DIGIT
  static Optional<ZoneOffset> zone(String text) {
    if (!text.matches("[+-][0-9]{4}")) {
      return Optional.empty();
    }
    int hours = Integer.parseInt(text.substring(1, 3));
    int minutes = Integer.parseInt(text.substring(3));
    if (hours > 18 || minutes > 59 || (hours == 18 && minutes > 0)) {
      return Optional.empty();
    }
    int total = hours * 60 + minutes;
    return Optional.of(ZoneOffset.ofTotalSeconds((text.startsWith("-") ? -total : total) * 60));
  }

  /** The date in a field's value; of several with semicolons the last, as Received has it. */
  static Optional<OffsetDateTime> read(String value) {
    return DateTimes.parse(value.substring(value.lastIndexOf(';') + 1));
  }

  /** The moment, in a zone. */
  static OffsetDateTime at(Instant moment, ZoneOffset zone) {
    return moment.atOffset(zone);
  }
}
