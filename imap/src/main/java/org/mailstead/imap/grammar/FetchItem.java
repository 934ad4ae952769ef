package org.mailstead.imap.grammar;

import java.util.List;
import java.util.Optional;

/** What FETCH tells of a message (RFC 9051 section 6.4.5). */
public sealed interface FetchItem {
  /** What needs no argument. */
  enum Plain implements FetchItem {
    FLAGS,
    UID,
    INTERNALDATE,
    RFC822_SIZE,
    MODSEQ,
    SAVEDATE,
    EMAILID,
    THREADID,
    ENVELOPE,
    BODY,
    BODYSTRUCTURE
  }

  /**
   * Octets of the message: BODY[…] and its older spellings.
   *
   * @param name how the answer names it, section and origin included
   */
  record Body(String name, Section section, boolean seen, Optional<Partial> partial)
      implements FetchItem {}

  /** A part, decoded (RFC 3516). */
  record Binary(String part, boolean seen, Optional<Partial> partial) implements FetchItem {}

  /** The octets of a part, decoded. */
  record BinarySize(String part) implements FetchItem {}

  /**
   * The first words of the message (RFC 8970).
   *
   * @param lazy whether it may be left out if it is not at hand; ours always is
   */
  record Preview(boolean lazy) implements FetchItem {}

  /** Octets from an offset, at most so many. */
  record Partial(long offset, long count) {}

  /**
   * A section of BODY[…].
   *
   * @param range as {@code MessageStructure.section} takes it
   */
  record Section(String range, Fields fields, List<String> names) {
    public static final Section ALL = new Section("", Fields.ALL, List.of());

    public static Section of(String range) {
      return new Section(range, Fields.ALL, List.of());
    }
  }

  /** Which fields of a header. */
  enum Fields {
    ALL,
    NAMED,
    NOT_NAMED
  }

  /** Whether telling it sets \Seen. */
  default boolean setsSeen() {
    return switch (this) {
      case Body body -> body.seen();
      case Binary binary -> binary.seen();
      case BinarySize _, Preview _, Plain _ -> false;
    };
  }
}
