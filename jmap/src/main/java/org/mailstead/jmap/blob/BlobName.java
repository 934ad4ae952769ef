package org.mailstead.jmap.blob;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mailstead.post.Email;

/**
 * The id of a blob: {@code G1-2a} is the message of an email, {@code U1-2b} what was handed in, and
 * {@code G1-2a-1_2} part 1.2 of that message, decoded; of a message inside, further parts follow;
 * {@code G1-2a-2-t3} is the third file in the {@code winmail.dat} that part 2 is; {@code S1-2c} is
 * the text of a Sieve script. Numbers are in base 32.
 *
 * @param origin of the email; or the account, and the number of the upload or the script's text
 * @param path parts, the outermost first
 */
public record BlobName(Kind kind, Email.Origin origin, List<String> path) {
  private static final int RADIX = 32;
  private static final int MAX_DEPTH = 10;
  private static final int MAX_PART = 100;
  private static final char UNPACKED = 't';

  /** What the name begins with. */
  public enum Kind {
    EMAIL('G'),
    UPLOAD('U'),
    SCRIPT('S');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    static Optional<Kind> of(char letter) {
      return Arrays.stream(values()).filter(kind -> kind.letter == letter).findFirst();
    }
  }

  public BlobName {
    path = List.copyOf(path);
  }

  public static BlobName email(Email.Origin origin) {
    return new BlobName(Kind.EMAIL, origin, List.of());
  }

  public static BlobName upload(long account, long number) {
    return new BlobName(Kind.UPLOAD, new Email.Origin(account, number), List.of());
  }

  public static BlobName script(long account, long content) {
    return new BlobName(Kind.SCRIPT, new Email.Origin(account, content), List.of());
  }

  /** A part of the message that this is. */
  public BlobName part(String partId) {
    List<String> longer = new ArrayList<>(path);
    longer.add(partId);
    return new BlobName(kind, origin, longer);
  }

  /** A file in the {@code winmail.dat} that this is. */
  public BlobName unpacked(int number) {
    return part(UNPACKED + Integer.toString(number));
  }

  /** The number of a file in a {@code winmail.dat}; empty for a part of a message. */
  static OptionalInt unpacked(String part) {
    return part.charAt(0) == UNPACKED
        ? OptionalInt.of(Integer.parseInt(part.substring(1)))
        : OptionalInt.empty();
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    text.append(kind.letter).append(Long.toString(origin.account(), RADIX));
    text.append('-').append(Long.toString(origin.number(), RADIX));
    path.forEach(part -> text.append('-').append(part.replace('.', '_')));
    return text.toString();
  }

  /** Empty for what is none. */
  public static Optional<BlobName> parse(String id) {
    if (id.length() < 4 || id.length() > 255) {
      return Optional.empty();
    }
    Optional<Kind> kind = Kind.of(id.charAt(0));
    List<String> words = List.of(id.substring(1).split("-", -1));
    if (kind.isEmpty() || words.size() < 2 || words.size() > 2 + MAX_DEPTH) {
      return Optional.empty();
    }
    Optional<Long> account = number(words.get(0));
    Optional<Long> number = number(words.get(1));
    List<String> path = words.subList(2, words.size());
    if (account.isEmpty() || number.isEmpty() || !path.stream().allMatch(BlobName::isPart)) {
      return Optional.empty();
    }
    var origin = new Email.Origin(account.get(), number.get());
    return Optional.of(
        new BlobName(
            kind.get(), origin, path.stream().map(part -> part.replace('_', '.')).toList()));
  }

  private static boolean isPart(String part) {
    return part.length() <= MAX_PART && part.matches("[1-9][0-9]*(_[1-9][0-9]*)*|t[1-9][0-9]{0,3}");
  }

  private static Optional<Long> number(String digits) {
    if (!digits.matches("[1-9a-v][0-9a-v]{0,12}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(digits, RADIX));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
