package org.mailstead.rules;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * When what is put aside comes back: at the first of some times of the day that is still to come,
 * on some days of the week.
 */
record Waking(Set<DayOfWeek> days, List<LocalTime> times, ZoneId zone) {
  /** Eight days have each day of the week with all of its times. */
  private static final int DAYS = 8;

  static boolean isWeekday(String text) {
    return text.matches("[0-6]");
  }

  /** Sunday is 0, as RFC 5260 section 4.2 has it. */
  static DayOfWeek weekday(String text) {
    return DayOfWeek.SUNDAY.plus(Integer.parseInt(text));
  }

  static Optional<LocalTime> time(String text) {
    try {
      return text.matches("\\d\\d:\\d\\d(:\\d\\d)?")
          ? Optional.of(LocalTime.parse(text))
          : Optional.empty();
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  static Optional<ZoneId> zone(String name) {
    return ZoneId.getAvailableZoneIds().contains(name)
        ? Optional.of(ZoneId.of(name))
        : Optional.empty();
  }

  /** The next time; empty when there are none. */
  Optional<Instant> after(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    Set<LocalTime> sorted = times.stream().collect(Collectors.toCollection(TreeSet::new));
    for (int i = 0; i < DAYS; i++) {
      LocalDate day = today.plusDays(i);
      if (!days.isEmpty() && !days.contains(day.getDayOfWeek())) {
        continue;
      }
      for (LocalTime time : sorted) {
        Instant at = ZonedDateTime.of(day, time, zone).toInstant();
        if (at.isAfter(now)) {
          return Optional.of(at);
        }
      }
    }
    return Optional.empty();
  }
}
