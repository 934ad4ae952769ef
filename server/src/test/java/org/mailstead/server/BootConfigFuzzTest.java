package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;

/** Whatever stands in mailstead.toml: settings, or an error that names the file. */
class BootConfigFuzzTest {
  private static final Path FILE = Path.of("mailstead.toml");

  @FuzzTest(maxDuration = "65s")
  void settings(byte[] octets) {
    BootConfig config;
    try {
      config = BootConfig.parse(FILE, new String(octets, UTF_8));
    } catch (ConfigException e) {
      assertTrue(e.why().startsWith("mailstead.toml"), e.why());
      return;
    }
    assertEquals(config, BootConfig.parse(FILE, config.toToml()));
  }
}
