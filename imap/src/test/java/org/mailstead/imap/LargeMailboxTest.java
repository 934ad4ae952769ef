package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mailbox of a million messages in a heap of 512 MiB, client and server together. */
class LargeMailboxTest {
  @Test
  @Tag("long")
  void aMillionMessagesAreFetchedSoughtSortedAndRemoved(@TempDir Path directory) throws Exception {
    holds(10, 512, directory);
  }

  @Test
  @Tag("slow")
  void sixteenThousandMessagesAreInASmallHeap(@TempDir Path directory) throws Exception {
    holds(4, 64, directory);
  }

  private static void holds(int doublings, int heap, Path directory) throws Exception {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                path,
                LargeMailbox.class.getName(),
                Integer.toString(doublings),
                directory.resolve("store").toString())
            .redirectErrorStream(true)
            .start();
    try {
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertEquals(0, process.waitFor(), said);
      assertTrue(said.contains("held "), said);
    } finally {
      process.destroyForcibly();
    }
  }
}
