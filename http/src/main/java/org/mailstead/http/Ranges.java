package org.mailstead.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Octets that never change, whole or a part of them, or the word that the client has them already
 * (RFC 9110 sections 13 and 14). Who asks for several parts at once gets the whole.
 *
 * @param tag of which no other octets have the same, without quotes
 */
public record Ranges(String type, long length, String tag, Writing writing) {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /** Writes a part of the octets. */
  @FunctionalInterface
  public interface Writing {
    void to(OutputStream out, long from, long length) throws IOException;
  }

  private record Part(long from, long length) {}

  /** The word that the client has the octets already, for those that it costs much to make. */
  public static Optional<Answer> known(WebRequest request, String tag) {
    String quoted = quoted(tag);
    return request
        .header("If-None-Match")
        .filter(value -> matches(value, quoted))
        .map(_ -> Answer.of(304).with("ETag", quoted));
  }

  private static String quoted(String tag) {
    return "\"" + tag + "\"";
  }

  public Answer answer(WebRequest request) {
    return known(request, tag).orElseGet(() -> octets(request, quoted(tag)));
  }

  private Answer octets(WebRequest request, String quoted) {
    Optional<String> asked =
        request
            .header("Range")
            .filter(_ -> request.header("If-Range").map(quoted::equals).orElse(true));
    Optional<Matcher> range = asked.map(RANGE::matcher).filter(Matcher::matches);
    if (range.isEmpty()) {
      return part(200, new Part(0, length), quoted);
    }
    Optional<Part> part = part(range.get().group(1), range.get().group(2));
    return part.isEmpty()
        ? Answer.of(416).with("Content-Range", "bytes */" + length).with("ETag", quoted)
        : part(206, part.get(), quoted)
            .with(
                "Content-Range",
                "bytes "
                    + part.get().from
                    + "-"
                    + (part.get().from + part.get().length - 1)
                    + "/"
                    + length);
  }

  private Answer part(int status, Part part, String quoted) {
    return Answer.stream(status, type, part.length, out -> writing.to(out, part.from, part.length))
        .with("ETag", quoted)
        .with("Accept-Ranges", "bytes");
  }

  /** Empty when nothing of it is there. */
  private Optional<Part> part(String first, String last) {
    if (first.isEmpty()) {
      long size = last.isEmpty() ? 0 : Math.min(length, Long.parseLong(last));
      return size == 0 ? Optional.empty() : Optional.of(new Part(length - size, size));
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? length - 1 : Math.min(length - 1, Long.parseLong(last));
    return from > to ? Optional.empty() : Optional.of(new Part(from, to - from + 1));
  }

  private static boolean matches(String known, String quoted) {
    return Arrays.stream(known.split(",", -1))
        .map(one -> one.strip().replaceFirst("^W/", ""))
        .anyMatch(one -> one.equals(quoted) || one.equals("*"));
  }
}
