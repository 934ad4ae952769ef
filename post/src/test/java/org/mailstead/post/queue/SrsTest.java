package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.rows.QueuedRecipientRow;
import org.mailstead.words.EmailAddress;

/** Senders of forwarded mail are rewritten, and found again. */
class SrsTest {
  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

  private static final Letter.To SOMEBODY =
      new Letter.To(
          0,
          QueuedRecipientRow.newBuilder()
              .setAddress(Letter.parts(House.address("x@one.test")))
              .build());

  private static final Srs OTHERS = new Srs("another key".getBytes(UTF_8), "a.test", () -> NOW);

  private final Srs ours = srs("a.test", NOW);

  private static Srs srs(String domain, Instant now) {
    return new Srs(House.KEY, domain, () -> now);
  }

  private static EmailAddress address(String text) {
    return EmailAddress.parse(text).orElseThrow();
  }

  @Test
  void whatWasRewrittenIsFoundAgainAlsoInLowerCase() {
    EmailAddress sender = address("Ada.B+x=y@example.org");
    EmailAddress rewritten = ours.forward(sender);
    assertTrue(
        rewritten
            .toString()
            .matches("SRS0=[a-z2-7]{10}=[a-z2-7]{2}=example.org=Ada.B\\+x=y@a.test"),
        rewritten.toString());
    assertEquals(Optional.of(sender), ours.back(rewritten));
    var lower = address(rewritten.toString().toLowerCase(Locale.ROOT));
    assertEquals(
        Optional.of("ada.b+x=y@example.org"), ours.back(lower).map(EmailAddress::toString));
    assertEquals(ours.forward(sender), ours.forward(sender));
    assertEquals(address("me@a.test"), ours.forward(address("me@a.test")));
  }

  @Test
  void aChainOfForwardersLeadsBackToTheFirstAndGrowsNoLonger() {
    Srs second = srs("b.test", NOW);
    Srs third = new Srs("another key".getBytes(UTF_8), "c.test", () -> NOW);
    EmailAddress first = ours.forward(address("ada@example.org"));
    EmailAddress again = second.forward(first);
    assertTrue(again.local().startsWith("SRS1="), again.toString());
    EmailAddress more = third.forward(again);
    assertEquals(again.local().length(), more.local().length());
    assertEquals(Optional.of(first), third.back(more));
    assertEquals(Optional.of(first), second.back(again));
    assertEquals(Optional.of(address("ada@example.org")), ours.back(first));
  }

  @Test
  void strangersCannotMakeOneChangeOneOrUseAnOldOne() {
    EmailAddress good = ours.forward(address("ada@example.org"));
    String local = good.local();
    for (int i = 5; i < local.length(); i++) {
      char other = local.charAt(i) == 'x' ? 'y' : 'x';
      var changed =
          new EmailAddress(local.substring(0, i) + other + local.substring(i + 1), "a.test");
      assertEquals(Optional.empty(), ours.back(changed), changed.toString());
    }
    assertEquals(Optional.empty(), ours.back(new EmailAddress(local, "b.test")));
    assertEquals(
        Optional.empty(), new Srs("another key".getBytes(UTF_8), "a.test", () -> NOW).back(good));
    assertTrue(srs("a.test", NOW.plus(Duration.ofDays(21))).back(good).isPresent());
    assertTrue(srs("a.test", NOW.plus(Duration.ofDays(22))).back(good).isEmpty());
    for (String text : List.of("SRS0==", "SRS0=a=bb=c=d", "SRS1=x=y==", "SRS0", "srs0=a=b")) {
      assertEquals(Optional.empty(), ours.back(new EmailAddress(text, "a.test")), text);
    }
  }

