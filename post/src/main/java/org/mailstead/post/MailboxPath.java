package org.mailstead.post;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** A path at which a mailbox may lie: its parts, checked and in Unicode NFC. */
record MailboxPath(List<String> names) {
  /** Octets of one part. */
  private static final int MAX_NAME = 255;

  static final int MAX_DEPTH = 20;

  MailboxPath {
    names = List.copyOf(names);
  }

  /**
   * @param path to whose end a slash may be added
   * @throws Refused INVALID
   */
  static MailboxPath of(String path) {
    String whole = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    String normal = MailboxTree.canonical(whole);
    List<String> names = List.of(normal.split("/", -1));
    boolean good =
        names.size() <= MAX_DEPTH
            && !names.getFirst().equals(MailboxTree.OTHER_USERS)
            && names.stream().allMatch(MailboxPath::isName);
    if (!good) {
      throw new Refused(Problem.Kind.INVALID, "mailbox.name", path);
    }
    return new MailboxPath(names);
  }

  private static boolean isName(String name) {
    return !name.isBlank()
        && name.getBytes(UTF_8).length <= MAX_NAME
        && name.codePoints().noneMatch(MailboxPath::isForbidden);
  }

  /** Control characters, and the line separators that RFC 5198 section 2 keeps out of net text. */
  private static boolean isForbidden(int c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfffd;
  }

  /** As it is spelt. */
  String text() {
    return String.join("/", names);
  }

  String last() {
    return names.getLast();
  }

  int levels() {
    return names.size();
  }

  /** Its beginning, of so many levels. */
  MailboxPath upTo(int levels) {
    return new MailboxPath(names.subList(0, levels));
  }

  /** Empty at the top. */
  Optional<MailboxPath> above() {
    return levels() == 1 ? Optional.empty() : Optional.of(upTo(levels() - 1));
  }
}
