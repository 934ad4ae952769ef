package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.imap.grammar.SortCriterion;
import org.mailstead.testkit.Archive;

/** Other people's mail is found by what is kept ready as it is found by reading it. */
@Tag("slow")
class SearchCorpusTest {
  private static final List<String> SHOWN = List.of("FROM", "TO", "CC", "BCC", "SUBJECT");
  private static final List<String> NAMES =
      List.of(
          "From",
          "To",
          "Cc",
          "Bcc",
          "Sender",
          "Reply-To",
          "Subject",
          "Date",
          "Message-ID",
          "In-Reply-To");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mime/mime4j",
        "mime/mail-parser",
        "mime/ruby-mail",
        "ham/linux-man",
        "ham/usrp-users"
      })
  void isFoundAsByReadingAllOfIt(String name) throws Exception {
    Optional<SortedMap<String, byte[]>> files =
        Archive.read(name + ".tar.xz", file -> !file.endsWith("MANIFEST.tsv"));
    assumeTrue(files.isPresent(), "test data is missing: " + name);
    List<byte[]> messages =
        files.orElseThrow().values().stream().filter(bytes -> bytes.length > 0).toList();
    assertTrue(messages.size() > 40, "only " + messages.size());
    try (var world = new SearchWorld(TestServer.memory())) {
      for (int i = 0; i < messages.size(); i += 100) {
        List<byte[]> some = messages.subList(i, Math.min(messages.size(), i + 100));
        world.append(some, new byte[0], Set.of());
      }
      world.select();
      compare(world, messages, new SplittableRandom(1));
    }
  }

  private static void compare(SearchWorld world, List<byte[]> messages, RandomGenerator random)
      throws IOException {
    for (String name : NAMES) {
      world.compare("HEADER " + name + " \"\"", false);
      for (int i = 0; i < 5; i++) {
        world.compare("HEADER " + name + " " + sought(messages, name, random), true);
      }
    }
    for (String key : SHOWN) {
      for (int i = 0; i < 5; i++) {
        world.compare(key + " " + sought(messages, key, random), false);
      }
    }
    for (SortCriterion.Field field : SortCriterion.Field.values()) {
      if (field != SortCriterion.Field.RELEVANCY) {
        world.compareSort(List.of(new SortCriterion(field, random.nextBoolean())));
      }
    }
    world.compare("OR SENTSINCE 1-Jan-2024 SENTBEFORE 1-Jan-2000", true);
    world.compare("SENTON 12-Apr-2022", true);
    world.compare("OR BODY grüße TEXT " + sought(messages, "Message-ID", random), false);
  }

  /** A piece of a field as it stands in one of the messages. */
  private static String sought(List<byte[]> messages, String name, RandomGenerator random) {
    List<String> found = new ArrayList<>();
    for (int tries = 0; tries < 50 && found.isEmpty(); tries++) {
      byte[] message = messages.get(random.nextInt(messages.size()));
      HeaderField.first(MessageStructure.of(message).header(), name)
          .map(HeaderField::text)
          .filter(text -> text.length() > 2)
          .ifPresent(found::add);
    }
    String text = found.isEmpty() ? "nothing" : found.getFirst();
    int from = random.nextInt(text.length() - 2);
    String piece = text.substring(from, Math.min(text.length(), from + 2 + random.nextInt(12)));
    boolean whole = piece.chars().noneMatch(c -> Character.isSurrogate((char) c) || c < ' ');
    String safe = whole ? piece : "re";
    return "\"" + safe.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
