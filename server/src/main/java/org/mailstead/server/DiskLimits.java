package org.mailstead.server;

import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How full the disk may become before new mail is refused.
 *
 * @param keepFree octets of the disk that stay free; else 2 % of it, at least 256 MiB
 * @param homeLimit octets that the home may take of it; else all
 */
record DiskLimits(OptionalLong keepFree, OptionalLong homeLimit) {
  static final DiskLimits NONE = new DiskLimits(OptionalLong.empty(), OptionalLong.empty());

  static final String AUTO = "auto";
  static final String ALL = "all";

  /** What an empty home may grow to, with room for its caches' files. */
  static final long LEAST_HOME = 64 << 20;

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

  /** Octets of a size such as {@code 1.5 GiB}; empty when it is none. */
  static OptionalLong size(String text) {
    Matcher size = SIZE.matcher(text.strip());
    if (!size.matches()) {
      return OptionalLong.empty();
    }
    var unit = BigDecimal.valueOf(UNITS.getOrDefault(size.group(2), 1L));
    return OptionalLong.of(new BigDecimal(size.group(1)).multiply(unit).longValue());
  }

  /** The size in the largest unit that leaves no fraction. */
  private static String text(OptionalLong size, String otherwise) {
    if (size.isEmpty()) {
      return otherwise;
    }
    long left = size.getAsLong();
    for (String unit : new String[] {"TiB", "GiB", "MiB", "TB", "GB", "MB", "KiB", "KB"}) {
      long one = UNITS.getOrDefault(unit, 1L);
      if (left >= one && left % one == 0) {
        return left / one + " " + unit;
      }
    }
    return Math.max(1, left / 1000) + " KB";
  }

  /** The lines of the home's file. */
  String toToml() {
    return """
    # New mail is refused with a temporary error while less of the disk is free than this; mail can
    # still be read and deleted. "auto" (2 %% of the disk, at least 256 MiB), or a size: "2 GiB".
    keep_free = "%s"

    # The same when this home has grown to a size, such as "50 GiB". "all" for no limit of its own.
    home_limit = "%s"
    """
        .formatted(text(keepFree, AUTO), text(homeLimit, ALL));
  }
}
