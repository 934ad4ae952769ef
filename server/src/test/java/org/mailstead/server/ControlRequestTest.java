package org.mailstead.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes over the control socket is a request, or refused before it costs anything. */
class ControlRequestTest {
  private static ControlRequest read(byte[] octets) throws IOException {
    return ControlRequest.read(new DataInputStream(new ByteArrayInputStream(octets)));
  }

  private static byte[] written(ControlRequest request) throws IOException {
    var octets = new ByteArrayOutputStream();
    request.write(new DataOutputStream(octets));
    return octets.toByteArray();
  }

  /** Numbers as they are, texts after their length. */
  private static byte[] octets(Object... parts) throws IOException {
    var octets = new ByteArrayOutputStream();
    var out = new DataOutputStream(octets);
    for (Object part : parts) {
      if (part instanceof Integer number) {
        out.writeInt(number);
      } else {
        out.writeInt(part.toString().length());
        out.writeBytes(part.toString());
      }
    }
    return octets.toByteArray();
  }

  @Test
  void aRequestComesAsItWasWritten() throws IOException {
    var request =
        new ControlRequest(
            List.of("account", "", "gr\u00f6\u00dfe \n", "\ud83d\udc23"),
            Path.of("/some folder"),
            new byte[] {0, 1, -1});
    ControlRequest read = read(written(request));
    assertEquals(request.words(), read.words());
    assertEquals(request.folder(), read.folder());
    assertArrayEquals(request.input(), read.input());
    assertEquals(List.of(), read(octets(0, "/", "")).words());
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = written(new ControlRequest(List.of("a", "bc"), Path.of("/x"), new byte[5]));
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThrows(EOFException.class, () -> read(part));
    }
  }

  @Test
  void lengthsThatMakeNoSenseAreRefusedUnread() {
    for (int wrong : new int[] {-1, Integer.MIN_VALUE, 1 << 30, Integer.MAX_VALUE}) {
      assertThrows(IOException.class, () -> read(octets(wrong)));
      assertThrows(IOException.class, () -> read(octets(1, wrong)));
      assertThrows(IOException.class, () -> read(octets(1, "word", wrong)));
      assertThrows(IOException.class, () -> read(octets(1, "word", "/", wrong)));
    }
    assertThrows(IOException.class, () -> read(octets(10_001)));
    assertThrows(IOException.class, () -> read(octets(0, "/\0", "")));
  }

  @Test
  void allWordsTogetherHaveALimit() throws IOException {
    String mega = "x".repeat(1 << 20);
    assertEquals(4, read(octets(4, mega, mega, mega, mega.substring(9), "/", "")).words().size());
    assertThrows(IOException.class, () -> read(octets(4, mega, mega, mega, mega, "/", "")));
  }
}
