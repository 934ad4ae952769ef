package org.mailstead.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mailstead.wire.BadCertificate;

/**
 * Starts a server in a temporary home, on ports that are free, and stops it again: run once after a
 * build, under a JDK option that records which classes a start needs, so that the real one is
 * quick.
 */
final class Rehearsal {
  private Rehearsal() {}

  static int execute() throws IOException {
    Path folder = Files.createTempDirectory("mailstead-rehearsal");
    try {
      var home = new Home(folder);
      home.create();
      Map<BootConfig.Service, Integer> ports = new TreeMap<>();
      for (BootConfig.Service service : BootConfig.Service.values()) {
        ports.put(service, BootConfig.ANY);
      }
      var config =
          new BootConfig(
              "localhost", "127.0.0.1", ports, false, "system", 25, true, false, DiskLimits.NONE);
      Home.writeOwn(home.config(), BootConfig.tryOut("127.0.0.1", 10_000).toToml());
      BootConfig.read(home.config());
      try (var house = new House(Core.open(home, config, InstantSource.system()))) {
        house.start();
        Welcome.furnish(
            house.core(),
            new java.io.PrintStream(
                java.io.OutputStream.nullOutputStream(),
                true,
                java.nio.charset.StandardCharsets.UTF_8));
      } catch (BadCertificate e) {
        throw new ConfigException(String.valueOf(e.getMessage()));
      }
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    return ExitCode.OK;
  }
}