  @Test
  void aSenderThatDoesNotFitOrIsOddStaysOrComesBackWhole() {
    EmailAddress longer = address("a".repeat(50) + "@example.org");
    assertEquals(longer, ours.forward(longer));
    for (String odd :
        List.of("\"a b\"@example.org", "\"a\\\"\\\\@b\"@example.org", "\"a\\>b\"@example.org")) {
      EmailAddress sender = address(odd);
      EmailAddress rewritten = ours.forward(sender);
      assertFalse(rewritten.toString().chars().anyMatch(c -> c < ' '));
      assertTrue(rewritten.equals(sender) || ours.back(rewritten).equals(Optional.of(sender)), odd);
    }
  }

  /** Whatever comes back is an address, and one that was forwarded before. */
  @FuzzTest(maxDuration = "70s")
  void bytesOfStrangers(byte[] text) {
    String given = new String(text, UTF_8);
    Optional<EmailAddress> parsed = EmailAddress.parse(given);
    parsed.ifPresent(sender -> {
      EmailAddress rewritten = ours.forward(sender);
      assertEquals(Optional.of(rewritten), EmailAddress.parse(rewritten.toString()));
      if (!rewritten.equals(sender) && !sender.local().toUpperCase(Locale.ROOT).startsWith("SRS")) {
        assertEquals(Optional.of(sender), ours.back(rewritten));
      }
    });
    // The fuzzer looks over the shoulder of one comparison; nobody makes what two keys accept.
    EmailAddress to = new EmailAddress(given, "a.test");
    assertTrue(ours.back(to).isEmpty() || OTHERS.back(to).isEmpty());
    BounceNames names = ours.bounceNames();
    BounceNames theirs = OTHERS.bounceNames();
    assertTrue(names.in(to).isEmpty() || theirs.in(to).isEmpty());
    names
        .in(given)
        .ifPresent(
            named -> assertFalse(names.isFor(named, SOMEBODY) && theirs.isFor(named, SOMEBODY)));
  }

  @Test
  void forwardedMailGoesOutUnderOurNameAndItsReportToTheSender(@TempDir Path home)
      throws Exception {
    String text = "Subject: x\r\n\r\nx\r\n";
    try (var other =
            new OtherServer("127.0.0.2", 0)
                .answers(c -> c.startsWith("RCPT TO:<gone") ? "550 5.1.1 unknown" : "");
        var room = new Mailroom(home, other.port())) {
      QueuedMail mail = room.house.mail("q1", text);
      var forwarded =
          new QueuedMail.To(
              address("gone@one.test"),
              new QueuedMail.Target.Elsewhere(),
              "",
              java.util.Set.of(),
              Optional.of(new QueuedMail.Onward("example.test", true, "")));
      room.queue.accept(
          new QueuedMail(
              mail.id(),
              Optional.of(address("eve@two.test")),
              mail.body(),
              mail.prefix(),
              Optional.empty(),
              mail.arrived(),
              mail.options(),
              List.of(forwarded, House.outside("y@one.test"))));
      room.settle();
      List<String> froms =
          other.commands().stream().filter(c -> c.startsWith("MAIL FROM:<")).toList();
      String srs = froms.stream().filter(c -> c.contains("SRS0=")).findFirst().orElseThrow();
      assertTrue(srs.matches("MAIL FROM:<SRS0=.*=two.test=eve@mx.example.test>.*"), srs);
      assertTrue(froms.contains("MAIL FROM:<eve@two.test>"), froms.toString());
      var rewritten = address(srs.substring(11, srs.indexOf('>')));
      assertEquals(Optional.of(address("eve@two.test")), room.queue.forwardedFor(rewritten));
      // The bytes are the same for both, and the report goes to the sender, from nobody.
      assertTrue(froms.contains("MAIL FROM:<>"), froms.toString());
      assertTrue(other.commands().stream().anyMatch(c -> c.startsWith("RCPT TO:<eve@two.test>")));
      assertNotEquals(rewritten, address("eve@two.test"));
      assertEquals("Received: from here\r\n" + text, other.messages().getFirst());
    }
  }
}
