package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import org.mailstead.identity.settings.Setting;
import org.mailstead.identity.settings.Type;

/** Whatever somebody types as a value: none, or one that is written and read again the same. */
class SettingValueFuzzTest {
  @FuzzTest(maxDuration = "65s")
  void values(byte[] octets) {
    String text = new String(octets, UTF_8);
    AllSettings.SCHEMA.all().forEach(setting -> value(setting, text));
  }

  private static <T> void value(Setting<T> setting, String text) {
    Optional<T> read = setting.type().read(text);
    if (read.isPresent()) {
      String written = setting.type().text(read.get());
      assertTrue(written.chars().noneMatch(Character::isISOControl), setting.key());
      if (written.length() <= Type.MAX_TEXT) {
        assertEquals(written, setting.type().read(written).map(setting.type()::text).orElse(""));
      }
    }
  }
}
