package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.mailstead.identity.Directory;
import org.mailstead.post.BlobScopes;
import org.mailstead.post.Post;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.Timers;
import org.mailstead.store.Accounts;
import org.mailstead.store.Blob;
import org.mailstead.store.Blobs;
import org.mailstead.store.BlobsConfig;
import org.mailstead.store.RocksConfig;
import org.mailstead.store.RocksEngine;
import org.mailstead.store.Space;
import org.mailstead.store.Watchers;
import org.mailstead.wire.Connector;
import org.mailstead.wire.Wire;
import org.mailstead.wire.dns.ZoneFileResolver;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.TenantId;

/**
 * Measures a long queue by hand: {@code fill DIR COUNT SLOW-SHARE-PERCENT}, then {@code run DIR
 * SECONDS}. A share of the messages, the oldest, is for a server that never answers; the others are
 * for a thousand domains of a server that takes all.
 */
final class QueueMeasure {
  private static final PrintStream OUT = System.out;
  private static final int DOMAINS = 1000;
  private static final int WRITERS = 256;

  private final RocksEngine engine;
  private final Accounts store;
  private final Blobs blobs;
  private final Post post;
  private final Directory directory;
  private final Timers timers;
  private final Wire wire = new Wire();
  private final Queue queue;

  private QueueMeasure(Path folder, int port) throws IOException {
    var clock = InstantSource.system();
    engine = RocksEngine.open(folder.resolve("engine"), RocksConfig.DEFAULT, clock);
    store = new Accounts(engine, new Watchers());
    blobs = new Blobs(folder, store, BlobsConfig.DEFAULT, Space.endless(), clock);
    directory = new Directory(store, House.KEY);
    post = new Post(store, blobs, new BlobScopes(House.KEY), directory, clock);
    timers = new Timers(store, clock);
    queue =
        new Queue(
            store,
            blobs,
            post,
            directory,
            timers,
            new ZoneFileResolver(new ByteArrayInputStream(zone().getBytes(UTF_8)), false),
            new Connector(wire),
            () -> QueueConfig.of("mx.example.test", port, true),
            new Forwarding(
                new Srs(House.KEY, "mx.example.test", clock),
                new org.mailstead.post.KeyRing(
                    new org.mailstead.identity.DomainKeys(directory), clock),
                _ -> false,
                clock),
            clock);
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "fill" -> fill(folder, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
      case "run" -> run(folder, Integer.parseInt(arguments[2]));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.exit(0);
  }

  private static String zone() {
    var zone = new StringBuilder("slow.test. IN A 127.0.0.3\nfresh.test. IN A 127.0.0.2\n");
    for (int i = 0; i < DOMAINS; i++) {
      zone.append("d").append(i).append(".test. IN A 127.0.0.2\n");
    }
    return zone.toString();
  }

  private static void fill(Path folder, int count, int slow) throws Exception {
    var measure = new QueueMeasure(folder, 25);
    Blob body;
    try (var arriving = measure.post.intake().begin(TenantId.FIRST)) {
      byte[] text = ("Subject: long\r\n\r\n" + "A line of text.\r\n".repeat(100)).getBytes(UTF_8);
      arriving.write(text, 0, text.length);
      body = arriving.finish().body();
    }
    long began = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    var next = new AtomicLong();
    for (int i = 0; i < WRITERS; i++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            for (long n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
              boolean toSlow = n * 100 < (long) count * slow;
              String domain = toSlow ? "slow.test" : "d" + n % DOMAINS + ".test";
              measure.queue.accept(mail("m" + n, "u" + n + "@" + domain, body));
            }
          }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double took = (System.nanoTime() - began) / 1e9;
    OUT.printf("%d messages in %.0f s, %.0f/s%n", count, took, count / took);
    measure.end();
  }

  private static QueuedMail mail(String id, String to, Blob body) {
    return new QueuedMail(
        id,
        Optional.of(EmailAddress.parse("ada@example.test").orElseThrow()),
        body,
        "Received: from here\r\n".getBytes(US_ASCII),
        Optional.empty(),
        Instant.now(),
        QueuedMail.Options.PLAIN,
        List.of(
            new QueuedMail.To(
                EmailAddress.parse(to).orElseThrow(),
                new QueuedMail.Target.Elsewhere(),
                "",
                Set.of())));
  }

  private static void run(Path folder, int seconds) throws Exception {
    try (var sink = new Sink("127.0.0.2", 0, true);
        var _ = new Sink("127.0.0.3", sink.port(), false)) {
      long began = System.nanoTime();
      var measure = new QueueMeasure(folder, sink.port());
      OUT.printf("store open: %.2f s%n", (System.nanoTime() - began) / 1e9);
      measure.queue.start();
      measure.timers.start();
      OUT.printf("start: %.2f s%n", (System.nanoTime() - began) / 1e9);
      while (sink.taken.get() == 0) {
        Thread.sleep(1);
      }
      OUT.printf("first message out: %.2f s%n", (System.nanoTime() - began) / 1e9);
      for (int i = 0; i < seconds / 10; i++) {
        long before = sink.taken.get();
        Thread.sleep(Duration.ofSeconds(10));
        System.gc();
        var runtime = Runtime.getRuntime();
        OUT.printf(
            "%.0f/s, heap %d MB, timers in memory %d%n",
            (sink.taken.get() - before) / 10.0,
            (runtime.totalMemory() - runtime.freeMemory()) >> 20,
            measure.timers.size());
        fresh(measure, sink, i);
      }
      began = System.nanoTime();
      OUT.printf("left: %d", measure.queue.control().count());
      OUT.printf(", counted in %.2f s%n", (System.nanoTime() - began) / 1e9);
      measure.end();
    }
  }

  /** How long a new message takes that has nothing to do with the backlog. */
  private static void fresh(QueueMeasure measure, Sink sink, int number) throws Exception {
    Blob body;
    try (var arriving = measure.post.intake().begin(TenantId.FIRST)) {
      byte[] text = "Subject: fresh\r\n\r\nHello\r\n".getBytes(UTF_8);
      arriving.write(text, 0, text.length);
      body = arriving.finish().body();
    }
    long began = System.nanoTime();
    String to = "fresh" + number + "@fresh.test";
    measure.queue.accept(mail("fresh" + began, to, body));
    while (!sink.fresh.equals(to)) {
      Thread.sleep(1);
      if (System.nanoTime() - began > 30e9) {
        OUT.println("fresh message: over 30 s");
        return;
      }
    }
    OUT.printf("fresh message: %.0f ms%n", (System.nanoTime() - began) / 1e6);
  }

  private void end() throws IOException {
    queue.close();
    timers.close();
    wire.close();
    blobs.close();
    engine.close();
  }

  /** Takes all mail and forgets it, or never says a word. */
  private static final class Sink implements AutoCloseable {
    final AtomicLong taken = new AtomicLong();
    volatile String fresh = "";
    private final ServerSocket listening = new ServerSocket();
    private final boolean talks;

    Sink(String address, int port, boolean talks) throws IOException {
      this.talks = talks;
      listening.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 1000);
      Thread.ofVirtual().start(this::listen);
    }

    int port() {
      return listening.getLocalPort();
    }

    private void listen() {
      while (!listening.isClosed()) {
        try {
          Socket socket = listening.accept();
          Thread.ofVirtual().start(() -> serve(socket));
        } catch (IOException e) {
          return;
        }
      }
    }

    private void serve(Socket socket) {
      try (socket) {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        OutputStream out = socket.getOutputStream();
        if (!talks) {
          var _ = in.readLine();
          return;
        }
        say(out, "220 sink");
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          if (data && !line.equals(".")) {
            continue;
          }
          if (line.startsWith("RCPT TO:<fresh")) {
            fresh = line.substring(9, line.indexOf('>'));
          }
          if (data) {
            taken.incrementAndGet();
          }
          data = line.equals("DATA");
          say(out, data ? "354 go" : line.startsWith("EHLO") ? "250 PIPELINING" : "250 ok");
        }
      } catch (IOException e) {
        // It has gone.
      }
    }

    private static void say(OutputStream out, String line) throws IOException {
      out.write((line + "\r\n").getBytes(US_ASCII));
      out.flush();
    }

    @Override
    public void close() throws IOException {
      listening.close();
    }
  }
}
