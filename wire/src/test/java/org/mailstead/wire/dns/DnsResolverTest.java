package org.mailstead.wire.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** The resolver against a name server on loopback that serves a zone, and misbehaves when told. */
@Timeout(60)
class DnsResolverTest {
  private static final String ZONE =
      """
      @      3600 IN SOA ns hostmaster 1 3600 600 86400 120
      @      3600 IN NS ns
      @      300  IN MX 20 backup
      @      300  IN MX 10 mail
      @      300  IN TXT "v=spf1 " "mx -all"
      ns     300  IN A 127.0.0.1
      mail   300  IN A 192.0.2.1
      mail   60   IN AAAA 2001:db8::1
      backup 300  IN A 192.0.2.2
      nomail 300  IN MX 0 .
      alias  100  IN CNAME mail
      loop   100  IN CNAME loop2
      loop2  100  IN CNAME loop
      lost   100  IN CNAME nowhere
      _25._tcp.mail 300 IN TLSA 3 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
      """
          + "large 300 IN TXT "
          + ("\"" + "x".repeat(250) + "\" ").repeat(8)
          + "\n";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

  private DnsResolver resolver(boolean trust, InetSocketAddress... servers) {
    return new DnsResolver(
        new DnsConfig(List.of(servers), Duration.ofSeconds(5), 2, trust, 1 << 20), now::get);
  }

  private static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  @Test
  void mxAreSortedByPreference() throws IOException {
    try (var server = new TestNameServer(ZONE)) {
      assertEquals(
          new Answer.Found<>(
              List.of(new Mx(10, "mail.example.test"), new Mx(20, "backup.example.test")),
              Duration.ofMinutes(5),
              false),
          resolver(false, server.address()).mx("EXAMPLE.test"));
      var none = resolver(false, server.address()).mx("nomail.example.test.").records();
      assertTrue(none.getFirst().isNull());
    }
  }

  @Test
  void addressesAreOfBothFamilies() throws IOException {
    try (var server = new TestNameServer(ZONE)) {
      var resolver = resolver(true, server.address());
      var expected =
          new Answer.Found<>(
              List.of(address("2001:db8::1"), address("192.0.2.1")), Duration.ofMinutes(1), true);
      assertEquals(expected, resolver.addresses("mail.example.test"));
      assertEquals(expected, resolver.addresses("alias.example.test"));
      assertEquals(
          List.of(address("192.0.2.2")), resolver.addresses("backup.example.test").records());
    }
  }

  @Test
  void textAndTlsaAreRead() throws IOException {
    try (var server = new TestNameServer(ZONE)) {
      var resolver = resolver(true, server.address());
      assertEquals(List.of("v=spf1 mx -all"), resolver.txt("example.test").records());
      var tlsa = resolver.tlsa("_25._tcp.mail.example.test").records().getFirst();
      assertEquals(new Tlsa(3, 1, 1, "00112233445566778899aabbccddeeff".repeat(2)), tlsa);
      assertEquals(32, tlsa.octets().length);
    }
  }

  @Test
  void noDataIsNotNoSuchName() throws IOException {
    try (var server = new TestNameServer(ZONE)) {
      var resolver = resolver(false, server.address());
      assertInstanceOf(Answer.NoData.class, resolver.mx("mail.example.test"));
      assertInstanceOf(Answer.NoSuchName.class, resolver.mx("nowhere.example.test"));
      assertInstanceOf(Answer.NoSuchName.class, resolver.addresses("nowhere.example.test"));
      assertInstanceOf(Answer.NoSuchName.class, resolver.addresses("lost.example.test"));
    }
  }

  @Test
  void aLoopOfAliasesEnds() throws IOException {
    try (var server = new TestNameServer(ZONE)) {
      assertInstanceOf(
          Answer.Failed.class, resolver(false, server.address()).addresses("loop.example.test"));
    }
  }

  @Test
  void whatDoesNotFitIntoAPacketComesOverTcp() throws IOException {
    try (var server = new TestNameServer(ZONE)) {
      var answer = resolver(false, server.address()).txt("large.example.test");
      assertEquals(List.of("x".repeat(2000)), answer.records());
      assertEquals(1, server.tcpQuestions.get());
    }
  }

  @Test
  void aFailingServerIsTriedAgainAndIsATemporaryFailure() throws IOException {
    try (var server =
        new TestNameServer(
            ZONE,
            message -> {
              message.getHeader().setRcode(Rcode.SERVFAIL);
              message.removeAllRecords(Section.ANSWER);
              return Optional.of(message);
            })) {
      assertEquals(
          new Answer.Failed<>(true, "the name server answered SERVFAIL"),
          resolver(false, server.address()).txt("example.test"));
      assertEquals(2, server.udpQuestions.get());
    }
  }

