package org.mailstead.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mailstead.wire.TestServer.config;
import static org.mailstead.wire.TestServer.line;
import static org.mailstead.wire.TestServer.send;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners and connections on real sockets, with peers that behave and peers that do not. */
@Timeout(60)
class ListenerTest {
  private static final Duration SOON = Duration.ofMillis(150);
  private static final Duration LONG = Duration.ofSeconds(50);

  private static Timeouts timeouts(Duration idle, Duration command, Duration write) {
    return new Timeouts(Duration.ofSeconds(20), idle, command, 1000, write);
  }

  @Test
  void eachConnectionHasItsSession() throws Exception {
    try (var server = TestServer.plain(TestServer::echo);
        Socket one = server.connect();
        Socket two = server.connect()) {
      send(one, "one\r\n");
      send(two, "two\r\n");
      assertEquals("you said two\r\n", line(two));
      assertEquals("you said one\r\n", line(one));
    }
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (ServerSocket other = new ServerSocket(0);
        var wire = new Wire()) {
      var listener = new Listener(wire, ListenerConfig.of("*", other.getLocalPort(), false));
      var e =
          assertThrows(IOException.class, () -> listener.start(TestServer::echo, _ -> new byte[0]));
      assertTrue(e.toString().contains("port " + other.getLocalPort()), e.toString());
    }
  }

  @Test
  void anIdleClientHearsAFarewell() throws Exception {
    var config = config(false).withTimeouts(timeouts(SOON, LONG, LONG));
    try (var server = new TestServer(config, null, TestServer::echo);
        Socket client = server.connect()) {
      assertEquals("bye IDLE\r\n", line(client));
      assertEquals("", line(client));
    }
  }

  @Test
  void theIdleTimeoutChangesWhileTheSessionRuns() throws Exception {
    try (var server =
            TestServer.plain(connection -> {
              connection.in().readLine(100);
              connection.idleTimeout(SOON);
              TestServer.echo(connection);
            });
        Socket client = server.connect()) {
      send(client, "LOGIN\r\n");
      assertEquals("bye IDLE\r\n", line(client));
    }
  }

  @Test
  void aCommandThatDribblesIsEnded() throws Exception {
    var config = config(false).withTimeouts(timeouts(LONG, SOON, LONG));
    try (var server = new TestServer(config, null, TestServer::echo);
        Socket client = server.connect()) {
      var dribble = Executors.newVirtualThreadPerTaskExecutor();
      try {
        Future<?> dribbling =
            dribble.submit(() -> {
              while (true) {
                send(client, "x");
                Thread.sleep(10);
              }
            });
        assertEquals("bye SLOW\r\n", line(client));
        dribbling.cancel(true);
      } finally {
        dribble.shutdownNow();
      }
    }
  }

  @Test
  void aPeerThatNeverReadsIsCutOff() throws Exception {
    var failed = new CompletableFuture<IOException>();
    var config = config(false).withTimeouts(timeouts(LONG, LONG, SOON));
    try (var server =
            new TestServer(
                config,
                null,
                connection -> {
                  try {
                    byte[] much = new byte[1 << 20];
                    for (int i = 0; i < 1000; i++) {
                      connection.out().write(much);
                    }
                    failed.complete(new IOException("all was taken"));
                  } catch (SocketException e) {
                    failed.complete(e);
                  }
                });
        Socket client = server.connect()) {
      assertTrue(failed.get() instanceof SocketException, () -> failed.join().toString());
      assertFalse(client.isClosed());
    }
  }

  @Test
  void awaitingInputForATimeTakesNothingAndLeavesTheConnectionAlive() throws Exception {
    var waited = new CompletableFuture<Boolean>();
    try (var server =
            TestServer.plain(connection -> {
              waited.complete(connection.in().awaitInput(Duration.ofMillis(30)));
              assertTrue(connection.in().awaitInput(Duration.ofSeconds(20)));
              TestServer.echo(connection);
            });
        Socket client = server.connect()) {
      assertFalse(waited.get());
      send(client, "hello\r\n");
      assertEquals("you said hello\r\n", line(client));
    }
  }

