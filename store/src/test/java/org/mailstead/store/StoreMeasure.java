package org.mailstead.store;

import com.github.luben.zstd.Zstd;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the store by hand: {@code commits DIR WRITERS SECONDS BODY}, {@code scan DIR}, {@code
 * zstd DIR-OF-MESSAGES}. Compare ratios of one session only.
 */
final class StoreMeasure {
  private static final PrintStream OUT = System.out;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private StoreMeasure() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "commits" -> commits(folder, arguments);
      case "scan" -> scan(folder);
      case "zstd" -> zstd(folder);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static RocksEngine open(Path folder) throws IOException {
    return RocksEngine.open(folder, RocksConfig.DEFAULT, InstantSource.system());
  }

  /** Writers of distinct partitions, six rows and a body each, beside a ticker of 1 ms. */
  private static void commits(Path folder, String[] arguments) throws Exception {
    int writers = Integer.parseInt(arguments[2]);
    int seconds = Integer.parseInt(arguments[3]);
    int body = Integer.parseInt(arguments[4]);
    try (RocksEngine engine = open(folder)) {
      var stop = new AtomicBoolean();
      var latency = new ArrayList<long[]>();
      var worst = new AtomicLong();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        var partition = new Partition(Partition.Kind.ACCOUNT, 1 + System.nanoTime() + i);
        long[] mine = new long[100_000];
        latency.add(mine);
        threads.add(Thread.ofVirtual().unstarted(() -> write(engine, partition, body, stop, mine)));
      }
      Thread ticker = Thread.startVirtualThread(() -> tick(stop, worst));
      long cpu = SYSTEM.getProcessCpuTime();
      long began = System.nanoTime();
      threads.forEach(Thread::start);
      Thread.sleep(seconds * 1000L);
      stop.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      ticker.join();
      double took = (System.nanoTime() - began) / 1e9;
      long used = SYSTEM.getProcessCpuTime() - cpu;
      RocksEngine.Counts counts = engine.counts();
      long[] all =
          latency.stream()
              .flatMapToLong(l -> Arrays.stream(l).filter(v -> v > 0))
              .sorted()
              .toArray();
      OUT.printf(
          "%d writers, body %d: %.0f commits/s, %.1f per sync, %.0f us CPU, p50 %.2f p99 %.2f ms,"
              + " ticker %.0f ms%n",
          writers,
          body,
          counts.commits() / took,
          (double) counts.commits() / counts.groups(),
          used / 1e3 / counts.commits(),
          all[all.length / 2] / 1e6,
          all[(int) (all.length * 0.99)] / 1e6,
          worst.get() / 1e6);
    }
  }

  private static void write(
      Engine engine, Partition partition, int body, AtomicBoolean stop, long[] latency) {
    var dice = new SplittableRandom(partition.id());
    byte[] noise = new byte[body];
    for (int version = 0; !stop.get(); version++) {
      dice.nextBytes(noise);
      List<Op> ops = new ArrayList<>();
      for (int row = 0; row < 6; row++) {
        byte[] value = new byte[row == 0 ? 420 : 40];
        dice.nextBytes(value);
        ops.add(new Op.Put(Key.of(row + 1, row == 5 ? 0 : version), value));
      }
      if (body > 0) {
        ops.add(new Op.Put(Key.of(RocksKeys.BULK_FROM, version), noise));
      }
      var commit = new Commit(partition, version, 0, CommitId.random(dice), ops, new byte[60]);
      long began = System.nanoTime();
      if (!(engine.commit(commit) instanceof Outcome.Applied)) {
        throw new IllegalStateException("not applied");
      }
      latency[version % latency.length] = System.nanoTime() - began;
    }
  }

  private static void tick(AtomicBoolean stop, AtomicLong worst) {
    while (!stop.get()) {
      long began = System.nanoTime();
      LockSupport.parkNanos(1_000_000);
      worst.accumulateAndGet(System.nanoTime() - began - 1_000_000, Math::max);
    }
  }

  private static void scan(Path folder) throws IOException {
    var partition = new Partition(Partition.Kind.ACCOUNT, 1);
    try (RocksEngine engine = open(folder)) {
      var dice = new SplittableRandom(1);
      for (int version = 0; version < 200; version++) {
        List<Op> ops = new ArrayList<>();
        for (int row = 0; row < 500; row++) {
          byte[] value = new byte[300];
          dice.nextBytes(value);
          ops.add(new Op.Put(Key.of(1, version * 500L + row), value));
        }
        var id = CommitId.random(dice);
        engine.commit(new Commit(partition, version, 0, id, ops, new byte[0]));
      }
    }
    try (RocksEngine engine = open(folder)) {
      for (int page : new int[] {20, 50, 200, 1000, 10_000, 100_000}) {
        for (int round = 0; round < 4; round++) {
          walk(engine, partition, page);
        }
        long began = System.nanoTime();
        for (int round = 0; round < 5; round++) {
          walk(engine, partition, page);
        }
        double took = (System.nanoTime() - began) / 1e9 / 5;
        OUT.printf("scan in pages of %d: %.0f rows/s%n", page, 100_000 / took);
      }
      gets(engine, partition);
    }
  }

  private static void walk(Engine engine, Partition partition, int page) {
    KeyRange left = KeyRange.collection(1);
    for (int rows = 0; rows < 100_000; ) {
      List<Entry> found = engine.scan(partition, left, false, page, Level.SESSION);
      rows += found.size();
      left = left.after(found.getLast().key(), false);
    }
  }

  private static void gets(Engine engine, Partition partition) {
    var dice = new SplittableRandom(1);
    for (int round = 0; round < 3; round++) {
      long found = 0;
      long began = System.nanoTime();
      for (int i = 0; i < 100_000; i++) {
        found +=
            engine
                .get(partition, Key.of(1, dice.nextInt(100_000)), Level.SESSION)
                .orElseThrow()
                .length;
      }
      OUT.printf("get of %d B: %.2f us%n", found / 100_000, (System.nanoTime() - began) / 1e8);
    }
  }

  private static void zstd(Path folder) throws IOException {
    List<byte[]> messages = new ArrayList<>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        messages.add(Files.readAllBytes(file));
      }
    }
    messages.removeIf(m -> m.length == 0);
    for (int limit : new int[] {8_000, 64_000, Integer.MAX_VALUE}) {
      List<byte[]> some = messages.stream().filter(m -> m.length <= limit).toList();
      long plain = some.stream().mapToLong(m -> m.length).sum();
      for (int level : new int[] {1, 2, 3, 6}) {
        long packed = 0;
        long took = 0;
        for (int round = 0; round < 4; round++) {
          packed = 0;
          long began = System.nanoTime();
          for (byte[] message : some) {
            packed += Zstd.compress(message, level).length;
          }
          took = Math.min(took == 0 ? Long.MAX_VALUE : took, System.nanoTime() - began);
        }
        OUT.printf(
            "%d messages up to %d B, %d B: level %d ratio %.3f, %.0f MB/s%n",
            some.size(), limit, plain, level, (double) plain / packed, plain * 1e3 / took);
      }
    }
    shares(messages);
  }

  /** How many messages a row can hold. */
  private static void shares(List<byte[]> messages) {
    for (int limit : new int[] {4, 8, 16, 32, 64}) {
      long fit = messages.stream().filter(m -> Zstd.compress(m, 1).length <= limit << 10).count();
      OUT.printf("%.1f %% fit in %d KiB packed%n", 100.0 * fit / messages.size(), limit);
    }
  }
}