  @Test
  void theNextServerIsAskedWhenOneIsSilentOrGone() throws IOException {
    int closed;
    try (var gone = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      closed = gone.getLocalPort();
    }
    try (var silent = new TestNameServer(ZONE, _ -> Optional.empty());
        var good = new TestNameServer(ZONE)) {
      var config =
          new DnsConfig(
              List.of(
                  silent.address(),
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), closed),
                  good.address()),
              Duration.ofMillis(200),
              1,
              false,
              1 << 20);
      var answer = new DnsResolver(config, now::get).txt("example.test");
      assertEquals(List.of("v=spf1 mx -all"), answer.records());
    }
  }

  @Test
  void silenceIsATemporaryFailure() throws IOException {
    try (var silent = new TestNameServer(ZONE, _ -> Optional.empty())) {
      var config = new DnsConfig(List.of(silent.address()), Duration.ofMillis(100), 2, false, 1000);
      var failed =
          assertInstanceOf(
              Answer.Failed.class, new DnsResolver(config, now::get).txt("example.test"));
      assertTrue(failed.temporary());
      assertEquals("no answer from the name server", failed.why());
      assertEquals(2, silent.udpQuestions.get());
    }
  }

  @Test
  void anAnswerToAnotherQuestionIsNotTaken() throws IOException {
    try (var server =
        new TestNameServer(
            ZONE,
            message -> {
              Message other = new Message(message.getHeader().getID() ^ 1);
              other.getHeader().setFlag(Flags.QR);
              return Optional.of(other);
            })) {
      var config = new DnsConfig(List.of(server.address()), Duration.ofMillis(200), 1, false, 1000);
      assertInstanceOf(Answer.Failed.class, new DnsResolver(config, now::get).txt("example.test"));
    }
  }

  @Test
  void whatIsNoNameIsAPermanentFailure() {
    var resolver = resolver(false, new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
    for (String wrong :
        List.of("a..b", "x".repeat(64) + ".test", "a.".repeat(200) + "test", "\\300")) {
      var failed = assertInstanceOf(Answer.Failed.class, resolver.mx(wrong), wrong);
      assertEquals(false, failed.temporary(), wrong);
    }
  }

  @Test
  void answersAreRememberedForTheirTime() throws IOException {
    try (var server = new TestNameServer(ZONE)) {
      var resolver = resolver(false, server.address());
      assertEquals(List.of("v=spf1 mx -all"), resolver.txt("example.test").records());
      now.updateAndGet(instant -> instant.plusSeconds(299));
      assertEquals(
          new Answer.Found<>(List.of("v=spf1 mx -all"), Duration.ofSeconds(1), false),
          resolver.txt("Example.Test."));
      assertEquals(1, server.udpQuestions.get());
      now.updateAndGet(instant -> instant.plusSeconds(1));
      assertEquals(List.of("v=spf1 mx -all"), resolver.txt("example.test").records());
      assertEquals(2, server.udpQuestions.get());
    }
  }

  @Test
  void absenceIsRememberedForTheZonesNegativeTime() throws IOException {
    try (var server = new TestNameServer(ZONE)) {
      var resolver = resolver(false, server.address());
      for (int i = 0; i < 3; i++) {
        assertInstanceOf(Answer.NoSuchName.class, resolver.txt("nowhere.example.test"));
        assertInstanceOf(Answer.NoData.class, resolver.txt("mail.example.test"));
      }
      assertEquals(2, server.udpQuestions.get());
      now.updateAndGet(instant -> instant.plusSeconds(120)); // the SOA's minimum
      assertInstanceOf(Answer.NoSuchName.class, resolver.txt("nowhere.example.test"));
      assertEquals(3, server.udpQuestions.get());
    }
  }

  @Test
  void aFailureIsRememberedForAMomentOnly() throws IOException {
    try (var silent = new TestNameServer(ZONE, _ -> Optional.empty())) {
      var config =
          new DnsConfig(List.of(silent.address()), Duration.ofMillis(50), 1, false, 1 << 20);
      var resolver = new DnsResolver(config, now::get);
      for (int i = 0; i < 3; i++) {
        assertInstanceOf(Answer.Failed.class, resolver.txt("example.test"));
      }
      assertEquals(1, silent.udpQuestions.get());
      now.updateAndGet(instant -> instant.plus(DnsCache.FAILURE));
      assertInstanceOf(Answer.Failed.class, resolver.txt("example.test"));
      assertEquals(2, silent.udpQuestions.get());
    }
  }

  @Test
  void aServerThatIsDownIsLeftAlone() throws IOException {
    var down = new AtomicBoolean(true);
    try (var server =
        new TestNameServer(ZONE, message -> down.get() ? Optional.empty() : Optional.of(message))) {
      var config =
          new DnsConfig(List.of(server.address()), Duration.ofMillis(50), 1, false, 1 << 20);
      var resolver = new DnsResolver(config, now::get);
      for (int i = 0; i < 100; i++) {
        assertInstanceOf(Answer.Failed.class, resolver.txt("n" + i + ".example.test"));
      }
      // And one for the root's servers.
      assertEquals(NameServer.SUSPICIOUS + 1, server.udpQuestions.get());
      now.updateAndGet(instant -> instant.plus(NameServer.PAUSE));
      for (int i = 0; i < 100; i++) {
        assertInstanceOf(Answer.Failed.class, resolver.txt("m" + i + ".example.test"));
      }
      assertEquals(NameServer.SUSPICIOUS + 2, server.udpQuestions.get());
      down.set(false);
      now.updateAndGet(instant -> instant.plus(NameServer.PAUSE));
      assertEquals(List.of("v=spf1 mx -all"), resolver.txt("example.test").records());
    }
  }

  /** Otherwise a sender could blind us with domains that nobody answers for. */
  @Test
  void domainsThatNobodyAnswersForDoNotMakeAServerDown() throws IOException {
    try (var server =
        new TestNameServer(
            ZONE,
            message ->
                message.getQuestion().getName().toString().startsWith("silent")
                    ? Optional.empty()
                    : Optional.of(message))) {
      var config =
          new DnsConfig(List.of(server.address()), Duration.ofMillis(100), 1, false, 1 << 20);
      var resolver = new DnsResolver(config, now::get);
      for (int i = 0; i < 4 * NameServer.SUSPICIOUS; i++) {
        assertInstanceOf(Answer.Failed.class, resolver.txt("silent" + i + ".example.test"));
      }
      assertEquals(List.of("v=spf1 mx -all"), resolver.txt("example.test").records());
    }
  }
}