  @Test
  void stoppingTellsWhoWaitsAndLetsACommandEnd() throws Exception {
    // A connection that is not yet served when the listener stops is closed without a word.
    var served = new CountDownLatch(2);
    var inCommand = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var told = new AtomicBoolean();
    var server =
        TestServer.plain(connection -> {
          served.countDown();
          try {
            while (connection.in().readLine(100) instanceof Line.Text text) {
              if (text.latin1().equals("WORK")) {
                connection.onStop(() -> told.set(true));
                inCommand.countDown();
                goOn.await();
                connection.out().print("done").crlf().flush();
              }
            }
          } catch (Closing e) {
            connection.out().print("bye " + e.why()).crlf().flush();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    try (server;
        Socket idle = server.connect();
        Socket busy = server.connect();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      send(busy, "WORK\r\n");
      inCommand.await();
      served.await();
      Future<?> stop = threads.submit(server.listener::close);
      assertEquals("bye STOPPING\r\n", line(idle));
      assertFalse(stop.isDone());
      goOn.countDown();
      assertEquals("done\r\n", line(busy));
      assertEquals("bye STOPPING\r\n", line(busy));
      stop.get();
      assertTrue(told.get());
      assertThrows(IOException.class, server::connect);
      // The last session's thread gives its place back after the listener has let it go.
      for (int i = 0; i < 500 && server.listener.connections() > 0; i++) {
        Thread.sleep(10);
      }
      assertEquals(0, server.listener.connections());
    }
  }

  @Test
  void aRevokedSessionEndsAtItsNextWaitForACommandAndOthersGoOn() throws Exception {
    var connections = new LinkedBlockingQueue<Connection>();
    var goOn = new CountDownLatch(1);
    var server =
        TestServer.plain(connection -> {
          connections.add(connection);
          try {
            while (connection.in().readLine(100) instanceof Line.Text) {
              goOn.await();
              connection.out().print("done").crlf().flush();
            }
          } catch (Closing e) {
            connection.out().print("bye " + e.why()).crlf().flush();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    try (server;
        Socket idle = server.connect()) {
      connections.take().revoke();
      assertEquals("bye REVOKED\r\n", line(idle));
      try (Socket busy = server.connect();
          Socket other = server.connect()) {
        send(busy, "WORK\r\nMORE\r\n");
        Connection one = connections.take();
        Connection two = connections.take();
        (one.remote().getPort() == busy.getLocalPort() ? one : two).revoke();
        goOn.countDown();
        String first = line(busy);
        assertEquals("bye REVOKED\r\n", first.equals("done\r\n") ? line(busy) : first);
        send(other, "WORK\r\n");
        assertEquals("done\r\n", line(other));
      }
    }
  }

  @Test
  void whoDoesNotStopInTimeIsCutOff() throws Exception {
    var inCommand = new CountDownLatch(1);
    var config = config(false).withStopTimeout(SOON);
    var server =
        new TestServer(
            config,
            null,
            connection -> {
              connection.in().readLine(100);
              inCommand.countDown();
              connection.in().readOctets(1000);
            });
    try (server;
        Socket client = server.connect()) {
      send(client, "x\r\n");
      inCommand.await();
      server.listener.close();
      assertEquals("", line(client));
    }
  }

  @Test
  void aDefectInASessionEndsOnlyThatSession() throws Exception {
    try (var server =
        TestServer.plain(connection -> {
          if (connection.in().readLine(100) instanceof Line.Text text
              && text.latin1().equals("BREAK")) {
            throw new IllegalStateException("a defect made for this test");
          }
          connection.out().print("fine").crlf().flush();
        })) {
      try (Socket broken = server.connect()) {
        send(broken, "BREAK\r\n");
        assertEquals("", line(broken));
      }
      try (Socket good = server.connect()) {
        send(good, "GO\r\n");
        assertEquals("fine\r\n", line(good));
      }
    }
  }

  @Test
  void theLastReplyArrivesThoughInputIsUnread() throws Exception {
    try (var server =
            TestServer.plain(connection -> {
              connection.in().readLine(100);
              connection.out().print("421 enough").crlf().flush();
            });
        Socket client = server.connect()) {
      send(client, "x\r\n" + "y".repeat(100_000));
      assertEquals("421 enough\r\n", line(client));
    }
  }

  @Test
  void repliesOfAnySizeArriveWhole() throws Exception {
    String text = "0123456789".repeat(10_000);
    try (var server =
            TestServer.plain(connection -> {
              for (int size : new int[] {0, 1, 16_383, 16_384, 16_385, 50_000, 100_000}) {
                connection.out().print(size + " ");
                connection.out().write(TestServer.bytes(text), 0, size);
                connection.out().crlf();
              }
              var stream = new java.io.ByteArrayInputStream(TestServer.bytes(text));
              assertEquals(100_000, connection.out().copy(stream));
              connection.out().crlf().flush();
            });
        Socket client = server.connect()) {
      for (int size : new int[] {0, 1, 16_383, 16_384, 16_385, 50_000, 100_000}) {
        assertEquals(size + " " + text.substring(0, size) + "\r\n", line(client));
      }
      assertEquals(text + "\r\n", line(client));
    }
  }
}
