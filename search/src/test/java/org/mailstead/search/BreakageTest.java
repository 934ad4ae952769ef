package org.mailstead.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.testkit.Property;
import org.mailstead.words.AccountId;

/** An index may be killed, damaged, deleted, without room: the server starts and goes on. */
@Tag("slow")
class BreakageTest {
  private static final AccountId ANN = new AccountId(1);
  private static final Query WORD = new Query.Text(Query.Scope.ALL, "steady");

  @TempDir private Path temp;

  private static SearchIndex open(Path folder) throws IOException {
    return SearchIndex.open(folder, Clock.systemUTC());
  }

  private static void put(SearchIndex index, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      index.put(ANN, List.of(Samples.mail(i, "mail " + i, "steady words x" + i)), i);
    }
  }

  private static void filled(Path folder) throws IOException {
    try (var index = open(folder)) {
      put(index, 1, 200);
      index.commit();
      put(index, 200, 300);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toFile().length() > 0).sorted().toList();
    }
  }

  @Test
  void anUndamagedIndexIsKept() throws IOException {
    filled(temp);
    try (var index = open(temp)) {
      assertFalse(index.rebuilt());
      assertEquals(299, index.cursor(ANN));
      assertEquals(299, index.matches(ANN, WORD).size());
    }
  }

  @Test
  void anyDamageEndsInAnIndexThatWorks() {
    Property.holds(
        25,
        random -> {
          try {
            Path folder = Files.createTempDirectory(temp, "damaged");
            filled(folder);
            List<Path> files = files(folder);
            Path victim = files.get(random.nextInt(files.size()));
            switch (random.nextInt(3)) {
              case 0 -> Files.delete(victim);
              case 1 -> cut(victim, random.nextLong(Files.size(victim)));
              default -> {
                byte[] content = Files.readAllBytes(victim);
                for (int i = 0; i < 20; i++) {
                  content[random.nextInt(content.length)] ^= (byte) (1 + random.nextInt(255));
                }
                Files.write(victim, content);
              }
            }
            goesOn(folder);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static void cut(Path file, long length) throws IOException {
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(length);
    }
  }

  /** Feeds what the cursor says is missing, and finds all. */
  private static void goesOn(Path folder) throws IOException {
    try (var index = open(folder)) {
      index.matches(ANN, WORD); // which may be what finds the damage
      index.find(ANN, WORD, Found.Order.RELEVANCE_AND_DATE, 5, OptionalLong.empty());
      long cursor = index.cursor(ANN);
      assertTrue(cursor == 299 || (cursor == 0 && index.rebuilt()), "cursor " + cursor);
      put(index, (int) cursor + 1, 310);
      index.commit();
      settle();
      assertEquals(309, index.matches(ANN, WORD).size());
    }
  }

  private static void settle() {
    try {
      Thread.sleep(310);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aDeletedIndexStartsEmpty() throws IOException {
    filled(temp.resolve("gone"));
    for (Path file : files(temp.resolve("gone"))) {
      Files.delete(file);
    }
    try (var index = open(temp.resolve("gone"))) {
      assertEquals(0, index.cursor(ANN));
    }
  }

  @Test
  void anIndexOfAnotherFormatIsMadeAnew() throws IOException {
    try (Directory directory = FSDirectory.open(temp);
        var writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.setLiveCommitData(Map.of("format", "0").entrySet());
      writer.commit();
    }
    try (var index = open(temp)) {
      assertTrue(index.rebuilt());
      put(index, 1, 3);
      settle();
      assertEquals(2, index.matches(ANN, WORD).size());
    }
  }

  @Test
  void whoHasTheIndexKeepsIt() throws IOException {
    try (var index = open(temp)) {
      put(index, 1, 3);
      index.commit();
      assertThrows(IOException.class, () -> open(temp));
      settle();
      assertEquals(2, index.matches(ANN, WORD).size());
    }
  }

  @Test
  void whatOnlyCannotBeOpenedNowIsKept() throws IOException {
    filled(temp);
    assertThrows(
        FileSystemException.class,
        () ->
            SearchIndex.open(
                temp,
                Clock.systemUTC(),
                path -> {
                  throw new FileSystemException(path.toString(), null, "Too many open files");
                },
                Duration.ofHours(1)));
    try (var index = open(temp)) {
      assertFalse(index.rebuilt());
      assertEquals(299, index.cursor(ANN));
    }
  }

  @Test
  void aFullDiskStopsWritingAndNotReading() throws IOException {
    var full = new AtomicBoolean();
    try (var index =
        SearchIndex.open(
            temp,
            Clock.systemUTC(),
            path -> new Limited(FSDirectory.open(path), full),
            Duration.ofHours(1))) {
      put(index, 1, 50);
      index.commit();
      settle();
      assertEquals(49, index.matches(ANN, WORD).size());
      full.set(true);
      assertThrows(
          IOException.class,
          () -> {
            put(index, 50, 60);
            index.commit();
          });
      settle();
      assertEquals(49, index.matches(ANN, WORD).size(), "reading goes on");
      full.set(false);
      int cursor = (int) index.cursor(ANN);
      put(index, cursor + 1, 60);
      index.commit();
      settle();
      assertEquals(59, index.matches(ANN, WORD).size());
      assertEquals(59, index.cursor(ANN));
      assertFalse(index.rebuilt());
    }
  }

  /** A directory whose disk may be full. */
  private static final class Limited extends FilterDirectory {
    private final AtomicBoolean full;

    Limited(Directory in, AtomicBoolean full) {
      super(in);
      this.full = full;
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
      if (full.get()) {
        throw new IOException("No space left on device");
      }
      return super.createOutput(name, context);
    }
  }

  @Test
  void afterAKillTheCursorTellsWhatIsMissing() throws Exception {
    Path folder = temp.resolve("index");
    for (int round = 0; round < 3; round++) {
      Path said = Files.createFile(temp.resolve("said" + round));
      Process child =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Feeding.class.getName(),
                  folder.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectOutput(said.toFile())
              .start();
      while (Files.size(said) == 0) {
        assertTrue(child.isAlive(), "it feeds");
        Thread.sleep(20);
      }
      Thread.sleep(400 + 150 * round);
      child.destroyForcibly();
      assertTrue(child.waitFor(10, TimeUnit.SECONDS));
      List<String> lines = Files.readAllLines(said);
      // The last line may have been cut.
      long fed = lines.size() < 2 ? 0 : Long.parseLong(lines.get(lines.size() - 2));
      try (var index = open(folder)) {
        assertFalse(index.rebuilt());
        long cursor = index.cursor(ANN);
        // The email was in before its line was written.
        assertTrue(cursor <= fed + 2, cursor + " of " + fed);
        Matches found = index.matches(ANN, WORD);
        for (long i = 1; i <= cursor; i++) {
          assertTrue(found.contains(i), i + " is missing below " + cursor);
        }
      }
    }
  }

  /** Feeds until it is killed, from where it was the last time. */
  public static final class Feeding {
    private Feeding() {}

    /** Takes the folder. */
    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      try (var index =
          SearchIndex.open(folder, Clock.systemUTC(), FSDirectory::open, Duration.ofMillis(50))) {
        for (int i = (int) index.cursor(ANN) + 1; ; i++) {
          put(index, i, i + 1);
          System.out.println(i);
        }
      }
    }
  }
}
