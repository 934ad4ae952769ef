package org.mailstead.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mailstead.wire.TestServer.config;
import static org.mailstead.wire.TestServer.line;
import static org.mailstead.wire.TestServer.send;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our TLS stream as a server, with the JDK's own socket as the client. */
@Timeout(60)
class TlsTest {
  @TempDir Path folder;

  private Certificates certificates() throws Exception {
    return TestServer.certificates(folder, "mail.example.org");
  }

  /** Offers STARTTLS, then echoes. */
  private static void startTls(Connection connection, CompletableFuture<String> told)
      throws IOException {
    assertTrue(connection.canStartTls());
    connection.in().readLine(100);
    connection.out().print("220 go").crlf().flush();
    try {
      connection.startTls();
      told.complete(connection.tls().orElseThrow().protocol());
      assertFalse(connection.canStartTls());
    } catch (IOException e) {
      told.complete(e.getClass().getSimpleName());
      throw e;
    }
    TestServer.echo(connection);
  }

  @Test
  void speaksBothVersionsAndNoOlderOne() throws Exception {
    try (var server = TestServer.tls(certificates(), TestServer::echo)) {
      for (String version : List.of("TLSv1.3", "TLSv1.2")) {
        try (SSLSocket client = server.connectTls(version)) {
          send(client, "hello\r\n");
          assertEquals("you said hello\r\n", line(client));
          assertEquals(version, client.getSession().getProtocol());
        }
      }
    }
  }

  @Test
  void aTls11ClientIsRefused() throws Exception {
    // The JDK does not speak TLS 1.1 any more, so its greeting is written by hand.
    String hello =
        "160301002f" + "0100002b" + "0302" + "11".repeat(32) + "00" + "0004c014c013" + "0100";
    try (var server = TestServer.tls(certificates(), TestServer::echo);
        Socket client = server.connect()) {
      client.getOutputStream().write(HexFormat.of().parseHex(hello));
      byte[] alert = client.getInputStream().readNBytes(7);
      assertEquals(21, alert[0]);
      assertEquals(70, alert[6], "protocol_version (RFC 8446 section 6.2)");
      assertEquals(-1, client.getInputStream().read());
    }
  }

  @Test
  void plainTextOnATlsPortEndsTheConnection() throws Exception {
    try (var server = TestServer.tls(certificates(), TestServer::echo);
        Socket client = server.connect()) {
      send(client, "EHLO client.example\r\n");
      int first = client.getInputStream().read();
      assertTrue(first == -1 || first == 21, "nothing, or an alert");
    }
  }

  @Test
  void aHandshakeThatDribblesIsCutOff() throws Exception {
    var timeouts =
        new Timeouts(
            Duration.ofMillis(200),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            1,
            Duration.ofMinutes(1));
    try (var server =
            new TestServer(config(true).withTimeouts(timeouts), certificates(), TestServer::echo);
        Socket silent = server.connect();
        Socket dribbling = server.connect();
        Socket halfRecord = server.connect()) {
      dribbling.getOutputStream().write(0x16);
      halfRecord.getOutputStream().write(HexFormat.of().parseHex("160301400001"));
      for (Socket client : List.of(silent, dribbling, halfRecord)) {
        assertEquals(-1, client.getInputStream().read());
      }
    }
  }

  @Test
  void startTlsTurnsAPlainConnectionIntoAnEncryptedOne() throws Exception {
    var told = new CompletableFuture<String>();
    try (var server =
            new TestServer(
                config(false), certificates(), connection -> startTls(connection, told));
        Socket plain = server.connect()) {
      send(plain, "STARTTLS\r\n");
      assertEquals("220 go\r\n", line(plain));
      try (SSLSocket client = over(plain, "mail.example.org")) {
        send(client, "secret\r\n");
        assertEquals("you said secret\r\n", line(client));
        assertEquals("TLSv1.3", told.get());
      }
    }
  }

  @Test
  void plainTextBehindStartTlsIsInjection() throws Exception {
    var told = new CompletableFuture<String>();
    try (var server =
            new TestServer(
                config(false), certificates(), connection -> startTls(connection, told));
        Socket plain = server.connect()) {
      send(plain, "STARTTLS\r\nMAIL FROM:<injected@example.org>\r\n");
      assertEquals("220 go\r\n", line(plain));
      assertEquals("", line(plain));
      assertEquals("StartTlsInjection", told.get());
    }
  }

