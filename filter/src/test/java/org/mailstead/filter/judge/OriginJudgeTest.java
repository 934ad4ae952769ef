package org.mailstead.filter.judge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mailstead.filter.FakeDns;
import org.mailstead.filter.dmarc.Organizations;
import org.mailstead.filter.origin.Envelope;
import org.mailstead.filter.origin.Handling;
import org.mailstead.filter.origin.MessageFlow;
import org.mailstead.filter.origin.Origin;
import org.mailstead.filter.origin.OriginCheck;
import org.mailstead.filter.origin.OriginChecks;
import org.mailstead.filter.verdict.Clue;
import org.mailstead.filter.verdict.Scale;
import org.mailstead.filter.verdict.Verdict;

/** Judging by who sent a message. */
class OriginJudgeTest {
  private static final InetAddress GOOD = FakeDns.ip("192.0.2.7");
  private static final InetAddress STRANGER = FakeDns.ip("198.51.100.1");

  private final FakeDns dns =
      new FakeDns()
          .txt("example.org", "v=spf1 ip4:192.0.2.7 -all")
          .with("mail.example.org", "A", "192.0.2.7")
          .with(FakeDns.reverse(GOOD), "PTR", "mail.example.org")
          .txt("_dmarc.example.org", "v=DMARC1; p=none")
          .txt("_dmarc.bank.test", "v=DMARC1; p=quarantine")
          .exists("plain.test");

  private static OriginJudge judge(String... forwarders) {
    return new OriginJudge("mx.test", new Handling(false, Set.of(forwarders)), new Scale(6, 15));
  }

  private Origin origin(InetAddress client, String helo, String sender, String author)
      throws IOException {
    var checks =
        new OriginChecks(
            dns,
            new Organizations.TreeWalk(),
            "mx.test",
            () -> Instant.EPOCH,
            Duration.ofSeconds(10));
    OriginCheck check = checks.begin(new Envelope(client, helo, sender));
    var flow = new MessageFlow(OutputStream.nullOutputStream(), "mx.test", check);
    flow.write(("From: " + author + "\r\n\r\nhello\r\n").getBytes(ISO_8859_1));
    flow.finish();
    return check.finish();
  }

  private static String clues(Verdict verdict) {
    return verdict.clues().stream()
        .map(clue -> clue.name() + "=" + clue.points())
        .collect(Collectors.joining(" "));
  }

  private static Verdict judge(Origin origin) {
    return judge().judge(new Sighting(origin, List.of()));
  }

  @Test
  void goodMailIsHam() throws IOException {
    Verdict verdict = judge(origin(GOOD, "mail.example.org", "a@example.org", "a@example.org"));
    assertEquals("dmarc-pass=-1", clues(verdict));
    assertEquals(Verdict.Kind.HAM, verdict.kind());
    assertEquals("", verdict.against());
  }

  /** A small server at home, whose mail must not be junk for that alone. */
  @Test
  void smallFaultsDoNotMakeJunk() throws IOException {
    Verdict verdict = judge(origin(STRANGER, "[198.51.100.1]", "a@plain.test", "a@plain.test"));
    assertEquals("client-nameless=2 helo-address=1", clues(verdict));
    assertEquals(Verdict.Kind.HAM, verdict.kind());
  }

  @Test
  void whatItsAuthorsDomainWantsPutAsideIsJunk() throws IOException {
    Verdict verdict = judge(origin(GOOD, "mail.example.org", "a@example.org", "a@bank.test"));
    assertEquals("dmarc-fail=6", clues(verdict));
    assertEquals(Verdict.Kind.JUNK, verdict.kind());
    assertTrue(verdict.against().contains("bank.test"), verdict.against());
  }

  @Test
  void aBotIsJunkAndAListedOneIsRefused() throws IOException {
    Origin origin = origin(STRANGER, "localhost", "a@example.org", "a@example.org");
    assertEquals("spf-fail=3 client-nameless=2 helo-nameless=2 dmarc-fail=1", clues(judge(origin)));
    assertEquals(Verdict.Kind.JUNK, judge(origin).kind());
    var listed = new Sighting(origin, List.of(new Clue("list-zen", 7, "it is on a list")));
    Verdict refused = judge().judge(listed);
    assertEquals(Verdict.Kind.REFUSED, refused.kind());
    assertTrue(refused.against().startsWith("it is on a list; "), refused.against());
  }

  @Test
  void nobodyElseIsUs() throws IOException {
    Verdict verdict = judge(origin(STRANGER, "MX.test", "a@plain.test", "a@plain.test"));
    assertEquals("helo-ours=4 client-nameless=2", clues(verdict));
    assertEquals(
        "helo-false=3 client-nameless=2",
        clues(judge(origin(STRANGER, "[192.0.2.1]", "a@plain.test", "a@plain.test"))));
    dns.txt("false.test", "v=spf1 -all");
    assertEquals(
        "helo-false=3 client-nameless=2",
        clues(judge(origin(STRANGER, "false.test", "a@plain.test", "a@plain.test"))));
  }

  @Test
  void programsOnThisMachineNeedNoName() throws IOException {
    InetAddress here = FakeDns.ip("127.0.0.1");
    assertEquals("", clues(judge(origin(here, "mx.test", "a@plain.test", "a@plain.test"))));
  }

  @Test
  void aForwarderThatIsBelievedIsNotToBlame() throws IOException {
    Origin origin = origin(GOOD, "mail.example.org", "list@example.org", "a@bank.test");
    Verdict verdict = judge("example.org").judge(new Sighting(origin, List.of()));
    assertEquals("forwarder=-1", clues(verdict));
  }

  @Test
  void whoHasNoAuthorIsSuspect() throws IOException {
    assertEquals(
        "author=3", clues(judge(origin(GOOD, "mail.example.org", "a@example.org", "nobody"))));
  }
}
