package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.mailstead.post.NewMessage;
import org.mailstead.search.Query;
import org.mailstead.store.RocksConfig;
import org.mailstead.store.RocksEngine;
import org.mailstead.words.MailboxId;

/** What SEARCH costs with the index and without it: run by hand, see docs/benchmarks.md. */
final class SearchMeasure {
  private static final List<String> SEARCHES =
      List.of(
          "SUBJECT zanzibar",
          "SUBJECT report",
          "TEXT zanzibar",
          "BODY \"old zanzibar road\"",
          "TEXT report",
          "BODY report");

  private final SplittableRandom random = new SplittableRandom(1);
  private final String[] words = new String[60_000];
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private SearchMeasure() {
    for (int i = 0; i < words.length; i++) {
      var word = new StringBuilder();
      for (int letters = 2 + random.nextInt(9); letters > 0; letters--) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      words[i] = word.toString();
    }
  }

  /** A word, those at the start of the list much more often than those at its end. */
  private String word() {
    return words[(int) Math.pow(words.length, random.nextDouble()) - 1];
  }

  private String some(int count) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : i % 12 == 0 ? "\r\n" : " ").append(word());
    }
    return text.toString();
  }

  private String base64(int octets) {
    byte[] some = new byte[octets];
    random.nextBytes(some);
    return Base64.getEncoder().encodeToString(some);
  }

  private byte[] message(int number) {
    boolean rare = number % 5_000 == 17;
    boolean common = random.nextInt(3) == 0;
    String subject = some(5) + (rare ? " zanzibar" : "") + (common ? " report" : "");
    String text =
        "Received: from %s.test by mx.test with ESMTPS id %s; Fri, 2 Jan 2026 03:04:05 +0000\r\n"
                .formatted(word(), base64(12))
            + "DKIM-Signature: v=1; d=%s.test; bh=%s;\r\n b=%s\r\n"
                .formatted(word(), base64(32), base64(256))
            + "From: %s %s <%s@%s.test>\r\nTo: ada@example.test\r\nSubject: %s\r\n"
                .formatted(word(), word(), word(), word(), subject.replace("\r\n", " "))
            + "Message-ID: <%s@%s.test>\r\n".formatted(base64(15).replace('/', 'x'), word())
            + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
            + some(400)
            + (rare ? " on the old zanzibar road" : "")
            + (common ? " a report of it" : "")
            + "\r\n";
    return text.getBytes(US_ASCII);
  }

  private void fill(TestServer server, int count) throws IOException {
    MailboxId inbox =
        server.post.mailboxes().tree(server.ada.id()).find("INBOX").orElseThrow().id();
    for (int done = 0; done < count; ) {
      List<NewMessage> some = new ArrayList<>();
      for (int i = 0; i < 100; i++, done++) {
        byte[] message = message(done);
        try (var arriving = server.post.intake().begin(server.ada.id())) {
          arriving.write(message, 0, message.length);
          var arrived = arriving.finish(server.ada.id());
          some.add(
              new NewMessage(
                  arrived.body(),
                  new byte[0],
                  arrived.structure(),
                  arrived.preview(),
                  Set.of(),
                  OffsetDateTime.parse("2026-01-02T03:04:05Z"),
                  List.of()));
        }
      }
      server.post.messages().append(server.ada.id(), inbox, some);
    }
  }

  private static Talk talk(int port) throws Exception {
    var talk = new Talk(port).patient();
    talk.line();
    command(talk, "LOGIN ada@example.test " + TestServer.PASSWORD);
    command(talk, "SELECT INBOX");
    return talk;
  }

  private static int command(Talk talk, String text) throws IOException {
    talk.send("t " + text + "\r\n");
    int found = 0;
    while (true) {
      String line = talk.response();
      found = line.startsWith("* SEARCH") ? line.split(" ", -1).length - 2 : found;
      if (line.startsWith("t ")) {
        return found;
      }
    }
  }

  private record Cost(double wall, double cpu, int found) {}

  private Cost cost(Talk talk, String search) throws IOException {
    long cpu = system.getProcessCpuTime();
    long wall = System.nanoTime();
    int found = command(talk, "SEARCH " + search);
    return new Cost(
        (System.nanoTime() - wall) / 1e6, (system.getProcessCpuTime() - cpu) / 1e6, found);
  }

  private static String line(List<Cost> costs) {
    double[] wall = costs.stream().mapToDouble(Cost::wall).sorted().toArray();
    double[] cpu = costs.stream().mapToDouble(Cost::cpu).sorted().toArray();
    return "median %8.1f ms, p95 %8.1f ms, CPU %8.1f ms, %d found"
        .formatted(
            wall[wall.length / 2],
            wall[wall.length * 95 / 100],
            cpu[cpu.length / 2],
            costs.getFirst().found);
  }

  private void run(int messages, int rounds) throws Exception {
    var folder = Files.createTempDirectory("measure");
    var engine = RocksEngine.open(folder, RocksConfig.DEFAULT, InstantSource.system());
    try (TestServer server = TestServer.indexed(engine)) {
      long begin = System.nanoTime();
      fill(server, messages);
      System.out.printf("filled in %.0f s%n", (System.nanoTime() - begin) / 1e9);
      var index = server.search.orElseThrow();
      while (index.find(server.ada.id(), new Query.SizeAtLeast(0)).matches().size() < messages) {
        Thread.sleep(500);
      }
      System.out.printf("indexed after %.0f s%n", (System.nanoTime() - begin) / 1e9);
      try (ImapServer plain = server.withoutIndex();
          Talk with = talk(server.port);
          Talk without = talk(plain.start())) {
        for (String search : SEARCHES) {
          List<Cost> indexed = new ArrayList<>();
          List<Cost> scanned = new ArrayList<>();
          for (int i = 0; i < rounds; i++) {
            scanned.add(cost(without, search));
            for (int j = 0; j < 4; j++) {
              indexed.add(cost(with, search));
            }
          }
          System.out.println(
              search + "\n  without " + line(scanned) + "\n  with    " + line(indexed));
        }
      }
    }
    System.exit(0);
  }

  public static void main(String[] args) throws Exception {
    System.out.println(Arrays.toString(args));
    new SearchMeasure().run(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
  }
}
