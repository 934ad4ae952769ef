package org.mailstead.post;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which flags somebody may change (RFC 4314 section 4). */
public record FlagScope(boolean seen, boolean deleted, boolean others) {
  public static final FlagScope ALL = new FlagScope(true, true, true);

  public static FlagScope of(Rights rights) {
    return new FlagScope(
        rights.has(Right.SEEN), rights.has(Right.DELETE_MESSAGES), rights.has(Right.WRITE));
  }

  public boolean isAll() {
    return seen && deleted && others;
  }

  public boolean has(String flag) {
    if (flag.equalsIgnoreCase("\\Seen")) {
      return seen;
    }
    return flag.equalsIgnoreCase("\\Deleted") ? deleted : others;
  }

  /** Those of the flags that are in it. */
  public Set<String> of(Collection<String> flags) {
    Set<String> found = new LinkedHashSet<>(flags);
    found.removeIf(flag -> !has(flag));
    return found;
  }

  /** What becomes of flags that were to become others. */
  Flags change(Flags before, Flags after) {
    if (isAll()) {
      return after;
    }
    long known = Flags.SEEN.low() | Flags.DELETED.low();
    long low =
        (seen ? Flags.SEEN.low() : 0) | (deleted ? Flags.DELETED.low() : 0) | (others ? ~known : 0);
    long high = others ? -1L : 0;
    return new Flags(
        (after.low() & low) | (before.low() & ~low),
        (after.high() & high) | (before.high() & ~high));
  }
}
