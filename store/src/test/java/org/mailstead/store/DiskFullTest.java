package org.mailstead.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** A disk that is really full. Needs the right to mount one; skipped without. */
class DiskFullTest {
  private static final Partition ADA = new Partition(Partition.Kind.ACCOUNT, 7);
  private static final int ROW = 60_000;

  private final SplittableRandom random = new SplittableRandom();
  @TempDir private Path disk;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString()),
        "no right to mount a small disk here");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  private static boolean run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  private Commit commit(long version) {
    byte[] noise = new byte[ROW];
    random.nextBytes(noise);
    var ops = List.<Op>of(new Op.Put(Key.of(1, version), noise));
    return new Commit(ADA, version, 0, CommitId.random(random), ops, new byte[0]);
  }

  @Test
  void nothingAcknowledgedIsLostAndItWorksAgainWhenSpaceReturns() throws Exception {
    Path ballast = disk.resolve("ballast");
    Files.write(ballast, new byte[6 << 20]);
    List<Commit> applied = new ArrayList<>();
    List<Commit> unknown = new ArrayList<>();
    try (var engine = open()) {
      fill(engine, applied, unknown);
      assertTrue(!applied.isEmpty() && !unknown.isEmpty());
      Files.delete(ballast);
      long version = again(engine);
      for (Commit commit : unknown) {
        if (engine.resolve(ADA, commit.id(), commit.expectedVersion())) {
          applied.add(commit);
        }
      }
      check(engine, applied, version);
    }
    try (var engine = open()) {
      check(engine, applied, engine.head(ADA, Level.LINEAR).version());
    }
  }

  @Test
  void aBlobThatFindsNoRoomIsRefusedAndCutOff() throws Exception {
    Path ballast = disk.resolve("ballast");
    Files.write(ballast, new byte[10 << 20]);
    var accounts = new Accounts(new MemoryEngine(InstantSource.system()), new Watchers());
    var config = new BlobsConfig(Duration.ofDays(14), 4 << 20);
    Path home = disk.resolve("blobs");
    var clock = InstantSource.system();
    Map<BlobId, byte[]> stored = new HashMap<>();
    try (var blobs = new Blobs(home, accounts, config, Space.endless(), clock)) {
      refused(blobs, stored, 300_000);
      refused(blobs, stored, 3_000_000);
      Files.delete(ballast);
      put(blobs, stored, 300_000);
      put(blobs, stored, 3_000_000);
      same(blobs, stored);
    }
    try (var blobs = new Blobs(home, accounts, config, Space.endless(), clock)) {
      same(blobs, stored);
    }
  }

  private void put(Blobs blobs, Map<BlobId, byte[]> stored, int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    try (BlobDraft draft = blobs.draft(new BlobScope(new byte[16]))) {
      draft.write(noise, 0, length);
      stored.put(draft.finish().id(), noise);
    }
  }

  private void refused(Blobs blobs, Map<BlobId, byte[]> stored, int length) {
    try {
      for (int i = 0; i < 100; i++) {
        put(blobs, stored, length);
      }
      throw new AssertionError("the disk is never full");
    } catch (Refused e) {
      assertEquals(Problem.Kind.NO_SPACE, e.problem().kind());
    }
  }

  private static void same(Blobs blobs, Map<BlobId, byte[]> stored) throws IOException {
    for (var one : stored.entrySet()) {
      try (var in = blobs.open(one.getKey(), 0, Long.MAX_VALUE)) {
        assertArrayEquals(one.getValue(), in.readAllBytes());
      }
    }
  }

  private RocksEngine open() throws IOException {
    return RocksEngine.open(disk.resolve("store"), RocksConfig.small(), InstantSource.system());
  }

  /** Commits until the disk has been full twice. */
  private void fill(RocksEngine engine, List<Commit> applied, List<Commit> unknown) {
    int failed = 0;
    while (failed < 2) {
      try {
        Commit commit = commit(engine.head(ADA, Level.LINEAR).version());
        switch (engine.commit(commit)) {
          case Outcome.Applied _ -> applied.add(commit);
          case Outcome.Unknown _ -> {
            unknown.add(commit);
            failed++;
          }
          case Outcome.Conflict _, Outcome.Fenced _ -> throw new AssertionError("nobody else");
        }
      } catch (Refused e) {
        assertEquals(Problem.Kind.UNAVAILABLE, e.problem().kind());
        failed++;
      }
    }
  }

  /** The version, once the store answers again. */
  private static long again(RocksEngine engine) throws InterruptedException {
    for (int second = 0; ; second++) {
      try {
        return engine.head(ADA, Level.LINEAR).version();
      } catch (Refused e) {
        assertTrue(second < 60, "it stays broken: " + e.problem());
        Thread.sleep(500);
      }
    }
  }

  private static void check(RocksEngine engine, List<Commit> applied, long version) {
    assertEquals(applied.size(), version);
    List<LogEntry> log = engine.changes(ADA, 0, Integer.MAX_VALUE);
    assertEquals(
        applied.stream().map(Commit::id).toList(), log.stream().map(LogEntry::id).toList());
    var rows = engine.scan(ADA, KeyRange.collection(1), false, Integer.MAX_VALUE, Level.LINEAR);
    assertEquals(applied.size(), rows.size());
  }
}
