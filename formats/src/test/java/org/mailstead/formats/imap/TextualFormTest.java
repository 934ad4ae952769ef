package org.mailstead.formats.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.NumberedPart;
import org.mailstead.formats.mime.Part;
import org.mailstead.formats.mime.TransferDecoder;
import org.mailstead.testkit.Property;

class TextualFormTest {
  private static String write(String message) {
    return new String(write(message.getBytes(ISO_8859_1)), ISO_8859_1);
  }

  static byte[] write(byte[] message) {
    var out = new ByteArrayOutputStream();
    try {
      TextualForm.write(MessageStructure.of(message), ByteSource.of(message), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Test
  void aPartWithANulIsPutIntoBase64() {
    assertEquals(
        """
        Subject: s
        Content-Type: multipart/mixed; boundary=b

        before
        --b
        Content-Transfer-Encoding: binary

        text
        --b
        Content-Type: image/png
        X-After: x
        Content-Transfer-Encoding: base64

        AAEC
        --b
        Content-Transfer-Encoding: base64

        YQBi
        --b--
        """
            .replace("\n", "\r\n"),
        write(
            """
            Subject: s
            Content-Type: multipart/mixed; boundary=b

            before
            --b
            Content-Transfer-Encoding: binary

            text
            --b
            Content-Type: image/png
            Content-Transfer-Encoding: binary
            X-After: x

            \0\1\2
            --b

            a\0b
            --b--
            """
                .replace("\n", "\r\n")));
  }

  @Test
  void soIsAMessageOfOnePart() {
    assertEquals(
        "Subject: s\nContent-Transfer-Encoding: base64\r\n\r\nYQBiCg==\r\n",
        write("Subject: s\n\na\0b\n"));
    assertEquals("Content-Transfer-Encoding: base64\r\n\r\nAA==\r\n", write("\r\n\0"));
  }

  @Test
  void whatHasNoNulStaysAsItIs() {
    Property.holds(
        300,
        random -> {
          byte[] message = message(random, "ab\r\n-: \t");
          assertArrayEquals(message, write(message));
        });
  }

  @Test
  void thePartsAreDecodedToWhatTheyWere() {
    Property.holds(500, random -> check(message(random, "a\0\0b\r\n\u00ff")));
  }

  static void check(byte[] message) {
    byte[] textual = write(message);
    List<NumberedPart> before = MessageStructure.of(message).leaves();
    List<NumberedPart> after = MessageStructure.of(textual).leaves();
    assertEquals(before.size(), after.size());
    for (int i = 0; i < before.size(); i++) {
      assertEquals(before.get(i).number(), after.get(i).number());
      assertArrayEquals(
          content(message, before.get(i).part()), content(textual, after.get(i).part()));
    }
  }

  private static byte[] content(byte[] message, Part part) {
    if (!(part instanceof Part.Leaf leaf)) {
      return new byte[0];
    }
    var extent = leaf.extent();
    try (InputStream in = ByteSource.of(message).open(extent.body(), extent.size())) {
      return TransferDecoder.of(in, leaf.content().transferEncoding()).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A multipart with a message inside, whose bodies are made of these characters. */
  private static byte[] message(RandomGenerator random, String characters) {
    var text = new StringBuilder("Content-Type: multipart/mixed; boundary=xx\r\n\r\n");
    for (int i = random.nextInt(4); i >= 0; i--) {
      text.append("--xx\r\n");
      text.append(random.nextInt(3) == 0 ? "Content-Type: message/rfc822\r\n\r\nTo: y\r\n" : "");
      text.append(random.nextBoolean() ? "Content-Transfer-Encoding: 8bit\r\n" : "").append("\r\n");
      for (int j = random.nextInt(150); j > 0; j--) {
        text.append(characters.charAt(random.nextInt(characters.length())));
      }
      text.append("\r\n");
    }
    return text.append("--xx--\r\n").toString().getBytes(ISO_8859_1);
  }

  @Test
  void noBodyHasANulAfterwards() {
    Property.holds(
        200,
        random -> {
          byte[] textual = write(message(random, "a\0\r\n"));
          assertTrue(new String(textual, ISO_8859_1).indexOf(0) < 0);
        });
  }
}