  @Test
  void plainTextAfterTheInvitationIsNoHandshake() throws Exception {
    var told = new CompletableFuture<String>();
    try (var server =
            new TestServer(
                config(false), certificates(), connection -> startTls(connection, told));
        Socket plain = server.connect()) {
      send(plain, "STARTTLS\r\n");
      assertEquals("220 go\r\n", line(plain));
      send(plain, "MAIL FROM:<injected@example.org>\r\n");
      assertTrue(told.get().equals("SSLException"), told.get());
    }
  }

  private static SSLSocket over(Socket plain, String host) throws Exception {
    SSLSocket client =
        (SSLSocket)
            TestServer.trusting()
                .getSocketFactory()
                .createSocket(plain, host, plain.getPort(), true);
    client.startHandshake();
    return client;
  }

  @Test
  void bothEndsExportTheSameChannelBinding() throws Exception {
    for (String version : List.of("TLSv1.3", "TLSv1.2")) {
      var exporter = new CompletableFuture<byte[]>();
      var endPoint = new CompletableFuture<byte[]>();
      try (var server =
              TestServer.tls(
                  certificates(),
                  connection -> {
                    exporter.complete(
                        connection.channelBinding(ChannelBinding.TLS_EXPORTER).orElseThrow());
                    endPoint.complete(
                        connection
                            .channelBinding(ChannelBinding.TLS_SERVER_END_POINT)
                            .orElseThrow());
                  });
          SSLSocket client = server.connectTls(version)) {
        client.startHandshake();
        var session = (ExtendedSSLSession) client.getSession();
        assertArrayEquals(
            session.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32),
            exporter.get(),
            version);
        assertArrayEquals(
            ChannelBinding.hash(
                    (java.security.cert.X509Certificate) session.getPeerCertificates()[0])
                .orElseThrow(),
            endPoint.get());
      }
    }
  }

  @Test
  void aResumedSessionHasItsChannelBindings() throws Exception {
    var context = TestServer.trusting();
    try (var server =
        TestServer.tls(
            certificates(),
            connection -> {
              connection.in().readLine(100);
              for (ChannelBinding type : ChannelBinding.values()) {
                connection.out().print(connection.channelBinding(type).isPresent() + " ");
              }
              connection.out().crlf().flush();
              TestServer.echo(connection);
            })) {
      long created = 0;
      for (int i = 0; i < 2; i++) {
        try (SSLSocket client =
            (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port)) {
          send(client, "hi\r\n");
          assertEquals("true true \r\n", line(client));
          send(client, "more\r\n");
          assertEquals("you said more\r\n", line(client));
          assertTrue(i == 0 || client.getSession().getCreationTime() == created, "resumed");
          created = client.getSession().getCreationTime();
        }
        Thread.sleep(5); // so that a new session would have another time of creation
      }
    }
  }

  @Test
  void aPlainConnectionHasNoChannelBinding() throws Exception {
    var found = new CompletableFuture<Boolean>();
    try (var server =
            TestServer.plain(connection ->
                found.complete(
                    connection.channelBinding(ChannelBinding.TLS_EXPORTER).isPresent()
                        || connection.tls().isPresent()
                        || connection.canStartTls()));
        Socket client = server.connect()) {
      assertFalse(found.get());
      assertEquals("", line(client));
    }
  }

  @Test
  void muchDataPassesInBothDirections() throws Exception {
    int size = 3_000_000;
    try (var server =
            TestServer.tls(
                certificates(),
                connection -> {
                  byte[] all = connection.in().readOctets(size);
                  connection.out().write(all);
                  connection.out().flush();
                });
        SSLSocket client = server.connectTls()) {
      byte[] all = new byte[size];
      new java.util.Random(1).nextBytes(all);
      var sending =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  client.getOutputStream().write(all);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      assertArrayEquals(all, client.getInputStream().readNBytes(size));
      sending.join();
      assertEquals(-1, client.getInputStream().read());
    }
  }

  @Test
  void oneThreadReadsWhileAnotherWrites() throws Exception {
    try (var server =
            TestServer.tls(
                certificates(),
                connection -> {
                  Thread writer =
                      Thread.ofVirtual()
                          .start(() -> {
                            try {
                              for (int i = 0; i < 1000; i++) {
                                connection.out().print("* " + i + " EXISTS").crlf().flush();
                              }
                            } catch (IOException e) {
                              throw new AssertionError(e);
                            }
                          });
                  for (int i = 0; i < 1000; i++) {
                    connection.in().readLine(100);
                  }
                  try {
                    writer.join();
                  } catch (InterruptedException e) {
                    throw new IOException(e);
                  }
                  connection.out().print("OK").crlf().flush();
                });
        SSLSocket client = server.connectTls()) {
      for (int i = 0; i < 1000; i++) {
        send(client, "NOOP\r\n");
        assertEquals("* " + i + " EXISTS\r\n", line(client));
      }
      assertEquals("OK\r\n", line(client));
    }
  }

  @Test
  void renegotiationIsRefused() throws Exception {
    var ended = new CompletableFuture<IOException>();
    try (var server =
            TestServer.tls(
                certificates(),
                connection -> {
                  try {
                    TestServer.echo(connection);
                    ended.complete(new EOFException());
                  } catch (IOException e) {
                    ended.complete(e);
                    throw e;
                  }
                });
        SSLSocket client = server.connectTls("TLSv1.2")) {
      send(client, "hi\r\n");
      assertEquals("you said hi\r\n", line(client));
      client.startHandshake(); // once more
      assertThrows(
          IOException.class,
          () -> {
            send(client, "hi\r\n");
            if (line(client).isEmpty()) {
              throw new EOFException();
            }
          });
      assertTrue(
          ended.get().toString().contains("renegotiation refused"), () -> ended.join().toString());
    }
  }

  @Test
  void keyUpdatesAreFollowed() throws Exception {
    try (var server = TestServer.tls(certificates(), TestServer::echo);
        SSLSocket client = server.connectTls("TLSv1.3")) {
      for (int i = 0; i < 100; i++) {
        send(client, "hi\r\n");
        assertEquals("you said hi\r\n", line(client));
        if (i % 3 == 0) {
          client.startHandshake(); // in TLS 1.3 a KeyUpdate that asks for one in return
        }
      }
    }
  }

  @Test
  void recordsWithoutContentEndTheConnection() throws Exception {
    var ended = new CompletableFuture<IOException>();
    try (var server =
            TestServer.tls(
                certificates(),
                connection -> {
                  try {
                    TestServer.echo(connection);
                    ended.complete(new EOFException());
                  } catch (IOException e) {
                    ended.complete(e);
                    throw e;
                  }
                });
        SSLSocket client = server.connectTls("TLSv1.3")) {
      client.startHandshake();
      assertThrows(
          IOException.class,
          () -> {
            while (true) {
              client.startHandshake();
              ended.getNow(new IOException("goes on"));
            }
          });
      assertTrue(ended.get() instanceof SSLException, () -> ended.join().toString());
    }
  }

  @Test
  void anIdleClientHearsItsFarewellUnderTls() throws Exception {
    var timeouts =
        new Timeouts(
            Duration.ofSeconds(20),
            Duration.ofMillis(150),
            Duration.ofMinutes(1),
            1,
            Duration.ofMinutes(1));
    try (var server =
            new TestServer(config(true).withTimeouts(timeouts), certificates(), TestServer::echo);
        SSLSocket client = server.connectTls()) {
      assertEquals("bye IDLE\r\n", line(client));
      assertEquals("", line(client), "and a proper close_notify");
    }
  }

  @Test
  void randomBytesNeverHangOrCrashTheServer() throws Exception {
    try (var server = TestServer.tls(certificates(), TestServer::echo)) {
      var random = new java.util.Random(7);
      for (int i = 0; i < 60; i++) {
        try (Socket client = server.connect()) {
          byte[] noise = new byte[random.nextInt(1, 2000)];
          random.nextBytes(noise);
          if (i % 2 == 0 && noise.length > 10) {
            System.arraycopy(new byte[] {22, 3, 1, 0, (byte) 100, 1}, 0, noise, 0, 6);
          }
          client.getOutputStream().write(noise);
          client.shutdownOutput();
          byte[] rest = client.getInputStream().readAllBytes();
          assertTrue(rest.length < 100, "an alert at most");
        } catch (java.net.SocketException _) {
          // A reset, since the server has not read all of the noise.
        }
      }
      try (SSLSocket client = server.connectTls()) {
        send(client, "still there\r\n");
        assertEquals("you said still there\r\n", line(client));
      }
    }
  }
}
