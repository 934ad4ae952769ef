package org.mailstead.post;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.filter.results.AuthenticationResults;
import org.mailstead.filter.results.MethodResult;
import org.mailstead.filter.verdict.Clue;
import org.mailstead.filter.verdict.Scale;
import org.mailstead.filter.verdict.Verdict;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.store.MemoryEngine;
import org.mailstead.wire.WebAddress;
import org.mailstead.words.AccountId;

/** How lists are left (RFC 2369, RFC 8058). */
class UnsubscribingTest {
  private static final String POST = "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
  private static final Reason SIGNED =
      dkim("pass", "policy.unsubscribe=signed header.d=far.test header.i=@far.test");

  @TempDir Path folder;

  private static Reason dkim(String what, String evidence) {
    return new Reason("dkim", what, evidence, Instant.EPOCH);
  }

  private static Unsubscribing of(String header, Reason... reasons) {
    byte[] octets = (header + "From: a@far.test\r\n\r\nhi\r\n").getBytes(UTF_8);
    return Unsubscribing.of(MessageStructure.of(octets).header(), List.of(reasons));
  }

  @Test
  void thePageAndTheAddressAreFound() {
    Unsubscribing way =
        of(
            """
            List-Unsubscribe: (no more) <mailto:off@far.test?subject=x>,
              <http://far.test/open>, <https://far.test/u?a=b>
            list-unsubscribe-post: list-unsubscribe=one-click
            """,
            dkim("fail", "header.d=x"),
            SIGNED);
    assertEquals(Optional.of("https://far.test/u?a=b"), way.oneClick().map(WebAddress::toString));
    assertEquals(Optional.of("mailto:off@far.test?subject=x"), way.mailto());
    assertTrue(way.isSafe());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "List-Unsubscribe: <https://far.test/u>\r\n",
        "List-Unsubscribe: <mailto:off@far.test>\r\n" + POST,
        "List-Unsubscribe: <http://far.test/u>\r\n" + POST,
        "List-Unsubscribe: <https://127.0.0.1/u>\r\n" + POST,
        "List-Unsubscribe: <https://user:x@far.test/u>\r\n" + POST,
        "List-Unsubscribe: https://far.test/u\r\n" + POST,
        "List-Unsubscribe: <https://far.test/u>\r\nList-Unsubscribe-Post: yes\r\n",
        POST
      })
  void thereIsNoOtherOffer(String header) {
    assertEquals(Optional.empty(), of(header, SIGNED).oneClick());
    assertFalse(of(header, SIGNED).isSafe());
  }

  @Test
  void onlyOurOwnWordOnASignatureCounts() {
    String header = "List-Unsubscribe: <https://far.test/u>\r\n" + POST;
    assertTrue(of(header, SIGNED).isSafe());
    assertFalse(of(header).isSafe());
    for (Reason other :
        List.of(
            dkim("fail", SIGNED.evidence()),
            dkim("pass", "header.d=far.test"),
            dkim("pass", "header.d=far.test header.i=\"policy.unsubscribe=signed \"@far.test"),
            dkim("pass", "policy.unsubscribe=signedx"),
            new Reason("arc", "pass", SIGNED.evidence(), Instant.EPOCH))) {
      assertFalse(of(header, other).isSafe(), other.toString());
    }
  }

  @Test
  void whatWasFoundAtTheDoorIsKnownBehindTheQueue() {
    String field =
        new AuthenticationResults(
                "mx.test",
                List.of(
                    MethodResult.of("dkim", "pass")
                        .with("policy", "unsubscribe", "signed")
                        .with("header", "d", "far.test")))
            .field();
    byte[] prefix = ("Received: x\r\n" + field).getBytes(UTF_8);
    List<Reason> reasons = OriginReasons.in(prefix, Instant.EPOCH);
    String header = "List-Unsubscribe: <https://far.test/u>\r\n" + POST;
    assertTrue(of(header, reasons.toArray(Reason[]::new)).isSafe(), reasons.toString());
  }

  @Test
  void aSafeOfferIsAKeywordFromTheStart() {
    var clock = new World.TestClock();
    try (var world = new World(new MemoryEngine(clock), folder, clock)) {
      AccountId ada = world.account("ada");
      assertTrue(delivered(world, ada, 0, SIGNED).contains("$canunsubscribe"));
      assertFalse(delivered(world, ada, 0).contains("$canunsubscribe"), "it is not signed");
      assertFalse(delivered(world, ada, 6, SIGNED).contains("$canunsubscribe"), "it is junk");
    }
  }

  private static List<String> delivered(World world, AccountId ada, int points, Reason... known) {
    var verdict = Verdict.of(List.of(new Clue("helo-ours", points, "why")), Scale.DEFAULT);
    List<Reason> reasons = new ArrayList<>(List.of(known));
    reasons.addAll(VerdictReasons.of(verdict, Instant.EPOCH));
    String text =
        "From: a@far.test\r\nList-Unsubscribe: <https://far.test/u>\r\n" + POST + "\r\nhi\r\n";
    NewMessage message = world.message(ada, text.getBytes(UTF_8), Set.of()).with(reasons);
    world.post.delivery().deliver(ada, message, "key " + points + known.length);
    AccountEmail newest = world.post.view(ada).newestFirst().getFirst();
    return List.copyOf(world.post.keywords(ada).names(newest.flags()));
  }

  @FuzzTest(maxDuration = "70s")
  void anyHeaderIsRead(byte[] value) {
    byte[] start = (POST + "List-Unsubscribe: ").getBytes(UTF_8);
    byte[] all = Arrays.copyOf(start, start.length + value.length);
    System.arraycopy(value, 0, all, start.length, value.length);
    Unsubscribing way = Unsubscribing.of(MessageStructure.of(all).header(), List.of(SIGNED));
    assertTrue(way.oneClick().isEmpty() || way.oneClick().get().encrypted());
  }
}
