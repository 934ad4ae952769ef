package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.mailstead.identity.settings.Effect;
import org.mailstead.identity.settings.Pin;

/** Whatever stands in mailstead.toml: settings, or an error that names the file. */
class BootConfigFuzzTest {
  private static final Path FILE = Path.of("mailstead.toml");

  @FuzzTest(maxDuration = "65s")
  void settings(byte[] octets) {
    String text = new String(octets, UTF_8);
    BootConfig config;
    try {
      config = BootConfig.parse(FILE, text);
    } catch (ConfigException e) {
      assertTrue(e.why().startsWith("mailstead.toml"), e.why());
      return;
    }
    assertEquals(config.unpinned(), BootConfig.parse(FILE, config.toToml()).unpinned());
    Map<String, Pin> others = new TreeMap<>(config.pins());
    others.keySet().removeIf(BootConfigFuzzTest::belongsThere);
    if (!others.isEmpty()) {
      taken(text, config, others);
    }
  }

  private static boolean belongsThere(String key) {
    return AllSettings.SCHEMA.find(key).orElseThrow().effect() == Effect.FILE;
  }

  /** Putting lines out of use touches no other, or nothing at all. */
  private static void taken(String text, BootConfig config, Map<String, Pin> others) {
    try {
      BootConfig left = BootConfig.parse(FILE, ConfigFile.without(FILE, text, others));
      assertEquals(config.unpinned(), left.unpinned());
      assertTrue(left.pins().keySet().stream().allMatch(BootConfigFuzzTest::belongsThere));
    } catch (ConfigException e) {
      assertTrue(e.why().startsWith("mailstead.toml"), e.why());
    }
  }
}
