package org.mailstead.formats.mime;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Date fields: reads what is sent (RFC 5322 sections 3.3 and 4.3, and worse), writes what is right.
 */
public final class DateTimes {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final int MAX = 200;

  private DateTimes() {}

  /**
   * The moment that a Date field names. The order of day, month and year does not matter as long as
   * the month is a word, nor does ISO 8601 in its place. Empty when there is no such date.
   */
  public static Optional<OffsetDateTime> parse(String text) {
    var reading = new Reading();
    for (String word : words(text.length() > MAX ? text.substring(0, MAX) : text)) {
      reading.word(word);
    }
    return reading.result();
  }

  /** Words and numbers, without commas and comments; signs and colons stay with their numbers. */
  private static List<String> words(String text) {
    var in = new Lexer(text);
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    while (!in.done()) {
      int before = in.at();
      in.skipSpace();
      int c = in.peek();
      // RFC 5322 section 4.3 lets white space and comments stand around the colons.
      boolean clock = c == ':' || (!word.isEmpty() && word.charAt(word.length() - 1) == ':');
      boolean ends = (in.at() > before && !clock) || c == ',' || c == -1 || c == '"';
      if (ends && !word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
      if (c != -1) {
        in.skip();
        if (c != ',' && c != '"') {
          word.append((char) c);
        }
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  /** What has been understood so far; -1 where nothing has. */
  private static final class Reading {
    private int year = -1;
    private int month = -1;
    private int day = -1;
    private int hour = -1;
    private int minute;
    private int second;
    private Optional<ZoneOffset> zone = Optional.empty();

    void word(String word) {
      char first = word.charAt(0);
      if (hour < 0 && word.indexOf(':') > 0) {
        time(word);
      } else if (hour >= 0 && (first == '+' || first == '-')) {
        zone = zone.isPresent() ? zone : Optional.of(offset(word));
      } else if (Ascii.isDigit(first) && word.indexOf('-') > 0) {
        dashed(word);
      } else if (Ascii.isDigit(first)) {
        number(word);
      } else if (Ascii.isLetter(first)) {
        name(word);
      }
    }

    // 17:21:08, 17:21, 17:21:08.123, 17:21:08+0200, 2011-05-11T10:17:27Z
    private void time(String word) {
      int t = word.indexOf('T');
      String clock = word;
      if (t > 0) {
        dashed(word.substring(0, t));
        clock = word.substring(t + 1);
      }
      int end = 0;
      while (end < clock.length() && "0123456789:.".indexOf(clock.charAt(end)) >= 0) {
        end++;
      }
      String[] pieces = clock.substring(0, end).split("[:.]", -1);
      hour = pieces.length > 0 ? value(pieces[0]) : -1;
      minute = pieces.length > 1 ? value(pieces[1]) : 0;
      second = pieces.length > 2 ? value(pieces[2]) : 0;
      if (end < clock.length() && hour >= 0) {
        word(clock.substring(end));
      }
    }

    // 2011-05-11, 11-May-2011
    private void dashed(String word) {
      String[] pieces = word.split("-", -1);
      if (pieces.length != 3) {
        return;
      }
      if (Ascii.isDigit(pieces[1].isEmpty() ? -1 : pieces[1].charAt(0))) {
        year = pieces[0].length() == 4 ? value(pieces[0]) : -1;
        month = value(pieces[1]);
        day = value(pieces[2]);
      } else {
        for (String piece : pieces) {
          if (!piece.isEmpty()) {
            word(piece);
          }
        }
      }
    }

    private void number(String word) {
      int value = value(word.endsWith(".") ? word.substring(0, word.length() - 1) : word);
      if (value < 0) {
        return;
      }
      if (day < 0 && word.length() <= 2) {
        day = value;
      } else if (year < 0) {
        year = fullYear(value, word.length());
      }
    }

    // RFC 5322 section 4.3
    private static int fullYear(int value, int digits) {
      if (digits >= 4) {
        return value;
      }
      return digits == 2 && value < 50 ? 2000 + value : 1900 + value;
    }

    private void name(String word) {
      String lower = Ascii.lower(word);
      int named = lower.length() < 3 ? -1 : MONTHS.indexOf(lower.substring(0, 3));
      if (month < 0 && named >= 0) {
        month = named + 1;
      } else if (hour >= 0 && zone.isEmpty()) {
        zone = zone(lower);
      }
    }

    Optional<OffsetDateTime> result() {
      if (year < 0) {
        return Optional.empty();
      }
      boolean isTime = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0;
      try {
        var day = LocalDate.of(year, month, this.day);
        // A leap second has no place in Java's time; a wrong time is midnight (RFC 5256 section
        // 2.2).
        var local =
            isTime && second <= 60
                ? day.atTime(hour, minute, Math.min(second, 59))
                : day.atStartOfDay();
        return Optional.of(local.atOffset(zone.orElse(ZoneOffset.UTC)));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
  }

  private static int value(String digits) {
    boolean number =
        !digits.isEmpty() && digits.length() <= 4 && digits.chars().allMatch(Ascii::isDigit);
    return number ? Integer.parseInt(digits) : -1;
  }

  // +0200, +02:00, -0330; an impossible one is read as UTC
  private static ZoneOffset offset(String word) {
    String digits = word.substring(1).replace(":", "");
    int value = digits.length() <= 2 ? value(digits) * 100 : value(digits);
    if (value < 0 || value % 100 > 59 || value > 1800) {
      return ZoneOffset.UTC;
    }
    int minutes = value / 100 * 60 + value % 100;
    return ZoneOffset.ofTotalSeconds((word.charAt(0) == '-' ? -minutes : minutes) * 60);
  }

  // RFC 5322 section 4.3; the military letters mean nothing since RFC 822 had them wrong.
  private static Optional<ZoneOffset> zone(String name) {
    if (name.length() > 3 && (name.startsWith("gmt") || name.startsWith("utc"))) {
      return "+-".indexOf(name.charAt(3)) >= 0
          ? Optional.of(offset(name.substring(3)))
          : Optional.empty();
    }
    return switch (name) {
      case "edt" -> Optional.of(ZoneOffset.ofHours(-4));
      case "est", "cdt" -> Optional.of(ZoneOffset.ofHours(-5));
      case "cst", "mdt" -> Optional.of(ZoneOffset.ofHours(-6));
      case "mst", "pdt" -> Optional.of(ZoneOffset.ofHours(-7));
      case "pst" -> Optional.of(ZoneOffset.ofHours(-8));
      case "met", "cet", "bst" -> Optional.of(ZoneOffset.ofHours(1));
      case "mest", "cest", "eet" -> Optional.of(ZoneOffset.ofHours(2));
      case "eest", "msk" -> Optional.of(ZoneOffset.ofHours(3));
      case "jst", "kst" -> Optional.of(ZoneOffset.ofHours(9));
      case "ut", "utc", "gmt", "z" -> Optional.of(ZoneOffset.UTC);
      case String _ -> Optional.empty();
    };
  }

  /** The date as RFC 5322 section 3.3 writes it: {@code Mon, 2 Mar 2026 09:05:00 +0100}. */
  public static String format(OffsetDateTime time) {
    String month = MONTHS.get(time.getMonthValue() - 1);
    int minutes = time.getOffset().getTotalSeconds() / 60;
    return String.format(
        Locale.ROOT,
        "%s, %d %s %04d %02d:%02d:%02d %s%02d%02d",
        DAYS.get(time.getDayOfWeek().getValue() - 1),
        time.getDayOfMonth(),
        (char) (month.charAt(0) - 32) + month.substring(1),
        time.getYear(),
        time.getHour(),
        time.getMinute(),
        time.getSecond(),
        minutes < 0 ? "-" : "+",
        Math.abs(minutes) / 60,
        Math.abs(minutes) % 60);
  }
}
