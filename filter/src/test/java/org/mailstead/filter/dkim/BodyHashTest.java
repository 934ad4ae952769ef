package org.mailstead.filter.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Property;

/** Bodies hashed as they flow by, against the same done in one piece. */
class BodyHashTest {
  private static final List<String> PIECES =
      List.of("a", " ", "\t", "\r\n", "\r\n", "\n", "\r", "word", "  \r\n");

  private static String body(RandomGenerator random, int most) {
    var body = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      body.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return body.toString();
  }

  /** RFC 6376 section 3.4.4, slowly. */
  private static String relaxed(String body) {
    String lines = body.replaceAll("\r?\n", "\r\n").replaceAll("[ \t]+", " ");
    lines = lines.replace(" \r\n", "\r\n").replaceAll(" \\z", "").replaceAll("(\r\n)+\\z", "");
    return lines.isEmpty() ? "" : lines + "\r\n";
  }

  private static String simple(String body) {
    return body.replaceAll("\r?\n", "\r\n").replaceAll("(\r\n)+\\z", "") + "\r\n";
  }

  @Test
  void agreesWithTheSlowWay() {
    Property.holds(
        3_000,
        random -> {
          String body = body(random, 40);
          var hash = new BodyHash(Canonicalization.RELAXED, OptionalLong.empty());
          var other = new BodyHash(Canonicalization.SIMPLE, OptionalLong.empty());
          BodyHashes hashes = hashes(body, Set.of(hash, other));
          assertEquals(Messages.sha256(relaxed(body)), hashes.find(hash).orElseThrow());
          assertEquals(Messages.sha256(simple(body)), hashes.find(other).orElseThrow());
        });
  }

  @Test
  void hashesEveryLengthInOnePass() {
    Property.holds(
        200,
        random -> {
          String body = body(random, 9_000);
          String canonical = relaxed(body);
          Set<BodyHash> wanted = new HashSet<>();
          for (int i = 0; i < 10; i++) {
            long length = random.nextInt(canonical.length() + 3);
            wanted.add(new BodyHash(Canonicalization.RELAXED, OptionalLong.of(length)));
          }
          BodyHashes hashes = hashes(body, wanted);
          for (BodyHash hash : wanted) {
            long length = hash.length().orElseThrow();
            if (length > canonical.length()) {
              assertTrue(hashes.find(hash).isEmpty());
            } else {
              assertEquals(
                  Messages.sha256(canonical.substring(0, (int) length)),
                  hashes.find(hash).orElseThrow());
              assertEquals(canonical.length() - length, hashes.beyond(hash));
            }
          }
        });
  }

  private static BodyHashes hashes(String body, Set<BodyHash> wanted) {
    try {
      return Messages.octets("A: b\r\n\r\n" + body).hashes(wanted);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
