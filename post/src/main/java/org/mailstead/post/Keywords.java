package org.mailstead.post;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * The names of an account's flags. Names compare without case (RFC 9051 section 2.3.2); the
 * spelling that came first is kept.
 */
public final class Keywords {
  private static final List<String> SYSTEM =
      List.of("\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft");

  /** Characters of a keyword, more than any client uses. */
  private static final int MAX_LENGTH = 128;

  private final List<String> names;

  Keywords(List<String> names) {
    this.names = List.copyOf(names);
  }

  /** The keywords in use, without the system flags. */
  public List<String> names() {
    return names;
  }

  /** Whether another keyword can be made. */
  public boolean isFull() {
    return names.size() >= Flags.MAX_KEYWORDS;
  }

  /** The names that the bits stand for, system flags first. */
  public List<String> names(Flags flags) {
    List<String> found = new ArrayList<>();
    for (int bit = 0; bit < SYSTEM.size(); bit++) {
      if (flags.hasBit(bit)) {
        found.add(SYSTEM.get(bit));
      }
    }
    for (int i = 0; i < names.size(); i++) {
      if (flags.hasBit(Flags.FIRST_KEYWORD + i)) {
        found.add(names.get(i));
      }
    }
    return found;
  }

  /** The bit of a name in use; empty for a keyword that no message ever had. */
  public Optional<Flags> flag(String name) {
    int system = indexOf(SYSTEM, name);
    if (system >= 0) {
      return Optional.of(Flags.bit(system));
    }
    int keyword = indexOf(names, name);
    return keyword < 0 ? Optional.empty() : Optional.of(Flags.bit(Flags.FIRST_KEYWORD + keyword));
  }

  private static int indexOf(List<String> names, String name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  /** The same with those of these names that are new. */
  Keywords with(Collection<String> more) {
    List<String> all = new ArrayList<>(names);
    for (String name : more) {
      if (flag(name).isEmpty() && indexOf(all, name) < 0) {
        all.add(legal(name));
      }
    }
    if (all.size() > Flags.MAX_KEYWORDS) {
      String limit = Integer.toString(Flags.MAX_KEYWORDS);
      throw new Refused(Problem.Kind.TOO_MANY, "keywords.limit", limit);
    }
    return new Keywords(all);
  }

  private static String legal(String name) {
    boolean atom =
        !name.isEmpty()
            && name.length() <= MAX_LENGTH
            && name.chars().allMatch(c -> c > ' ' && c < 0x7f && "(){%*\"\\]".indexOf(c) < 0);
    if (!atom) {
      throw new Refused(Problem.Kind.INVALID, "keyword.name", name);
    }
    // Only a client's own spelling of a keyword that a standard defines is set right.
    return name.startsWith("$") ? registered(name) : name;
  }

  private static String registered(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "$forwarded" -> "$Forwarded";
      case "$mdnsent" -> "$MDNSent";
      case "$junk" -> "$Junk";
      case "$notjunk" -> "$NotJunk";
      case "$phishing" -> "$Phishing";
      case "$submitpending" -> "$SubmitPending";
      case "$submitted" -> "$Submitted";
      case String _ -> name;
    };
  }

  /** The bits of these names, all of which must be in use. */
  Flags flags(Collection<String> of) {
    Flags flags = Flags.NONE;
    for (String name : of) {
      flags = flags.with(flag(name).orElseThrow());
    }
    return flags;
  }
}
