package org.mailstead.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Python's websockets talks JMAP to a whole server (RFC 8887). */
@Tag("foreign")
class WebSocketTest {
  private static final String PYTHON = "/usr/bin/python3";

  @TempDir Path folder;

  @Test
  void anotherClientTalks() throws Exception {
    Foreign.need("python3", "python3");
    Foreign.needModule(folder, "websockets", "python3-websockets");
    try (Running server = Running.start(folder.resolve("home"))) {
      server.command("account", "add", "eve@example.test", "--password", "k7wq-3mxn-9pzd");
      Foreign.Ended ended =
          Foreign.run(
              folder,
              120,
              PYTHON,
              Foreign.script(folder, "websocket.py"),
              Integer.toString(server.port(80)),
              "eve@example.test",
              "k7wq-3mxn-9pzd");
      assertTrue(ended.orFail().output().endsWith("all good\n"), ended.output());
    }
  }
}
