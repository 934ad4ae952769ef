package org.mailstead.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mailstead.identity.settings.Pin;
import org.mailstead.wire.BadCertificate;
import org.mailstead.words.EmailAddress;

/**
 * Starts a server in a temporary home, on ports that are free, has it do its work for some seconds,
 * and stops it: run once after a build, under a JDK option that records which classes are needed
 * and which code is hot, so that the real one is quick.
 */
final class Rehearsal {
  /** Of an account in a home that nobody reaches and that is gone when the rehearsal is over. */
  private static final String PASSWORD = "only-a-rehearsal";

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
              "localhost",
              "127.0.0.1",
              ports,
              "none",
              25,
              false,
              DiskLimits.NONE,
              Map.of(ProgramSettings.PLAINTEXT.key(), new Pin("true", 0)));
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
        mail(house);
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

  private static void mail(House house) throws IOException {
    var address = new EmailAddress("rehearsal", "example.test");
    AccountCommands.make(house.core(), address, "", PASSWORD);
    Map<String, Integer> ports = new TreeMap<>();
    for (String service : house.listening()) {
      String[] words = service.split(" ", -1);
      ports.put(words[0], Integer.parseInt(words[1]));
    }
    try {
      new RehearsedMail(address.toString(), PASSWORD).play(ports);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
