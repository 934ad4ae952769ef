package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.TestData;

/** The table of docs/imap.md is true: what is announced is in it, with a test that exists. */
class ImapDocumentTest {
  private static final Path ROOT = TestData.checkout();
  private static final Path TESTS = ROOT.resolve("imap/src/test/java/org/mailstead/imap");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** What follows one of these is a number, a mechanism or a letter of its own. */
  private static final Pattern VALUED =
      Pattern.compile(
          "^(APPENDLIMIT=|MESSAGELIMIT=|SAVELIMIT=|AUTH=|RIGHTS=|QUOTA=RES-|IMAPSIEVE=).*");

  private record Row(List<String> capabilities, List<String> marks, List<String> tests) {}

  private static String document() throws IOException {
    return Files.readString(ROOT.resolve("docs/imap.md"), UTF_8);
  }

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    String table = document();
    table = table.substring(table.indexOf("| capability |"));
    for (String line : table.lines().skip(2).takeWhile(l -> l.startsWith("|")).toList()) {
      String[] cells = line.substring(1, line.length() - 1).split("\\|", -1);
      assertEquals(9, cells.length, line);
      List<String> marks = new ArrayList<>();
      for (int i = 3; i < 8; i++) {
        marks.add(cells[i].strip());
      }
      rows.add(new Row(codes(cells[0]), marks, codes(cells[8])));
    }
    return rows;
  }

  private static List<String> codes(String cell) {
    return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
  }

  /** What a server says before and after signing in, with and without passwords in the clear. */
  private static Set<String> announced() throws Exception {
    Set<String> announced = new TreeSet<>();
    for (boolean plaintext : new boolean[] {true, false}) {
      try (var server = new TestServer(TestServer.memory(), plaintext);
          var talk = new Talk(server.port)) {
        announced.addAll(capabilities(talk.line()));
        if (plaintext) {
          talk.send("a LOGIN ada@example.test " + TestServer.PASSWORD + "\r\n");
          announced.addAll(capabilities(talk.line()));
        }
      }
    }
    return announced;
  }

  private static Set<String> capabilities(String line) {
    String code = line.substring(line.indexOf("[CAPABILITY ") + 12, line.indexOf(']'));
    return Set.of(code.split(" ", -1)).stream()
        .map(word -> VALUED.matcher(word).replaceFirst("$1"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void whatIsAnnouncedHasOneRow() throws Exception {
    List<String> listed =
        rows().stream().flatMap(row -> row.capabilities().stream()).sorted().toList();
    assertEquals(new TreeSet<>(listed).size(), listed.size(), "twice in " + listed);
    Set<String> missing = announced();
    missing.removeAll(listed);
    assertEquals(Set.of(), missing);
  }

  @Test
  void aRowNamesTestsThatAreThere() throws Exception {
    Set<String> announced = announced();
    for (Row row : rows()) {
      // What is not announced is still to come, and its tests with it.
      boolean here =
          row.capabilities().isEmpty() || row.capabilities().stream().anyMatch(announced::contains);
      if (here) {
        assertTrue(announced.containsAll(row.capabilities()), () -> row + " is there in part");
        assertTrue(!row.tests().isEmpty(), () -> row + " is not proved");
        for (String test : row.tests()) {
          assertIsThere(test);
        }
      }
    }
  }

  private static void assertIsThere(String test) throws IOException {
    String[] parts = test.split("\\.", 2);
    String name = parts[0] + ".java";
    try (Stream<Path> all = Files.walk(TESTS)) {
      Optional<Path> file = all.filter(path -> path.endsWith(name)).findFirst();
      assertTrue(file.isPresent(), test + " is not there");
      assertTrue(
          parts.length == 1 || Files.readString(file.get()).contains("void " + parts[1] + "("),
          test + " is not there");
    }
  }

  @Test
  void marksAreThoseThatAreExplained() throws IOException {
    Set<String> known = Set.of("yes", "no", "opt", "part", "?");
    for (Row row : rows()) {
      assertTrue(known.containsAll(row.marks()), row.toString());
    }
  }

  @Test
  void eachStandardThatIsDoneIsNamed() throws IOException {
    String document = document();
    List<String> missing =
        Files.readAllLines(ROOT.resolve("rfc/index.tsv")).stream()
            .skip(1)
            .map(line -> line.split("\t", -1))
            .filter(cells -> cells[1].equals("yes") && cells[3].startsWith("IMAP"))
            .map(cells -> cells[0])
            .filter(number -> !Pattern.compile("\\b" + number + "\\b").matcher(document).find())
            .toList();
    assertEquals(List.of(), missing);
  }

  @Test
  void programsThatAreCateredForAreInTheTestOfTheirQuirks() throws IOException {
    assertTrue(Files.exists(TESTS.resolve("QuirksTest.java")));
    assertTrue(Files.exists(ROOT.resolve("it/src/test/java/org/mailstead/it/InSyncTest.java")));
    String document = document();
    assertTrue(document.contains("imap/QuirksTest") && document.contains("it/InSyncTest"));
  }
}
