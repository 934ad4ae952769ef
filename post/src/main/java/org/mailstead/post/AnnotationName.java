package org.mailstead.post;

import java.util.Locale;
import java.util.Optional;

/**
 * The name of a note, such as {@code /private/comment} (RFC 5464 section 3.2). Names compare
 * without case.
 *
 * @param spelling as it was given
 */
public record AnnotationName(String spelling) {
  private static final String PRIVATE = "/private/";
  private static final String SHARED = "/shared/";

  /** Octets of a name, more than any client uses. */
  private static final int MAX_LENGTH = 400;

  /** Components of a name of a vendor's: scope, "vendor", the vendor's name and what it names. */
  private static final int VENDOR_COMPONENTS = 4;

  /** Empty when it is no name. */
  public static Optional<AnnotationName> parse(String text) {
    var name = new AnnotationName(text);
    String folded = name.folded();
    boolean scoped = folded.startsWith(PRIVATE) || folded.startsWith(SHARED);
    boolean clean =
        text.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '*' && c != '%')
            && !text.contains("//")
            && !text.endsWith("/")
            && text.length() <= MAX_LENGTH;
    return scoped && clean ? Optional.of(name) : Optional.empty();
  }

  /** What two spellings of one name share. */
  public String folded() {
    return spelling.toLowerCase(Locale.ROOT);
  }

  /** Whether each who looks at the mailbox has his own. */
  public boolean isPrivate() {
    return folded().startsWith(PRIVATE);
  }

  /** Whether a value can be kept under it; others only name a place above such names. */
  public boolean canHaveValue() {
    String[] parts = folded().substring(1).split("/", -1);
    return !parts[1].equals("vendor") || parts.length >= VENDOR_COMPONENTS;
  }

  /** Whether it is the other, or lies at most so many levels below it. */
  public boolean isWithin(AnnotationName above, int levels) {
    String inner = folded();
    String outer = above.folded();
    if (inner.equals(outer)) {
      return true;
    }
    return inner.startsWith(outer + "/")
        && inner.substring(outer.length() + 1).chars().filter(c -> c == '/').count() < levels;
  }

  byte[] hash() {
    return Threads.hash(folded());
  }
}
