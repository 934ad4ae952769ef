package org.mailstead.filter.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.mailstead.filter.FakeDns;

/** What the suite for RFC 7208 does not ask. */
class SpfTest {
  private final FakeDns dns = new FakeDns();

  private Spf check(String client, String sender) {
    return check(client, sender, InstantSource.system());
  }

  private Spf check(String client, String sender, InstantSource clock) {
    return new SpfCheck(dns, clock, SpfLimits.STANDARD, "us.test")
        .mailFrom(FakeDns.ip(client), "client.test", sender);
  }

  @Test
  void saysInWordsWhatDecided() {
    dns.txt("a.test", "v=spf1 ip4:192.0.2.0/24 -all");
    assertEquals(
        "a.test allows 192.0.2.7 to send for it (ip4:192.0.2.0/24)",
        check("192.0.2.7", "joe@A.test.").explanation());
    assertEquals(
        "a.test does not allow 2001:db8::1 to send for it (-all)",
        check("2001:db8::1", "joe@a.test").explanation());
  }

  @Test
  void readsInternationalDomainsAsTheDnsKnowsThem() {
    dns.txt("xn--bcher-kva.test", "v=spf1 +all");
    Spf spf = check("192.0.2.7", "joe@bücher.test");
    assertTrue(spf.passed());
    assertEquals("xn--bcher-kva.test", spf.domain());
  }

  @Test
  void aTermWithALocalPartBeyondAsciiMatchesNothing() {
    dns.txt("a.test", "v=spf1 exists:%{l}.a.test ?all").with("jörg.a.test", "A", "192.0.2.1");
    assertInstanceOf(SpfResult.Neutral.class, check("192.0.2.7", "jörg@a.test").result());
    dns.with("joe.a.test", "A", "192.0.2.1");
    assertTrue(check("192.0.2.7", "joe@a.test").passed());
  }

  @Test
  void aMappedClientIsAnIp4Client() {
    dns.txt("a.test", "v=spf1 ip4:192.0.2.7 -all");
    assertTrue(check("::ffff:192.0.2.7", "joe@a.test").passed());
  }

  @Test
  void endlessIncludesCostNoMoreThanTheLimit() {
    dns.txt("a.test", "v=spf1 include:b.test -all").txt("b.test", "v=spf1 include:a.test -all");
    assertInstanceOf(SpfResult.PermError.class, check("192.0.2.7", "joe@a.test").result());
    assertEquals(11, dns.asked().size());
    dns.txt("r.test", "v=spf1 redirect=r.test");
    assertInstanceOf(SpfResult.PermError.class, check("192.0.2.7", "joe@r.test").result());
    assertEquals(22, dns.asked().size());
  }

  @Test
  void noCheckAsksOnWhenItsTimeIsOver() {
    var seconds = new AtomicLong();
    dns.txt("a.test", "v=spf1 a:one.test a:two.test -all").exists("one.test").exists("two.test");
    Spf spf =
        check("192.0.2.7", "joe@a.test", () -> Instant.EPOCH.plusSeconds(seconds.addAndGet(9)));
    assertInstanceOf(SpfResult.TempError.class, spf.result());
    assertFalse(dns.asked().contains("A two.test"));
  }

  @Test
  void aRecordFullOfMacrosDoesNotGrow() {
    dns.txt("a.test", "v=spf1 exists:" + "%{s}".repeat(10_000) + " ?all");
    assertInstanceOf(
        SpfResult.Neutral.class, check("192.0.2.7", "x".repeat(60) + "@a.test").result());
    assertTrue(dns.asked().stream().allMatch(asked -> asked.length() < 260));
  }

  @Test
  void mailExchangersWithoutAddressesOfTheClientsFamilyAreNoVoidLookups() {
    dns.txt("a.test", "v=spf1 mx ip6:2001:db8::/32 -all");
    for (int i = 0; i < 5; i++) {
      dns.with("a.test", "MX", i + " mx" + i + ".test").with("mx" + i + ".test", "A", "192.0.2.1");
    }
    assertTrue(check("2001:db8::1", "joe@a.test").passed());
  }

  @Test
  void theClientsOwnNameStandsForTheNullSender() {
    dns.txt("client.test", "v=spf1 ip4:192.0.2.7 -all");
    Spf spf = check("192.0.2.7", "");
    assertTrue(spf.passed());
    assertEquals(SpfIdentity.MAIL_FROM, spf.identity());
    assertEquals("client.test", spf.domain());
    var check =
        new SpfCheck(dns, InstantSource.system(), SpfLimits.STANDARD, "us.test")
            .helo(FakeDns.ip("192.0.2.8"), "client.test");
    assertEquals("fail", check.result().code());
  }

  @Test
  void limitsAreSettings() {
    var strict = new SpfLimits(1, 0, 1, Duration.ofSeconds(1));
    dns.txt("a.test", "v=spf1 a:gone.test -all");
    Spf spf =
        new SpfCheck(dns, InstantSource.system(), strict, "us.test")
            .mailFrom(FakeDns.ip("192.0.2.7"), "client.test", "joe@a.test");
    assertInstanceOf(SpfResult.PermError.class, spf.result());
  }

  @Test
  void writesAddressesAsPeopleDo() {
    assertEquals("2001:db8::1", ClientAddress.text(FakeDns.ip("2001:db8:0:0:0:0:0:1")));
    assertEquals("::", ClientAddress.text(FakeDns.ip("::")));
    assertEquals("2001:db8::", ClientAddress.text(FakeDns.ip("2001:db8::")));
    assertEquals("1:0:2:3:4:5:6:7", ClientAddress.text(FakeDns.ip("1:0:2:3:4:5:6:7")));
    assertEquals("1:0:0:2::3", ClientAddress.text(FakeDns.ip("1:0:0:2:0:0:0:3")));
    assertEquals("192.0.2.1", ClientAddress.text(FakeDns.ip("192.0.2.1")));
  }
}
