package org.mailstead.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.testkit.Property;
import org.mailstead.words.AccountId;

/** Blobs against a model: nothing that is held is ever lost, and what nobody holds goes. */
class BlobsModelTest {
  private static final BlobScope SCOPE = new BlobScope(new byte[32]);
  private static final BlobsConfig CONFIG = new BlobsConfig(Duration.ofDays(14), 200_000);
  private static final int ACCOUNTS = 4;
  private static final int CONTENTS = 24;

  @TempDir private Path folder;
  private int number;

  /** The process ends here, in the middle of something. */
  private static final class Killed extends RuntimeException {}

  /** What an account's commits say. */
  private record Held(AccountId account, BlobId blob) {}

  private static byte[] content(int seed) {
    var dice = new SplittableRandom(seed);
    int length = seed % 8 == 0 ? 1_300_000 : dice.nextInt(17_000, 60_000);
    byte[] bytes = new byte[length];
    dice.nextBytes(bytes);
    return bytes;
  }

  private static AccountId account(RandomGenerator dice) {
    return new AccountId(1 + dice.nextInt(ACCOUNTS));
  }

  @Test
  void nothingHeldIsLostThroughSweepsAndKills() {
    Property.holds(
        4,
        dice -> {
          try {
            new Model(dice).run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private final class Model {
    private final RandomGenerator dice;
    private final MemoryEngine engine = new MemoryEngine(InstantSource.system());
    private final Set<Held> held = new HashSet<>();
    private final Map<BlobId, Integer> contents = new HashMap<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Path home;
    private Blobs blobs;
    private int killIn = -1;

    Model(RandomGenerator dice) throws IOException {
      this.dice = dice;
      this.home = folder.resolve("blobs" + number++);
      this.blobs = open();
    }

    private Blobs open() throws IOException {
      // The space is asked before every commit of the index: a good place to die.
      var space = new Space(0, this::maybeKilled, System::nanoTime, 0);
      var accounts = new Accounts(engine, new Watchers(), space);
      return new Blobs(home, accounts, CONFIG, Space.endless(), () -> now);
    }

    private long maybeKilled() {
      if (killIn >= 0 && killIn-- == 0) {
        throw new Killed();
      }
      return Long.MAX_VALUE;
    }

    void run() throws IOException {
      for (int step = 0; step < 120; step++) {
        try {
          step();
        } catch (Killed e) {
          crash();
        }
        killIn = -1;
      }
      check();
      held.clear();
      now = now.plus(Duration.ofDays(30));
      blobs.sweep(this::holds, now);
      for (BlobId blob : contents.keySet()) {
        assertTrue(blobs.size(blob).isEmpty());
      }
      blobs.close();
      try (var files = Files.list(home.resolve("files"))) {
        assertEquals(0, files.count());
      }
      try (var files = Files.list(home.resolve("segments"))) {
        assertTrue(files.count() <= 2, "only what is appended to, or pinned");
      }
    }

    private void step() throws IOException {
      now = now.plus(Duration.ofHours(dice.nextInt(60)));
      if (dice.nextInt(5) == 0) {
        killIn = dice.nextInt(20);
      }
      switch (dice.nextInt(10)) {
        case 0, 1, 2, 3 -> put();
        case 4 -> hold();
        case 5, 6 -> held.removeIf(_ -> dice.nextInt(3) == 0);
        case 7 -> sweep();
        case 8 -> {
          if (dice.nextInt(4) == 0) {
            crash();
          }
        }
        default -> check();
      }
    }

    private void put() {
      int seed = dice.nextInt(CONTENTS);
      byte[] bytes = content(seed);
      AccountId account = account(dice);
      try (BlobDraft draft = blobs.draft(SCOPE)) {
        draft.write(bytes, 0, bytes.length);
        if (dice.nextInt(10) > 0) {
          BlobId id = draft.finish(account).id();
          contents.put(id, seed);
          // Between the put and the account's commit, but not as long as the grace.
          now = now.plus(Duration.ofDays(dice.nextInt(10)));
          held.add(new Held(account, id));
        }
      }
    }

    private void hold() {
      List<Held> some = new ArrayList<>(held);
      if (!some.isEmpty()) {
        BlobId blob = some.get(dice.nextInt(some.size())).blob;
        AccountId account = account(dice);
        assertTrue(blobs.hold(blob, account));
        held.add(new Held(account, blob));
      }
    }

    private void sweep() throws IOException {
      if (dice.nextInt(4) == 0) {
        try (var _ = blobs.freeze()) {
          blobs.sweep(this::holds, now);
        }
      } else {
        blobs.sweep(this::holds, now);
      }
    }

    private boolean holds(AccountId account, BlobId blob) {
      return held.contains(new Held(account, blob));
    }

    /** The files as they are, perhaps with the beginning of one more record, in a new home. */
    private void crash() throws IOException {
      killIn = -1;
      Path left = folder.resolve("blobs" + number++);
      copy(home, left);
      blobs.close();
      home = left;
      if (dice.nextBoolean()) {
        tear();
      }
      blobs = open();
    }

    private void tear() throws IOException {
      try (var files = Files.list(home.resolve("segments"))) {
        var last = files.max(Path::compareTo);
        if (last.isPresent()) {
          byte[] packed = new byte[5000];
          byte[] header = SegmentFile.recordHeader(new BlobId(1, 2, 3, 4), packed).array();
          byte[] torn = java.util.Arrays.copyOf(header, dice.nextInt(1, 3000));
          Files.write(last.get(), torn, StandardOpenOption.APPEND);
        }
      }
    }

    private void check() throws IOException {
      for (Held one : held) {
        int seed = contents.getOrDefault(one.blob, -1);
        try (var in = blobs.open(one.blob, 0, Long.MAX_VALUE)) {
          assertArrayEquals(content(seed), in.readAllBytes());
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  /** Puts, drops and sweeps at the same time; the clock leaps, but never through a whole put. */
  @Test
  void nothingHeldIsLostWhileOthersPutAndTheSweeperRuns() throws Exception {
    var engine = new MemoryEngine(InstantSource.system());
    var accounts = new Accounts(engine, new Watchers());
    var world = new World();
    try (var blobs =
        new Blobs(folder.resolve("busy"), accounts, CONFIG, Space.endless(), world::now)) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 1; i <= 6; i++) {
        var account = new AccountId(i);
        threads.add(Thread.startVirtualThread(() -> world.live(blobs, account)));
      }
      threads.add(Thread.startVirtualThread(() -> world.age(blobs)));
      for (Thread thread : threads.subList(0, 6)) {
        thread.join();
      }
      world.over.set(true);
      threads.getLast().join();
      assertEquals(List.of(), List.copyOf(world.failures));
      assertTrue(world.removed > 0, "the sweeper had nothing to do");
    }
  }

  private static final class World {
    private final ReentrantReadWriteLock time = new ReentrantReadWriteLock();
    private final Set<Held> held = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long removed;

    Instant now() {
      return now;
    }

    void live(Blobs blobs, AccountId account) {
      var dice = new SplittableRandom();
      try {
        for (int i = 0; i < 60; i++) {
          int seed = 1 + dice.nextInt(7);
          byte[] bytes = content(seed);
          BlobId id;
          time.readLock().lock();
          try (BlobDraft draft = blobs.draft(SCOPE)) {
            draft.write(bytes, 0, bytes.length);
            id = draft.finish(account).id();
            held.add(new Held(account, id));
          } finally {
            time.readLock().unlock();
          }
          try (var in = blobs.open(id, 0, Long.MAX_VALUE)) {
            assertArrayEquals(bytes, in.readAllBytes());
          }
          if (dice.nextInt(4) > 0) {
            held.remove(new Held(account, id));
          }
        }
      } catch (Throwable e) {
        failures.add(e);
      }
    }

    void age(Blobs blobs) {
      try {
        while (!over.get()) {
          time.writeLock().lock();
          try {
            now = now.plus(Duration.ofDays(10));
          } finally {
            time.writeLock().unlock();
          }
          removed += blobs.sweep((a, b) -> held.contains(new Held(a, b)), now).blobs();
        }
      } catch (Throwable e) {
        failures.add(e);
      }
    }
  }
}
