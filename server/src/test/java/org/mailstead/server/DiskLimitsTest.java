package org.mailstead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskLimitsTest {
  @TempDir private Path folder;

  private DiskLimits read(String lines) throws IOException {
    Path file = folder.resolve("mailstead.toml");
    Files.writeString(file, lines);
    return BootConfig.read(file).disk();
  }

  private static OptionalLong octets(long octets) {
    return OptionalLong.of(octets);
  }

  @Test
  void whatIsWrittenIsReadTheSame() throws IOException {
    var limits = new DiskLimits(octets(3L << 29), octets(50_000_000_000L));
    assertEquals(limits, read("keep_free = \"1536 MiB\"\nhome_limit = \"50 GB\"\n"));
    assertEquals(DiskLimits.NONE, read("keep_free = \"auto\"\nhome_limit = \"all\"\n"));
    assertEquals(DiskLimits.NONE, read(""));
    String whole = BootConfig.tryOut("127.0.0.1", 10_000).toToml();
    assertEquals(DiskLimits.NONE, read(whole));
    assertTrue(whole.lines().noneMatch(line -> line.startsWith(" ")), whole);
  }

  @Test
  void aWrongSizeIsNamedWithItsLine() {
    var wrong =
        assertThrows(ConfigException.class, () -> read("sending = false\nhome_limit = \"50\"\n"));
    assertTrue(wrong.why().contains("line 2: home_limit is \"all\" or a size"), wrong.why());
    assertThrows(ConfigException.class, () -> read("home_limit = \"1 MiB\""));
    assertThrows(ConfigException.class, () -> read("keep_free = \"lots\""));
    assertThrows(ConfigException.class, () -> read("keep_free = 5"));
  }
}
