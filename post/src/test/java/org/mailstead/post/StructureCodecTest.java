package org.mailstead.post;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.formats.imap.ImapForm;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.NumberedPart;
import org.mailstead.formats.mime.Range;
import org.mailstead.post.rows.StructureRow;
import org.mailstead.store.Row;
import org.mailstead.testkit.Archive;

/** What is stored of a structure says to a client what the message itself says. */
class StructureCodecTest {
  @ParameterizedTest
  @ValueSource(strings = {"mime/mime4j", "mime/mail-parser", "mime/ruby-mail"})
  void aStoredStructureSaysWhatTheMessageSays(String archive) throws IOException {
    List<byte[]> messages = messages(archive + ".tar.xz");
    assertTrue(messages.size() > 40, "only " + messages.size());
    for (byte[] message : messages) {
      MessageStructure original = MessageStructure.of(message);
      MessageStructure stored = throughRow(original);
      for (boolean extended : new boolean[] {false, true}) {
        assertEquals(
            new String(ImapForm.structure(original.body(), extended), ISO_8859_1),
            new String(ImapForm.structure(stored.body(), extended), ISO_8859_1));
      }
      assertEquals(original.body(), stored.body());
      assertEquals(original.size(), stored.size());
      behindAPrefix(message, stored);
    }
  }

  private static MessageStructure throughRow(MessageStructure structure) {
    byte[] row = Row.write(StructureCodec.write(structure));
    return StructureCodec.read(Row.read(row, StructureRow.parser()));
  }

  /** Every section of the shifted structure has the bytes that it had before. */
  private static void behindAPrefix(byte[] message, MessageStructure stored) {
    byte[] prefix = "Return-Path: <>\r\nReceived: here\r\n".getBytes(US_ASCII);
    byte[] whole = Arrays.copyOf(prefix, prefix.length + message.length);
    System.arraycopy(message, 0, whole, prefix.length, message.length);
    MessageStructure shifted = Prefixed.shift(stored, prefix.length);
    assertEquals(whole.length, shifted.size());
    assertArrayEquals(section(message, stored, "TEXT"), section(whole, shifted, "TEXT"));
    byte[] header = section(message, stored, "HEADER").orElseThrow();
    byte[] longer = Arrays.copyOf(prefix, prefix.length + header.length);
    System.arraycopy(header, 0, longer, prefix.length, header.length);
    assertArrayEquals(longer, section(whole, shifted, "HEADER").orElseThrow());
    for (NumberedPart leaf : stored.leaves()) {
      for (String name : List.of("", ".MIME", ".HEADER", ".TEXT")) {
        if (name.equals(".MIME") && stored.leaves().size() == 1) {
          continue; // of a message without parts it is the header, which has grown
        }
        String number = leaf.number() + name;
        assertArrayEquals(section(message, stored, number), section(whole, shifted, number));
      }
    }
  }

  private static void assertArrayEquals(Optional<byte[]> one, Optional<byte[]> other) {
    assertEquals(
        one.map(b -> new String(b, ISO_8859_1)), other.map(b -> new String(b, ISO_8859_1)));
  }

  private static void assertArrayEquals(byte[] one, byte[] other) {
    org.junit.jupiter.api.Assertions.assertArrayEquals(one, other);
  }

  private static Optional<byte[]> section(byte[] message, MessageStructure of, String name) {
    Optional<Range> range = of.section(name);
    return range.map(r -> Arrays.copyOfRange(message, (int) r.start(), (int) r.end()));
  }

  @Test
  void whatLiesTooDeepToBeReadAgainIsNotStored() {
    assertTrue(StructureCodec.isReadable(nested(49).body()));
    assertEquals(nested(49).body(), throughRow(nested(49)).body());
    assertFalse(StructureCodec.isReadable(nested(90).body()));
  }

  private static MessageStructure nested(int levels) {
    String text = "Content-Type: message/rfc822\r\n\r\n".repeat(levels) + "x\r\n";
    return MessageStructure.of(text.getBytes(US_ASCII));
  }

  private static List<byte[]> messages(String name) throws IOException {
    Optional<SortedMap<String, byte[]>> files = Archive.read(name, _ -> true);
    assumeTrue(files.isPresent(), "test data is missing: " + name);
    return files.orElseThrow().values().stream().filter(bytes -> bytes.length > 0).toList();
  }
}
