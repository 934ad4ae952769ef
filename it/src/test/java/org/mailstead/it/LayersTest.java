package org.mailstead.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The house's directions: layers import downwards, a room knows no other room. */
class LayersTest {
  private static final String ROOT = "org.mailstead.";

  private static final Set<String> ROOM =
      Set.of("words", "formats", "wire", "store", "identity", "filter", "post");

  /** What each module may know. One that is missing here may not exist. */
  private static final Map<String, Set<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("words", Set.of()),
          Map.entry("formats", Set.of("words")),
          Map.entry("wire", Set.of("words")),
          Map.entry("store", Set.of("words")),
          Map.entry("http", Set.of("words")),
          Map.entry("identity", Set.of("words", "store")),
          Map.entry("filter", Set.of("words", "formats", "wire", "identity")),
          Map.entry("post", Set.of("words", "formats", "wire", "store", "identity", "filter")),
          Map.entry("smtp", ROOM),
          Map.entry("imap", ROOM),
          Map.entry("pop3", ROOM));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.mailstead");

  private static String module(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(ROOT) ? name.substring(ROOT.length()).split("\\.", -1)[0] : "";
  }

  @Test
  void everyModuleKnowsOnlyWhatLiesBelowIt() {
    Map<String, Set<String>> knows = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      type.getDirectDependenciesFromSelf()
          .forEach(dependency ->
              knows
                  .computeIfAbsent(module(type), _ -> new TreeSet<>())
                  .add(module(dependency.getTargetClass())));
    }
    assertTrue(knows.containsKey("smtp"), "the classes were found");
    List<String> free = List.of("server", "testkit", "it", "");
    knows.forEach((module, others) -> {
      Set<String> wrong = new TreeSet<>(others);
      wrong.removeAll(List.of("", module));
      if (!free.contains(module)) {
        assertTrue(MAY_KNOW.containsKey(module), "no layer is known for " + module);
        wrong.removeAll(MAY_KNOW.get(module));
        assertTrue(wrong.isEmpty(), module + " must not know " + wrong);
      }
    });
  }

  @Test
  void formatsDoNoInputAndOutputAndHaveNoClock() {
    noClasses()
        .that()
        .resideInAPackage("org.mailstead.formats..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }

  @Test
  void onlyTheServerReadsTheEnvironmentAndEndsTheProcess() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.mailstead.server..", "org.mailstead.testkit..")
        .should()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
  }

  @Test
  void roomsShowOnlyTheirServerAndItsSettings() {
    for (String room : List.of("smtp", "pop3", "imap")) {
      List<String> shown =
          CLASSES.stream()
              .filter(type -> module(type).equals(room) && !type.isNestedClass())
              .filter(type -> type.getModifiers().toString().contains("PUBLIC"))
              .map(JavaClass::getSimpleName)
              .filter(name -> !Arrays.asList("package-info", "Maildrops").contains(name))
              .filter(name -> !name.endsWith("Server") && !name.endsWith("Config"))
              .toList();
      assertTrue(shown.isEmpty(), room + " shows " + shown);
    }
  }
}
