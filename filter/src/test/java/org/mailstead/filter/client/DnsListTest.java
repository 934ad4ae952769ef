package org.mailstead.filter.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mailstead.filter.FakeDns;
import org.mailstead.filter.verdict.Clue;

/** Lists of addresses in the DNS (RFC 5782). */
class DnsListTest {
  private static final InetAddress CLIENT = FakeDns.ip("192.0.2.99");

  private static DnsList list(String text) {
    return DnsList.parse(text).orElseThrow();
  }

  private static List<Clue> ask(FakeDns dns, InetAddress client, String... lists) {
    List<DnsList> all = List.of(lists).stream().map(DnsListTest::list).toList();
    return new DnsLists(all, dns).ask(client).clues();
  }

  @Test
  void isReadAsItIsWritten() {
    for (String text :
        List.of("zen.example.org:6", "white.example.net=127.0.4.1-3:-2", "x.test=127.0.0.2:1")) {
      assertEquals(text, list(text).toString());
    }
    for (String text :
        List.of(
            "",
            "zen.example.org",
            "zen.example.org:",
            "zen.example.org:101",
            "nodots:3",
            "x.test=10.0.0.1:3",
            "x.test=127.0.0.300:3",
            "x.test=127.0.0.9-3:3",
            "x.test=127.0.0.9-300:3",
            "x test:3")) {
      assertEquals(Optional.empty(), DnsList.parse(text), text);
    }
  }

  /** RFC 5782 sections 2.1 and 2.4. */
  @Test
  void asksAsTheRfcSays() {
    assertEquals("99.2.0.192.bad.example.com", list("bad.example.com:1").question(CLIENT));
    assertEquals(
        "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2.ugly.example.com",
        list("ugly.example.com:1").question(FakeDns.ip("2001:db8:1:2:3:4:567:89ab")));
  }

  @Test
  void countsWhatIsListed() {
    var dns =
        new FakeDns()
            .with("99.2.0.192.bad.test", "A", "127.0.0.2")
            .with("99.2.0.192.good.test", "A", "127.0.4.2")
            .with("99.2.0.192.other.test", "A", "127.0.0.9");
    List<Clue> clues =
        ask(dns, CLIENT, "bad.test:6", "good.test=127.0.4.1-3:-2", "other.test=127.0.0.2-8:5");
    assertEquals(
        List.of("list-bad-test=6", "list-good-test=-2"),
        clues.stream().map(clue -> clue.name() + "=" + clue.points()).toList());
    assertTrue(clues.getFirst().why().contains("192.0.2.99"), clues.toString());
  }

  /** A list whose domain was sold, a resolver that makes names up, a list that refuses us. */
  @Test
  void isNotFooledByAnswersThatAreNone() {
    var dns =
        new FakeDns()
            .with("99.2.0.192.sold.test", "A", "203.0.113.80")
            .with("99.2.0.192.refused.test", "A", "127.255.255.254")
            .timeout("99.2.0.192.slow.test");
    assertEquals(List.of(), ask(dns, CLIENT, "sold.test:6", "refused.test:6", "slow.test:6"));
  }

  @Test
  void asksNobodyAboutPrivateAddresses() {
    var dns = new FakeDns().with("1.0.0.127.bad.test", "A", "127.0.0.2");
    assertEquals(List.of(), ask(dns, FakeDns.ip("127.0.0.1"), "bad.test:6"));
    assertEquals(List.of(), ask(dns, FakeDns.ip("10.1.2.3"), "bad.test:6"));
    assertEquals(List.of(), dns.asked());
  }
}
