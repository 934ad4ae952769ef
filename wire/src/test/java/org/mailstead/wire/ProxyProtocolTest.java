package org.mailstead.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mailstead.wire.TestServer.bytes;
import static org.mailstead.wire.TestServer.config;
import static org.mailstead.wire.TestServer.line;
import static org.mailstead.wire.TestServer.send;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The PROXY protocol, as trusted proxies and hostile ones speak it. */
@Timeout(60)
class ProxyProtocolTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  private static ProxyHeader text(String header) throws IOException {
    var in = new ByteArrayInputStream(bytes(header + "rest"));
    ProxyHeader read = ProxyProtocol.read(in);
    assertEquals(4, in.available(), "not one octet more is taken");
    return read;
  }

  private static ProxyHeader binary(String hex) throws IOException {
    var in = new ByteArrayInputStream(HexFormat.of().parseHex(SIGNATURE + hex + "ffff"));
    ProxyHeader read = ProxyProtocol.read(in);
    assertEquals(2, in.available(), "not one octet more is taken");
    return read;
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  @Test
  void readsTextOfBothFamilies() throws IOException {
    assertEquals(
        new ProxyHeader.Relayed(at("192.0.2.1", 56324), at("198.51.100.255", 25)),
        text("PROXY TCP4 192.0.2.1 198.51.100.255 56324 25\r\n"));
    assertEquals(
        new ProxyHeader.Relayed(at("2001:db8::1", 0), at("2001:DB8::2", 65535)),
        text("PROXY TCP6 2001:db8::1 2001:DB8::2 0 65535\r\n"));
  }

  @Test
  void anUnknownClientKeepsTheConnectionsOwnAddresses() throws IOException {
    assertInstanceOf(ProxyHeader.NoClient.class, text("PROXY UNKNOWN\r\n"));
    assertInstanceOf(ProxyHeader.NoClient.class, text("PROXY UNKNOWN whatever \t comes\r\n"));
  }

  @Test
  void textThatDeviatesIsRefused() {
    for (String header :
        List.of(
            "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n--",
            "PROXY TCP4 192.0.2.01 192.0.2.2 1 2\r\n",
            "PROXY TCP4 192.0.2.256 192.0.2.2 1 2\r\n",
            "PROXY TCP4 192.0.2 192.0.2.2 1 2\r\n",
            "PROXY TCP4 3221225985 192.0.2.2 1 2\r\n",
            "PROXY TCP4 ::1 ::1 1 2\r\n",
            "PROXY TCP6 192.0.2.1 192.0.2.2 1 2\r\n",
            "PROXY TCP6 1::2::3 ::1 1 2\r\n",
            "PROXY TCP6 fe80::1%lo ::1 1 2\r\n",
            "PROXY TCP4 localhost 192.0.2.2 1 2\r\n",
            "PROXY TCP4  192.0.2.1 192.0.2.2 1 2\r\n",
            "PROXY TCP4 192.0.2.1 192.0.2.2 01 2\r\n",
            "PROXY TCP4 192.0.2.1 192.0.2.2 1 65536\r\n",
            "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 \r\n",
            "PROXY UDP4 192.0.2.1 192.0.2.2 1 2\r\n",
            "PROXY UNKNOWNx\r\n",
            "proxy TCP4 192.0.2.1 192.0.2.2 1 2\r\n",
            "PROXY UNKNOWN " + "x".repeat(200) + "\r\n",
            "EHLO client.example\r\n")) {
      assertThrows(ProxySyntaxException.class, () -> text(header), header);
    }
  }

  @Test
  void readsBinaryOfBothFamiliesAndSkipsTlvs() throws IOException {
    var expected = new ProxyHeader.Relayed(at("192.0.2.1", 256), at("192.0.2.2", 25));
    assertEquals(expected, binary("2111000cc0000201c000020201000019"));
    assertEquals(expected, binary("21110011c0000201c00002020100001904000200aa"));
    assertEquals(
        new ProxyHeader.Relayed(at("2001:db8::1", 1), at("2001:db8::2", 2)),
        binary(
            "21210024"
                + "20010db8000000000000000000000001"
                + "20010db8000000000000000000000002"
                + "00010002"));
  }

  @Test
  void localAndUnspecifiedKeepTheConnectionsOwnAddresses() throws IOException {
    assertInstanceOf(ProxyHeader.NoClient.class, binary("20000000"));
    assertInstanceOf(ProxyHeader.NoClient.class, binary("2011000cc0000201c000020201000019"));
    assertInstanceOf(ProxyHeader.NoClient.class, binary("20ff0002abcd"));
    assertInstanceOf(ProxyHeader.NoClient.class, binary("21000000"));
    assertInstanceOf(ProxyHeader.NoClient.class, binary("2112000cc0000201c000020201000019"));
    assertInstanceOf(ProxyHeader.NoClient.class, binary("213100d8" + "00".repeat(216)));
  }

  @Test
  void binaryThatDeviatesIsRefused() {
    for (String header :
        List.of(
            "1111000cc0000201c000020201000019", // version 1
            "2211000cc0000201c000020201000019", // an unassigned command
            "2141000cc0000201c000020201000019", // an unassigned family
            "2113000cc0000201c000020201000019", // an unassigned transport
            "2111000bc0000201c0000202010000", // too short for its addresses
            "2121000cc0000201c000020201000019",
            "21111001" + "00".repeat(4097))) { // longer than anybody needs
      assertThrows(ProxySyntaxException.class, () -> binary(header), header);
    }
    assertThrows(IOException.class, () -> binary("2111ffff00"));
  }

  private static TestServer server(String proxies, Listener.Handler handler) throws Exception {
    var config = config(false).withProxies(List.of(Network.parse(proxies)));
    return new TestServer(config, null, handler);
  }

  private static void tellAddress(Connection connection) throws IOException {
    connection.out().print(connection.remote().getAddress().getHostAddress());
    connection.out().print(connection.fromThisMachine() ? " here" : " elsewhere").crlf().flush();
  }

  @Test
  void aTrustedProxySpeaksForItsClient() throws Exception {
    try (var server = server("127.0.0.0/8", ProxyProtocolTest::tellAddress);
        Socket proxy = server.connect()) {
      send(proxy, "PROXY TCP4 203.0.113.9 192.0.2.2 1 2\r\n");
      assertEquals("203.0.113.9 elsewhere\r\n", line(proxy));
    }
  }

  @Test
  void whoComesThroughAProxyIsNeverOnThisMachine() throws Exception {
    for (String header : List.of("UNKNOWN", "TCP4 127.0.0.1 127.0.0.1 1 2")) {
      try (var server = server("127.0.0.0/8", ProxyProtocolTest::tellAddress);
          Socket proxy = server.connect()) {
        send(proxy, "PROXY " + header + "\r\n");
        assertEquals("127.0.0.1 elsewhere\r\n", line(proxy));
      }
    }
  }

  @Test
  void aTrustedProxyWithoutItsHeaderIsRefused() throws Exception {
    try (var server = server("127.0.0.0/8", ProxyProtocolTest::tellAddress);
        Socket proxy = server.connect()) {
      send(proxy, "EHLO client.example\r\n");
      assertEquals("", line(proxy));
    }
  }

  @Test
  void aProxyThatSaysNothingIsCutOff() throws Exception {
    var timeouts =
        new Timeouts(
            Duration.ofMillis(100),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            1,
            Duration.ofMinutes(1));
    var config =
        config(false).withTimeouts(timeouts).withProxies(List.of(Network.parse("127.0.0.0/8")));
    try (var server = new TestServer(config, null, ProxyProtocolTest::tellAddress);
        Socket proxy = server.connect()) {
      send(proxy, "PROXY TCP4 203.0.113.9");
      assertEquals("", line(proxy));
    }
  }

  @Test
  void aStrangersHeaderIsOnlyText() throws Exception {
    try (var server = server("192.0.2.0/24", TestServer::echo);
        Socket stranger = server.connect()) {
      send(stranger, "PROXY TCP4 203.0.113.9 192.0.2.2 1 2\r\n");
      assertEquals("you said PROXY TCP4 203.0.113.9 192.0.2.2 1 2\r\n", line(stranger));
    }
  }

  @Test
  void limitsCountTheClientsOfAProxyApart() throws Exception {
    var limits =
        new ConnectionLimits(10, 1, new TokenBuckets.Rate(10, Duration.ofMinutes(1)), 10, true);
    var config =
        config(false).withLimits(limits).withProxies(List.of(Network.parse("127.0.0.0/8")));
    try (var server = new TestServer(config, null, TestServer::echo);
        Socket one = server.connect();
        Socket other = server.connect();
        Socket again = server.connect()) {
      send(one, "PROXY TCP4 203.0.113.1 192.0.2.2 1 2\r\nhi\r\n");
      assertEquals("you said hi\r\n", line(one));
      send(other, "PROXY TCP4 203.0.113.2 192.0.2.2 1 2\r\nhi\r\n");
      assertEquals("you said hi\r\n", line(other));
      send(again, "PROXY TCP4 203.0.113.1 192.0.2.2 1 2\r\n");
      assertEquals("refused connections.address\r\n", line(again));
    }
  }
}
