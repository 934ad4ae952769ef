package org.mailstead.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.TestData;

/** Keeps the house readable: sizes, citations, the message's way. */
class ShapeTest {
  private static final int MAX_FILE = 600;
  private static final int LONG_FILE = 400;
  private static final Pattern RFC = Pattern.compile("RFC (\\d{3,5})");
  private static final Path ROOT = TestData.checkout();

  private static List<Path> sources(String part) {
    try (Stream<Path> walk = Files.walk(ROOT)) {
      return walk.filter(p -> p.toString().endsWith(".java"))
          .filter(p -> p.toString().contains("/src/" + part + "/java/"))
          .filter(p -> !p.toString().contains("/target/"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void noFileOutgrowsItsReader() {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources("main")) {
      long lines = read(file).lines().count();
      if (lines > MAX_FILE) {
        tooLong.add(ROOT.relativize(file) + " " + lines);
      } else if (lines > LONG_FILE) {
        System.out.println("long: " + ROOT.relativize(file) + " " + lines);
      }
    }
    assertEquals(List.of(), tooLong);
  }

  @Test
  void everyStandardThatIsCitedIsInTheIndex() {
    Set<String> listed =
        read(ROOT.resolve("rfc/index.tsv"))
            .lines()
            .skip(1)
            .map(line -> line.split("\t", -1)[0])
            .collect(Collectors.toCollection(TreeSet::new));
    Map<String, String> missing = new TreeMap<>();
    List<Path> all = new ArrayList<>(sources("main"));
    all.addAll(sources("test"));
    for (Path file : all) {
      Matcher cited = RFC.matcher(read(file));
      while (cited.find()) {
        if (!listed.contains(cited.group(1))) {
          missing.put(cited.group(1), ROOT.relativize(file).toString());
        }
      }
    }
    assertEquals(Map.of(), missing);
  }

  @Test
  void theIndexSaysForEachStandardWhatIsDoneAndWhere() {
    List<String> states = List.of("yes", "part", "no", "cited");
    read(ROOT.resolve("rfc/index.tsv"))
        .lines()
        .skip(1)
        .forEach(line -> {
          String[] fields = line.split("\t", -1);
          assertEquals(5, fields.length, line);
          assertTrue(fields[0].matches("\\d+"), line);
          assertTrue(states.contains(fields[1]), line);
          for (String module : fields[2].split(" ", -1)) {
            assertTrue(module.equals("-") || Files.isDirectory(ROOT.resolve(module)), line);
          }
        });
  }

  @Test
  void aMessagesWayIsTheSixFilesThatTheArchitectureNames() {
    String told = read(ROOT.resolve("ARCHITECTURE.md"));
    for (String file :
        List.of(
            "smtp/SmtpSession",
            "smtp/Inbound",
            "post/Delivery",
            "store/Accounts",
            "store/Watchers",
            "imap/notify/Idle")) {
      String[] parts = file.split("/", -1);
      Path source = ROOT.resolve(parts[0] + "/src/main/java/org/mailstead/" + file + ".java");
      assertTrue(Files.exists(source), source + " is gone");
      assertTrue(told.contains(file), "ARCHITECTURE.md does not name " + file);
    }
  }

  @Test
  void theArchitectureNamesEachPackageOfImap() throws IOException {
    String told = read(ROOT.resolve("ARCHITECTURE.md"));
    try (Stream<Path> inside = Files.list(ROOT.resolve("imap/src/main/java/org/mailstead/imap"))) {
      List<Path> packages = inside.filter(Files::isDirectory).toList();
      assertTrue(packages.size() > 1, "the packages were found");
      for (Path named : packages) {
        assertTrue(told.contains("| `imap." + named.getFileName() + "` |"), named + " is not told");
      }
    }
  }

  @Test
  void switchesOnOurOwnSealedTypesHaveNoDefault() {
    // Dispatch on a sealed interface names its variants as Interface.Variant in the cases.
    Pattern dispatch =
        Pattern.compile(
            "case (Command|Step|Outcome|Since|Blob|Recipient|Line)\\.\\w+[^;]*?default ->",
            Pattern.DOTALL);
    List<String> found = new ArrayList<>();
    for (Path file : sources("main")) {
      for (String body : read(file).split("switch \\(", -1)) {
        int end = body.indexOf("\n  }\n");
        Matcher matcher = dispatch.matcher(end < 0 ? body : body.substring(0, end));
        if (matcher.find()) {
          found.add(ROOT.relativize(file) + ": " + matcher.group(1));
        }
      }
    }
    assertEquals(List.of(), found);
  }

  @Test
  void nothingNamesAPathOfSomebodysMachine() {
    List<String> found = new ArrayList<>();
    for (Path file : sources("main")) {
      if (Pattern.compile("\"/(home|root|work|Users)/").matcher(read(file)).find()) {
        found.add(ROOT.relativize(file).toString());
      }
    }
    assertEquals(List.of(), found);
  }
}
