package org.mailstead.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that commits as fast as it can is killed; whatever it said was applied must be there.
 * {@code -Dkills=100} for more than the few of an ordinary run.
 */
class RocksCrashTest {
  private static final int PARTITIONS = 24;

  @TempDir private Path folder;

  /** What the child said: which commit became which version of which partition. */
  private record Told(long partition, long version, CommitId id) {}

  @Test
  void whatWasAcknowledgedIsThereOnceAfterEveryKill() throws Exception {
    var dice = new SplittableRandom();
    Map<Long, Map<Long, CommitId>> told = new HashMap<>();
    int kills = Integer.getInteger("kills", 5);
    long acknowledged = 0;
    for (int kill = 0; kill < kills; kill++) {
      for (Told one : killed(dice.nextInt(20, 600))) {
        acknowledged++;
        CommitId other =
            told.computeIfAbsent(one.partition, _ -> new HashMap<>()).put(one.version, one.id);
        assertEquals(null, other, "version " + one.version + " was given out twice");
      }
      check(told);
    }
    assertTrue(acknowledged > kills, "nothing was tested");
  }

  /** Runs the child until it has said so many lines, kills it, and returns all it said. */
  private List<Told> killed(int lines) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.resolve("store").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Told> told = new ArrayList<>();
    try (var out = new BufferedReader(new InputStreamReader(child.getInputStream(), US_ASCII))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        // The last line may be cut; a cut line has no stop.
        if (line.endsWith(".")) {
          String[] word = line.split(" ", -1);
          var id = new CommitId(Long.parseLong(word[2]), Long.parseLong(word[3]));
          told.add(new Told(Long.parseLong(word[0]), Long.parseLong(word[1]), id));
        }
        if (told.size() == lines) {
          child.toHandle().destroyForcibly(); // the pipe stays: what it holds was said
        }
      }
    }
    child.waitFor();
    assertTrue(told.size() >= lines, "the child ended by itself");
    return told;
  }

  private void check(Map<Long, Map<Long, CommitId>> told) throws IOException {
    var directory = folder.resolve("store");
    try (var engine = RocksEngine.open(directory, RocksConfig.small(), InstantSource.system())) {
      for (var one : told.entrySet()) {
        var partition = new Partition(Partition.Kind.ACCOUNT, one.getKey());
        List<LogEntry> log = engine.changes(partition, 0, Integer.MAX_VALUE);
        assertEquals(log.size(), engine.head(partition, Level.LINEAR).version());
        Map<Long, byte[]> rows = new HashMap<>();
        for (int at = 0; at < log.size(); at++) {
          LogEntry entry = log.get(at);
          assertEquals(at + 1, entry.version());
          CommitId said = one.getValue().get(entry.version());
          assertTrue(said == null || said.equals(entry.id()), "another commit at that version");
          rows.put(ByteBuffer.wrap(entry.body()).getLong(), entry.body());
        }
        long last = one.getValue().keySet().stream().mapToLong(v -> v).max().orElse(0);
        assertTrue(last <= log.size(), "version " + last + " of " + log.size() + " is lost");
        same(rows, engine, partition, 1);
        same(rows, engine, partition, RocksKeys.BULK_FROM);
      }
    }
  }

  private static void same(
      Map<Long, byte[]> rows, Engine engine, Partition partition, int collection) {
    var stored = engine.scan(partition, KeyRange.collection(collection), false, 1000, Level.LINEAR);
    assertEquals(rows.size(), stored.size());
    for (Entry entry : stored) {
      assertArrayEquals(rows.get(entry.key().group()), java.util.Arrays.copyOf(entry.value(), 16));
    }
  }

  /** Commits to many partitions at once, and says each commit once it is acknowledged. */
  static final class Child {
    public static void main(String[] arguments) throws Exception {
      var directory = Path.of(arguments[0]);
      var engine = RocksEngine.open(directory, RocksConfig.small(), InstantSource.system());
      List<Thread> writers = new ArrayList<>();
      for (int i = 1; i <= PARTITIONS; i++) {
        var partition = new Partition(Partition.Kind.ACCOUNT, i);
        writers.add(Thread.startVirtualThread(() -> write(engine, partition)));
      }
      for (Thread writer : writers) {
        writer.join();
      }
    }

    private static void write(Engine engine, Partition partition) {
      var dice = new SplittableRandom();
      while (true) {
        long version = engine.head(partition, Level.LINEAR).version();
        Commit commit = commit(partition, version, dice);
        if (engine.commit(commit) instanceof Outcome.Applied(long applied)) {
          CommitId id = commit.id();
          String line = "%d %d %d %d .\n".formatted(partition.id(), applied, id.high(), id.low());
          synchronized (System.out) {
            System.out.print(line);
            System.out.flush();
          }
        }
      }
    }

    /** The same sixteen bytes in a row, in a bulk row and in the log. */
    private static Commit commit(Partition partition, long version, RandomGenerator dice) {
      long slot = dice.nextInt(40);
      byte[] body = ByteBuffer.allocate(16).putLong(slot).putLong(dice.nextLong()).array();
      byte[] large = java.util.Arrays.copyOf(body, dice.nextInt(16, 9000));
      List<Op> ops =
          List.of(
              new Op.Put(Key.of(1, slot), body),
              new Op.Put(Key.of(RocksKeys.BULK_FROM, slot), large));
      return new Commit(partition, version, 0, CommitId.random(dice), ops, body);
    }
  }
}
