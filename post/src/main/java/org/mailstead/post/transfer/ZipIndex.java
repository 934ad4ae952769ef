package org.mailstead.post.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What stands beside the messages of a zip that this server wrote: of each file, tabs between, its
 * name, when it came, its flags with spaces between, and the paths of the mailboxes that it lies
 * in.
 */
record ZipIndex(Map<String, Line> lines) {
  /** Stands first, so that it is known before the messages come. */
  static final String NAME = "mail/index.tsv";

  static final ZipIndex NONE = new ZipIndex(Map.of());

  /** Octets of one, for some 500,000 messages: it is held in memory. */
  private static final int MOST = 64 << 20;

  private static final int MOST_LINE = 16 << 10;

  /** What is told of a file. */
  record Line(Instant received, Set<String> flags, List<String> folders) {
    Line {
      flags = Set.copyOf(flags);
      folders = List.copyOf(folders);
    }

    String write(String file) {
      return file
          + "\t"
          + received
          + "\t"
          + String.join(" ", flags)
          + "\t"
          + String.join("\t", folders)
          + "\n";
    }
  }

  Optional<Line> find(String file) {
    return Optional.ofNullable(lines.get(file));
  }

  /** Reads one, as far as its limits go. */
  static ZipIndex read(InputStream in) throws IOException {
    Map<String, Line> lines = new HashMap<>();
    var limited = new BufferedInputStream(in, 1 << 16);
    var line = new ByteArrayOutputStream();
    long size = 0;
    for (int octet = limited.read(); octet >= 0 && size < MOST; octet = limited.read()) {
      size++;
      if (octet == '\n') {
        take(line.toString(UTF_8), lines);
        line.reset();
      } else if (line.size() < MOST_LINE) {
        line.write(octet);
      }
    }
    return new ZipIndex(lines);
  }

  private static void take(String line, Map<String, Line> lines) {
    List<String> words = List.of(line.split("\t", -1));
    if (words.size() >= 4) {
      time(words.get(1))
          .ifPresent(at ->
              lines.put(
                  words.get(0), new Line(at, flags(words.get(2)), words.subList(3, words.size()))));
    }
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Set<String> flags(String words) {
    return words.isBlank() ? Set.of() : Set.copyOf(List.of(words.strip().split(" +", -1)));
  }
}
