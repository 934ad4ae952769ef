package org.mailstead.it;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.URI;
import java.net.URISyntaxException;
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
          Map.entry("identity", Set.of("words", "wire", "store")),
          Map.entry("filter", Set.of("words", "formats", "wire", "identity")),
          Map.entry("rules", Set.of("words", "formats")),
          Map.entry("search", Set.of("words", "formats", "store")),
          Map.entry(
              "post",
              Set.of("words", "formats", "wire", "store", "identity", "filter", "rules", "search")),
          Map.entry("agenda", Set.of("words", "formats", "post")),
          Map.entry(
              "jmap",
              Set.of(
                  "words",
                  "formats",
                  "wire",
                  "store",
                  "http",
                  "identity",
                  "rules",
                  "search",
                  "post",
                  "agenda")),
          Map.entry("signin", Set.of("words", "wire", "http", "identity", "post")),
          Map.entry("discovery", Set.of("words", "wire", "http")),
          Map.entry(
              "admin",
              Set.of("words", "formats", "wire", "store", "http", "identity", "filter", "post")),
          Map.entry("smtp", ROOM),
          Map.entry("imap", ROOM),
          Map.entry("pop3", ROOM),
          Map.entry(
              "sieve", Set.of("words", "formats", "wire", "store", "identity", "post", "rules")));

  /** What every command of IMAP stands on. */
  private static final Set<String> SPOKEN = Set.of("text", "response", "grammar", "state");

  /** What each package of the IMAP room may know besides. One that is missing may not exist. */
  private static final Map<String, Set<String>> IMAP_MAY_KNOW =
      Map.ofEntries(
          Map.entry("text", Set.of()),
          Map.entry("response", Set.of("text")),
          Map.entry("grammar", Set.of("text", "response")),
          Map.entry("state", Set.of("text", "response", "grammar")),
          Map.entry("fetch", with()),
          Map.entry("url", with("fetch")),
          Map.entry("search", with("fetch")),
          Map.entry("message", with("fetch", "url")),
          Map.entry("sharing", with("search")),
          Map.entry("mailbox", with("url", "sharing")),
          Map.entry("notify", with("fetch", "sharing", "mailbox")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.mailstead");

  private static Set<String> with(String... others) {
    Set<String> all = new TreeSet<>(SPOKEN);
    all.addAll(List.of(others));
    return all;
  }

  private static String module(JavaClass type) {
    return below(ROOT, type);
  }

  /** The package's next name below this one; empty for others. */
  private static String below(String root, JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(root) ? name.substring(root.length()).split("\\.", -1)[0] : "";
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
  void everyPackageOfImapKnowsOnlyWhatLiesBelowIt() {
    Set<String> seen = new TreeSet<>();
    Set<String> wrong = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      String from = below(ROOT + "imap.", type);
      if (from.isEmpty()) {
        continue;
      }
      seen.add(from);
      assertTrue(IMAP_MAY_KNOW.containsKey(from), "nothing is known of " + from);
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass other = dependency.getTargetClass();
        String to = below(ROOT + "imap.", other);
        if (module(other).equals("imap")
            && !to.equals(from)
            && !IMAP_MAY_KNOW.get(from).contains(to)) {
          wrong.add(type.getName() + " must not know " + other.getName());
        }
      }
    }
    assertEquals(IMAP_MAY_KNOW.keySet(), seen);
    assertEquals(Set.of(), wrong);
  }

  @Test
  void packagesOfImapGoRoundInNoCircle() {
    slices().matching("org.mailstead.(imap.*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void nobodyOutsideLooksIntoAPackageOfARoom() {
    for (String room : List.of("smtp", "pop3", "imap", "sieve", "discovery")) {
      noClasses()
          .that()
          .resideOutsideOfPackage("org.mailstead." + room + "..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.mailstead." + room + ".*..")
          .check(CLASSES);
    }
  }

  @Test
  void formatsDoNoInputAndOutputAndHaveNoClock() {
    noClasses()
        .that()
        .resideInAPackage("org.mailstead.formats..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..")
                .and(not(belongToAnyOf(URI.class, URISyntaxException.class)))) // which are values
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
    for (String room : List.of("smtp", "pop3", "imap", "sieve", "discovery")) {
      List<String> shown =
          CLASSES.stream()
              .filter(type -> type.getPackageName().equals(ROOT + room) && !type.isNestedClass())
              .filter(type -> type.getModifiers().toString().contains("PUBLIC"))
              .map(JavaClass::getSimpleName)
              .filter(name -> !Arrays.asList("package-info", "Maildrops").contains(name))
              .filter(name -> !name.endsWith("Server") && !name.endsWith("Config"))
              .toList();
      assertTrue(shown.isEmpty(), room + " shows " + shown);
    }
  }
}
