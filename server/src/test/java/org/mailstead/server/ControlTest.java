package org.mailstead.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control socket of a running server. */
class ControlTest {
  private static final byte[] NOTHING = {};

  @TempDir Path folder;

  @Test
  void commandsAreDoneByTheServerAndNonsenseDoesNotHarmIt() throws Exception {
    try (var home = new Typed(folder)) {
      Path socket = folder.resolve("control.sock");
      assertEquals(Optional.empty(), Control.ask(socket, List.of("domain", "list"), NOTHING));
      try (var _ = new Control(socket, home.core)) {
        assertEquals(
            PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(socket));
        assertEquals(Optional.of(0), Control.ask(socket, words("domain add a.test"), NOTHING));
        for (byte[] nonsense :
            new byte[][] {{}, {1, 2}, {-1, -1, -1, -1}, {0, 0, 0, 1, 127, 0, 0, 0}}) {
          nonsense(socket, nonsense);
        }
        assertEquals(Optional.of(1), Control.ask(socket, words("domain add a.test"), NOTHING));
        assertEquals(Optional.of(2), Control.ask(socket, words("no such thing"), NOTHING));
        String account = "account add ada@a.test --password-stdin";
        assertEquals(
            Optional.of(0),
            Control.ask(socket, words(account), "from standard input\n".getBytes(US_ASCII)));
        assertEquals(1, home.core.directory().accounts().size());
      }
      assertTrue(Files.notExists(socket));
    }
  }

  private static List<String> words(String line) {
    return List.of(line.split(" ", -1));
  }

  private static void nonsense(Path socket, byte[] octets) throws IOException {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap(octets));
      channel.shutdownOutput();
      assertEquals(-1, channel.read(ByteBuffer.allocate(1)), "no answer to nonsense");
    }
  }
}
