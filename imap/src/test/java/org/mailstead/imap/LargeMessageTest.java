package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** 100 MiB go through a program with a heap of 48: no message is ever in memory as a whole. */
class LargeMessageTest {
  @Test
  void aMessageLargerThanTheHeapComesAndGoes() throws Exception {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:MaxDirectMemorySize=48m",
                "-cp",
                path,
                LargeMessage.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertTrue(process.waitFor(5, TimeUnit.SECONDS), said);
      assertEquals(0, process.exitValue(), said);
      assertTrue(said.contains("held "), said);
    } finally {
      process.destroyForcibly();
    }
  }
}
