package org.mailstead.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.testkit.TestData;

/** Other people's mail goes in by every way and comes back as it was, through Python's modules. */
@Tag("slow")
@Tag("foreign")
class RoundTripTest {
  private static final String PASSWORD = "round-and-round";

  @TempDir Path folder;

  @Test
  void everyMessageComesBackAsItWentIn() throws Exception {
    Foreign.need("python3", "python3");
    Path mail = folder.resolve("mail");
    List<String> archives = new ArrayList<>();
    for (String name : List.of("ham", "mime")) {
      Optional<Path> data = TestData.find(name);
      assumeTrue(data.isPresent(), "no test data: set MAILSTEAD_TEST_DATA");
      try (Stream<Path> files = Files.list(data.get())) {
        files.map(Path::toString).filter(f -> f.endsWith(".tar.xz")).forEach(archives::add);
      }
    }
    for (String archive : archives) {
      Path to = mail.resolve(Path.of(archive).getFileName().toString());
      Foreign.run(folder, 120, "python3", "-c", UNPACK, archive, to.toString()).orFail();
    }
    try (Running server = Running.start(folder.resolve("home"))) {
      server.command("account", "add", "u%d@example.test", "--count", "3", "--password", PASSWORD);
      String script = Foreign.script(folder, "roundtrip.py");
      Foreign.Ended ended =
          Foreign.run(
              folder,
              900,
              "python3",
              script,
              Integer.toString(server.portBase()),
              PASSWORD,
              mail.toString());
      System.out.println(ended.output());
      ended.orFail();
    }
  }

  private static final String UNPACK =
      """
      import sys, tarfile
      with tarfile.open(sys.argv[1]) as archive:
          archive.extractall(sys.argv[2])
      """;
}
