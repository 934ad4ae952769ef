package org.mailstead.server;

import java.util.OptionalLong;

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
}
