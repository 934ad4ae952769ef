package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.testkit.Archive;
import org.mailstead.testkit.Property;

/** With the index a search finds what it finds by reading everything, letter by letter. */
class IndexedSearchTest {
  private static final int QUERIES = 1_500;

  @Test
  void findsWhatReadingEverythingFinds() {
    Property.holds(
        3,
        random -> {
          var mail = new RandomMail(random);
          try (var world = new SearchWorld(TestServer.indexed(TestServer.memory()))) {
            world.append(messages(mail, 100), new byte[0], Set.of());
            world.select();
            for (int i = 0; i < 100; i++) { // while the index is being made
              world.compare(mail.search(world.size()), random.nextBoolean());
            }
            world.awaitIndex();
            for (int i = 0; i < 400; i++) {
              world.compare(mail.search(world.size()), random.nextBoolean());
            }
            world.append(messages(mail, 30), "X-Tree: trace\r\n".getBytes(US_ASCII), Set.of());
            world.select();
            world.othersGoOn();
            for (int i = 0; i < 200; i++) {
              world.compare(mail.search(world.size()), false);
            }
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  private static List<byte[]> messages(RandomMail mail, int count) {
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(mail.message());
    }
    return all;
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mime/mime4j",
        "mime/mail-parser",
        "mime/ruby-mail",
        "ham/linux-man",
        "ham/usrp-users"
      })
  void findsTheSameInOtherPeoplesMail(String name) throws Exception {
    Optional<SortedMap<String, byte[]>> files =
        Archive.read(name + ".tar.xz", file -> !file.endsWith("MANIFEST.tsv"));
    assumeTrue(files.isPresent(), "test data is missing: " + name);
    List<byte[]> messages =
        files.orElseThrow().values().stream()
            .filter(bytes -> bytes.length > 0 && bytes.length < 90_000)
            .limit(250)
            .toList();
    assertTrue(messages.size() > 40, "only " + messages.size());
    try (var world = new SearchWorld(TestServer.indexed(TestServer.memory()))) {
      world.append(messages, new byte[0], Set.of());
      world.select();
      world.awaitIndex();
      var random = new SplittableRandom(name.hashCode());
      List<String> texts = world.texts();
      for (int i = 0; i < QUERIES / 5; i++) {
        world.compare(query(texts, random), random.nextBoolean());
      }
      assertEquals(messages.size(), world.lacking("qzxjkvw"), "the index tells of all");
    }
  }

  /** What is sought roughly is found alike, and as relevant. */
  @Test
  void findsRoughlyWhatIsFoundByReading() {
    Property.holds(
        2,
        random -> {
          var mail = new RandomMail(random);
          try (var world = new SearchWorld(TestServer.indexed(TestServer.memory()))) {
            world.append(messages(mail, 80), new byte[0], Set.of());
            world.select();
            world.awaitIndex();
            for (String words :
                List.of(
                    "aple",
                    "appel tree",
                    "exmple",
                    "grusse",
                    "Smith",
                    "inn",
                    "bo",
                    "x",
                    "smiht ada",
                    "smithing",
                    "trees growing",
                    "grussend")) {
              world.compareWithout("FUZZY TEXT \"" + words + "\"");
              world.compareWithout("FUZZY BODY \"" + words + "\"");
              world.compareWithout("OR FUZZY HEADER X-Tree \"" + words + "\" FUZZY BODY zzz");
              world.compareWithout("OR FUZZY TEXT \"" + words + "\" NOT FUZZY BODY \"tree\"");
            }
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  private static String query(List<String> texts, RandomGenerator random) {
    String sought = sought(texts, random);
    return switch (random.nextInt(8)) {
      case 0 -> "TEXT " + sought;
      case 1 -> "BODY " + sought;
      case 2 -> "OR TEXT " + sought + " BODY " + sought(texts, random);
      case 3 -> "NOT BODY " + sought;
      case 4 -> "HEADER X-Mailer " + sought + " TEXT " + sought;
      case 5 -> "HEADER Received " + sought;
      case 6 -> "SUBJECT " + sought + " BODY " + sought(texts, random);
      default -> "TEXT " + sought + " NOT FROM " + sought(texts, random);
    };
  }

  /** A piece of a text as it stands in a message, cut anywhere. */
  private static String sought(List<String> texts, RandomGenerator random) {
    for (int tries = 0; tries < 100; tries++) {
      String text = texts.get(random.nextInt(texts.size()));
      if (text.length() > 30) {
        int from = random.nextInt(text.length() - 2);
        String piece = text.substring(from, Math.min(text.length(), from + 2 + random.nextInt(24)));
        if (piece.chars().noneMatch(IndexedSearchTest::isOdd)) {
          return "\"" + piece.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }
      }
    }
    return "\"re\"";
  }

  /** What cannot stand in a quoted string, or is half of a character. */
  private static boolean isOdd(int c) {
    return Character.isISOControl(c) || Character.isSurrogate((char) c) || c == 0xfffd;
  }
}
