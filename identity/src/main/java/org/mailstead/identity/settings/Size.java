package org.mailstead.identity.settings;

import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How numbers of octets are written, such as {@code 1.5 GiB}. */
public final class Size {
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?) ?([KMGT]i?B)");

  private static final Map<String, Long> UNITS =
      Map.of(
          "KB",
          1000L,
          "MB",
          1_000_000L,
          "GB",
          1_000_000_000L,
          "TB",
          1_000_000_000_000L,
          "KiB",
          1L << 10,
          "MiB",
          1L << 20,
          "GiB",
          1L << 30,
          "TiB",
          1L << 40);

  private Size() {}

  /** Octets of a size; empty when it is none. */
  public static OptionalLong parse(String text) {
    Matcher size = SIZE.matcher(text.strip());
    if (!size.matches()) {
      return OptionalLong.empty();
    }
    BigDecimal octets =
        new BigDecimal(size.group(1))
            .multiply(BigDecimal.valueOf(UNITS.getOrDefault(size.group(2), 1L)));
    boolean fits = octets.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    return fits ? OptionalLong.of(octets.longValue()) : OptionalLong.empty();
  }

  /** In the largest unit that leaves no fraction; what is below a unit is rounded up to 1 KB. */
  public static String text(long octets) {
    for (String unit : new String[] {"TiB", "GiB", "MiB", "TB", "GB", "MB", "KiB", "KB"}) {
      long one = UNITS.getOrDefault(unit, 1L);
      if (octets >= one && octets % one == 0) {
        return octets / one + " " + unit;
      }
    }
    return Math.max(1, octets / 1000) + " KB";
  }
}
