package org.mailstead.formats.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other people's messages, among them many that were made to break parsers. */
class CorpusTest {
  private static final Duration GUARD = Duration.ofSeconds(10);

  @ParameterizedTest
  @ValueSource(strings = {"mime4j", "mail-parser", "ruby-mail"})
  void everyTortureMessageHasAStructure(String name) throws IOException {
    Map<String, byte[]> files =
        Archive.read(
            "mime/" + name + ".tar.xz",
            file -> file.endsWith(".eml") || file.endsWith(".msg") || file.endsWith(".txt"));
    assertTrue(files.size() > 40, "only " + files.size());
    files.forEach(CorpusTest::readAll);
  }

  @ParameterizedTest
  @ValueSource(strings = {"linux-man", "usrp-users"})
  void realMailHasAStructure(String name) throws IOException {
    int every = Integer.getInteger("ham.every", 13);
    Map<String, byte[]> files =
        Archive.read(
            "ham/" + name + ".tar.xz",
            file -> file.endsWith(".eml") && file.hashCode() % every == 0);
    assertTrue(files.size() > 50, "only " + files.size());
    files.forEach(CorpusTest::readAll);
    files.forEach(CorpusTest::hasWhatRealMailHas);
  }

  private static void readAll(String name, byte[] message) {
    assertTimeoutPreemptively(
        GUARD,
        () -> {
          MessageStructure structure = Invariants.scan(message, new SplittableRandom(1));
          ByteSource source = ByteSource.of(message);
          assertNotNull(BodyText.of(structure, source, 1 << 20));
          String preview = Preview.of(structure, source);
          assertTrue(preview.codePointCount(0, preview.length()) <= Preview.MAX);
          Bodies.hasAttachment(structure);
          for (HeaderField field : structure.header()) {
            assertNotNull(field.text());
            assertNotNull(MessageIds.parse(field.value()));
            assertNotNull(AddressList.parse(field.value()));
            assertNotNull(DateTimes.parse(field.text()));
            BaseSubject.of(field.text());
          }
        },
        name);
  }

  private static void hasWhatRealMailHas(String name, byte[] message) {
    MessageStructure structure = MessageStructure.of(message);
    Envelope envelope = structure.envelope();
    assertEquals(1, envelope.from().size(), name);
    assertTrue(envelope.from().getFirst() instanceof Address.Mailbox, name);
    assertTrue(DateTimes.parse(envelope.date().orElseThrow().text()).isPresent(), name);
    assertEquals(1, MessageIds.parse(envelope.messageId().orElseThrow()).size(), name);
  }
}
