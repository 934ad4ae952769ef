package org.mailstead.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Measures by hand what mail to other servers costs: {@code COUNT CONNECTIONS PORT LOGIN SINK
 * PID...}. Messages of 20 KB go to the server at a port of this machine, as LOGIN (name:password,
 * or - for none), each for one of d0.test to d63.test. The server is to bring them to port SINK of
 * 127.0.1.1 to 127.0.1.64. Told are messages a second, from the first until the sink has the last,
 * and the CPU that the processes and all that they start use for each.
 */
final class OutboundMeasure {
  private static final PrintStream OUT = System.out;
  private static final int DOMAINS = 64;
  private static final int SIZE = 20_000;

  /** Of the kernel's clock, which counts the CPU. */
  private static final double TICKS = 100;

  private final AtomicLong arrived = new AtomicLong();

  private OutboundMeasure() {}

  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    int connections = Integer.parseInt(arguments[1]);
    int port = Integer.parseInt(arguments[2]);
    int sink = Integer.parseInt(arguments[4]);
    List<Long> pids = Arrays.stream(arguments).skip(5).map(Long::valueOf).toList();
    new OutboundMeasure().run(count, connections, port, arguments[3], sink, pids);
    System.exit(0);
  }

  private void run(
      int count, int connections, int port, String login, int sinkPort, List<Long> pids)
      throws Exception {
    try (var sink = new ServerSocket(sinkPort, 1000)) {
      Thread.startVirtualThread(() -> listen(sink));
      double cpu = cpu(pids);
      long start = System.nanoTime();
      var next = new AtomicLong();
      List<Thread> senders = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        senders.add(Thread.startVirtualThread(() -> send(port, login, next, count)));
      }
      for (Thread sender : senders) {
        sender.join();
      }
      double taken = (System.nanoTime() - start) / 1e9;
      while (arrived.get() < count) {
        Thread.sleep(5);
      }
      double took = (System.nanoTime() - start) / 1e9;
      double used = cpu(pids) - cpu;
      OUT.printf(
          "%d taken in %.1f s, sent in %.1f s: %.0f/s, CPU %.2f ms each, %.0f a second of CPU%n",
          count, taken, took, count / took, used * 1000 / count, count / used);
    }
  }

  private static void send(int port, String login, AtomicLong next, int count) {
    try (Talk talk = Talk.open(port)) {
      if (!login.equals("-")) {
        String words = "\0" + login.replace(':', '\0');
        talk.good("AUTH PLAIN " + Base64.getEncoder().encodeToString(words.getBytes(US_ASCII)));
      }
      var random = new Random(port);
      for (long n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
        talk.good("MAIL FROM:<eve@example.test>");
        talk.good("RCPT TO:<u" + n + "@d" + n % DOMAINS + ".test>");
        talk.good("DATA");
        talk.raw(message(n, random));
        if (!talk.reply().getLast().startsWith("250")) {
          throw new AssertionError("not taken");
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String message(long n, Random random) {
    byte[] octets = new byte[SIZE * 57 / 78];
    random.nextBytes(octets);
    return "From: Eve <eve@example.test>\r\nTo: <u%d@d%d.test>\r\nSubject: number %1$d\r\n"
            .formatted(n, n % DOMAINS)
        + "Date: Mon, 30 Nov 2026 00:00:00 +0000\r\nMessage-ID: <%d.%d@example.test>\r\n"
            .formatted(n, System.nanoTime())
        + "MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n"
        + "Content-Transfer-Encoding: base64\r\n\r\n"
        + Base64.getMimeEncoder().encodeToString(octets)
        + "\r\n.\r\n";
  }

  // ---- the sink

  private void listen(ServerSocket sink) {
    while (true) {
      try {
        Socket socket = sink.accept();
        Thread.startVirtualThread(() -> take(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void take(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream octets = new BufferedInputStream(socket.getInputStream(), 32 << 10);
      var in = new BufferedReader(new InputStreamReader(octets, ISO_8859_1), 32 << 10);
      OutputStream out = socket.getOutputStream();
      var replies = new StringBuilder("220 sink ESMTP\r\n");
      boolean data = false;
      for (String line = ""; line != null; line = line.equals("QUIT") ? null : in.readLine()) {
        if (data && line.equals(".")) {
          data = false;
          arrived.incrementAndGet();
          replies.append("250 2.0.0 taken\r\n");
        } else if (!data && !line.isEmpty()) {
          data = line.equalsIgnoreCase("DATA");
          replies.append(
              data
                  ? "354 go on\r\n"
                  : line.startsWith("EHLO")
                      ? "250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 50000000\r\n"
                      : "250 2.0.0 fine\r\n");
        }
        if (!replies.isEmpty() && (!in.ready() || line.equals("QUIT"))) {
          out.write(replies.toString().getBytes(US_ASCII));
          replies.setLength(0);
        }
      }
    } catch (IOException _) {
      // The client went.
    }
  }

  // ---- what it costs

  /** Seconds of CPU of these processes, those that they started, and those of them that ended. */
  private static double cpu(List<Long> pids) {
    return pids.stream()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
        .mapToDouble(OutboundMeasure::cpu)
        .sum();
  }

  private static double cpu(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      // utime, stime, and the same of children that were waited for
      return Stream.of(11, 12, 13, 14).mapToLong(i -> Long.parseLong(fields[i])).sum() / TICKS;
    } catch (IOException e) {
      return 0; // it ended just now: its parent has its time
    }
  }
}
