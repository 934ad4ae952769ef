package org.mailstead.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mailstead.wire.TestServer.line;
import static org.mailstead.wire.TestServer.send;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions that talk have threads of the system, as many as there are; the others none. */
@Timeout(60)
class TalkTest {
  private final Wire wire = new Wire();
  private final Set<String> heardIn = ConcurrentHashMap.newKeySet();
  private Listener listener;
  private int port;

  @BeforeEach
  void start() throws IOException {
    listener = new Listener(wire, ListenerConfig.of("127.0.0.1", 0, false));
    port = listener.startSessions(Echo::new, _ -> new byte[0]);
  }

  @AfterEach
  void stop() {
    listener.close();
    wire.close();
  }

  /** Says in which kind of thread it heard a line. */
  private final class Echo implements Session {
    private final Connection connection;
    private boolean woken = true;

    Echo(Connection connection) {
      this.connection = connection;
    }

    @Override
    public boolean proceed() throws IOException {
      while (woken || connection.in().soon()) {
        woken = false;
        if (!(connection.in().readLine(100) instanceof Line.Text text)) {
          return false;
        }
        heardIn.add(Thread.currentThread().isVirtual() ? "virtual" : "system");
        connection.out().write(text.octets());
        connection.out().crlf().flush();
      }
      woken = true;
      return true;
    }

    @Override
    public void end() {}
  }

  @Test
  void whoTalksIsHeardByTheSystemsThreads() throws Exception {
    try (Socket client = connect()) {
      ask(client, "first");
      heardIn.clear();
      for (int i = 0; i < 20; i++) {
        ask(client, "line " + i);
      }
      assertEquals(Set.of("system"), heardIn);
    }
  }

  @Test
  void moreThanThereAreThreadsForAreServedAllTheSame() throws Exception {
    List<Socket> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 8 * Runtime.getRuntime().availableProcessors(); i++) {
        clients.add(connect());
        ask(clients.getLast(), "hello");
        ask(clients.getLast(), "again");
      }
      assertTrue(heardIn.containsAll(Set.of("virtual", "system")), heardIn.toString());
      for (Socket client : clients) {
        ask(client, "still here");
      }
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  @Test
  void aLineThatComesAfterAPauseIsWhole() throws Exception {
    try (Socket client = connect()) {
      ask(client, "first");
      ask(client, "second");
      while (holdsThread()) {
        Thread.sleep(20);
      }
      send(client, "in two");
      Thread.sleep(50);
      ask(client, " pieces", "in two pieces");
    }
  }

  private static boolean holdsThread() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().startsWith("talk-"))
        .flatMap(thread -> List.of(thread.getValue()).stream())
        .anyMatch(frame -> frame.getClassName().equals(Echo.class.getName()));
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static void ask(Socket client, String words) throws IOException {
    ask(client, words, words);
  }

  private static void ask(Socket client, String words, String heard) throws IOException {
    send(client, words + "\r\n");
    assertEquals(heard + "\r\n", line(client));
  }
}
