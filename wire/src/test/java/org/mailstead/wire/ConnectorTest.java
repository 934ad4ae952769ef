package org.mailstead.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Outgoing connections, against our own listener. */
@Timeout(60)
class ConnectorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  private static Connection connect(Connector connector, TestServer server) throws IOException {
    return connector.connect(
        InetAddress.getLoopbackAddress(), server.port, PATIENCE, TestServer.PATIENT);
  }

  private static String said(Connection connection, String words) throws IOException {
    connection.out().print(words).crlf().flush();
    return assertInstanceOf(Line.Text.class, connection.in().readLine(1000)).latin1();
  }

  @Test
  void aPlainConnectionIsMade() throws Exception {
    try (var server = TestServer.plain(TestServer::echo);
        var connection = connect(new Connector(server.wire), server)) {
      assertEquals("you said hi", said(connection, "hi"));
      assertTrue(connection.tls().isEmpty());
    }
  }

  @Test
  void theOwnAddressCanBeChosen() throws Exception {
    var seen = new CompletableFuture<InetAddress>();
    InetAddress from = InetAddress.ofLiteral("127.0.0.9");
    try (var server =
            TestServer.plain(connection -> seen.complete(connection.remote().getAddress()));
        var _ =
            new Connector(server.wire)
                .connectFrom(
                    from,
                    InetAddress.getLoopbackAddress(),
                    server.port,
                    PATIENCE,
                    TestServer.PATIENT)) {
      assertEquals(from, seen.get());
    }
  }

  @Test
  void anUnknownAuthorityIsToldAndTheTalkGoesOnEncrypted() throws Exception {
    var certificates = TestServer.certificates(folder, "mail.example.org");
    try (var server = TestServer.tls(certificates, TestServer::echo);
        var connection = connect(new Connector(server.wire), server)) {
      var peer = new Connector(server.wire).startTls(connection, "mail.example.org");
      assertTrue(peer.distrust().isPresent());
      assertEquals(certificates.inUse(), peer.chain());
      assertTrue(peer.isFor("Mail.Example.org"));
      assertFalse(peer.isFor("example.org"));
      assertEquals("TLSv1.3", connection.tls().orElseThrow().protocol());
      assertEquals("you said hi", said(connection, "hi"));
    }
  }

  @Test
  void aKnownAuthorityVouchesForTheRightNameOnly() throws Exception {
    var files = TestServer.files(folder, "server", "mail.example.org", "127.0.0.1");
    try (var server = TestServer.tls(new Certificates(List.of(files)), TestServer::echo)) {
      var connector = new Connector(server.wire, TestServer.storeOf(files));
      for (String right : List.of("mail.example.org", "127.0.0.1")) {
        try (var connection = connect(connector, server)) {
          assertEquals(Optional.empty(), connector.startTls(connection, right).distrust());
        }
      }
      try (var connection = connect(connector, server)) {
        assertEquals(
            Optional.of(Distrust.wrongName("other.example.org")),
            connector.startTls(connection, "other.example.org").distrust());
      }
    }
  }

  @Test
  void theNameIsSentAndBothEndsShareTheirBindings() throws Exception {
    var name = new CompletableFuture<Optional<String>>();
    var bindings = new CompletableFuture<List<byte[]>>();
    var certificates = TestServer.certificates(folder, "mail.example.org");
    try (var server =
            TestServer.tls(
                certificates,
                connection -> {
                  name.complete(connection.tls().orElseThrow().serverName());
                  bindings.complete(bindingsOf(connection));
                  TestServer.echo(connection);
                });
        var connection = connect(new Connector(server.wire), server)) {
      var ignored = new Connector(server.wire).startTls(connection, "mail.example.org.");
      assertEquals(Optional.of("mail.example.org"), name.get());
      var own = bindingsOf(connection);
      assertEquals(2, own.size());
      for (int i = 0; i < own.size(); i++) {
        assertArrayEquals(bindings.get().get(i), own.get(i));
      }
      assertFalse(ignored.chain().isEmpty());
    }
  }

  private static List<byte[]> bindingsOf(Connection connection) {
    return java.util.Arrays.stream(ChannelBinding.values())
        .map(type -> connection.channelBinding(type).orElseThrow())
        .toList();
  }

  @Test
  void aServerThatSpeaksNoTlsIsAnError() throws Exception {
    try (var server =
            TestServer.plain(
                connection -> connection.out().print("220 hello, no TLS here").crlf().flush());
        var connection = connect(new Connector(server.wire), server)) {
      assertThrows(
          IOException.class,
          () -> new Connector(server.wire).startTls(connection, "mail.example.org"));
    }
  }

  @Test
  void aClosedPortIsAnError() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    try (var wire = new Wire()) {
      assertThrows(
          IOException.class,
          () ->
              new Connector(wire)
                  .connect(InetAddress.getLoopbackAddress(), port, PATIENCE, TestServer.PATIENT));
    }
  }
}
