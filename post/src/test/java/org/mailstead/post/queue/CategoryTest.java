package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailstead.words.Refused;

/** What answers mean, and what follows when they say that nobody is there. */
class CategoryTest {
  private static final String TEXT = "Subject: x\r\n\r\nx\r\n";

  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({
    "550, 5.1.1, 5.1.1 The email account that you tried to reach does not exist, NO_SUCH_ADDRESS",
    "550, 5.0.0, no such user here, NO_SUCH_ADDRESS",
    "552, 5.2.2, 5.2.2 over quota, MAILBOX_FULL",
    "452, 4.2.2, 4.2.2 out of storage space, MAILBOX_FULL",
    "554, 5.7.1, 5.7.1 Service unavailable; client host blocked using zen.spamhaus.org, BLOCKED",
    "550, 5.7.1, 5.7.1 Message rejected as spam, SPAM",
    "550, 5.7.26, 5.7.26 unauthenticated mail is not accepted due to the DMARC policy,"
        + " AUTHENTICATION",
    "550, 5.7.1, 5.7.1 SPF: fail, AUTHENTICATION",
    "450, 4.2.0, 4.2.0 Recipient address rejected: Greylisted, GREYLISTED",
    "421, 4.7.28, 4.7.28 unusual rate of mail, TOO_FAST",
    "451, 4.3.0, 4.3.0 temporary problem, THEIR_FAULT",
    "552, 5.3.4, 5.3.4 too big, TOO_LARGE",
    "552, 5.0.0, no, TOO_LARGE",
    "550, 5.7.1, 5.7.1 go away, POLICY",
    "554, 5.0.0, no, OTHER",
    "0, 4.4.1, refused, CONNECTION",
    "0, 4.4.3, the DNS gives no answer, DNS",
    "0, 5.1.2, the domain does not exist, NO_SUCH_DOMAIN",
    "0, 5.1.10, null MX, NO_SUCH_DOMAIN",
    "0, 5.4.6, itself, LOOP",
    "0, nonsense, x, OTHER",
  })
  void answersAreUnderstood(int code, String status, String text, Category expected) {
    assertEquals(expected, Category.of(code, status, text));
  }

  @Test
  void everyCategoryHasItsSentenceInEveryLanguage() {
    for (Category category : Category.values()) {
      for (String language : List.of("en", "de", "es", "fr", "pt")) {
        if (category != Category.OTHER) {
          assertFalse(ReportWords.in(language).text(category.sentence()).isEmpty());
        }
      }
      assertEquals(category, Category.ofName(category.name()).orElseThrow());
    }
    assertTrue(Category.ofName("SOMETHING_NEWER").isEmpty());
  }

  @Test
  void theReportAndTheOperatorAreToldInPlainWords() throws Exception {
    try (var other =
            new OtherServer("127.0.0.2", 0)
                .answers(
                    c -> c.startsWith("MAIL") ? "554 5.7.1 listed at bl.test, see our page" : "");
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
      room.settle();
      String report = room.house.inbox(room.house.ada).getFirst();
      assertTrue(report.contains("The server there blocks mail from this server."), report);
      assertTrue(report.contains("554 5.7.1 listed at bl.test, see our page"), report);
      other.answers(c -> c.startsWith("RCPT") ? "450 4.7.1 greylisted, come again" : "");
      room.queue.accept(room.house.mail("q2", TEXT, House.outside("x@one.test")));
      room.settle();
      var last =
          room.queue.control().show("q2").orElseThrow().message().recipients().getFirst().last();
      assertTrue(last.orElseThrow().reason().startsWith("The server there makes unknown senders"));
    }
  }

  @Test
  void anAddressThatIsUnknownThreeTimesGetsNoMoreForAWhile() throws Exception {
    var gone = House.address("gone@one.test");
    try (var other =
            new OtherServer("127.0.0.2", 0)
                .answers(c -> c.startsWith("RCPT TO:<gone") ? "550 5.1.1 unknown" : "");
        var room = new Mailroom(home, other.port())) {
      for (int i = 0; i < 3; i++) {
        room.queue.check(gone);
        room.queue.accept(
            room.house.mail(
                "q" + i, TEXT, House.outside("gone@one.test"), House.outside("y@one.test")));
        room.settle();
      }
      var refused = assertThrows(Refused.class, () -> room.queue.check(gone));
      assertTrue(refused.problem().toString().contains("3 times"), refused.problem().toString());
      long asked = asked(other);
      room.queue.accept(
          room.house.mail("q4", TEXT, House.outside("Gone@one.test"), House.outside("y@one.test")));
      room.settle();
      assertEquals(asked, asked(other));
      assertEquals(4, other.messages().size()); // the other recipient got each of them
      assertEquals(4, room.house.inbox(room.house.ada).size()); // and the sender four reports
      assertEquals(List.of("gone@one.test"), suppressed(room));
      room.later(Duration.ofDays(91));
      room.queue.check(gone);
      assertEquals(List.of(), suppressed(room));
    }
  }

  private static long asked(OtherServer other) {
    return other.commands().stream().filter(c -> c.contains("one@one.test")).count();
  }

  private static List<String> suppressed(Mailroom room) {
    List<String> found = new ArrayList<>();
    room.queue.suppressions().each(entry -> found.add(entry.address().toString()));
    return found;
  }

  @Test
  void aMessageThatIsTakenClearsTheAddressAndTheOperatorDecidesFreely() throws Exception {
    try (var other =
            new OtherServer("127.0.0.2", 0)
                .answers(c -> c.startsWith("RCPT") ? "550 5.1.1 unknown" : "");
        var room = new Mailroom(home, other.port())) {
      for (int i = 0; i < 2; i++) {
        room.queue.accept(room.house.mail("q" + i, TEXT, House.outside("x@one.test")));
        room.settle();
      }
      other.answers(_ -> "");
      room.queue.accept(room.house.mail("good", TEXT, House.outside("x@one.test")));
      room.settle();
      other.answers(c -> c.startsWith("RCPT") ? "550 5.1.1 unknown" : "");
      for (int i = 2; i < 4; i++) {
        room.queue.accept(room.house.mail("q" + i, TEXT, House.outside("x@one.test")));
        room.settle();
      }
      room.queue.check(House.address("x@one.test")); // two since the last success
      room.queue.suppressions().add(House.address("z@one.test"), Duration.ofDays(7));
      assertThrows(Refused.class, () -> room.queue.check(House.address("z@one.test")));
      assertTrue(room.queue.suppressions().remove(House.address("z@one.test")));
      assertFalse(room.queue.suppressions().remove(House.address("z@one.test")));
      room.queue.check(House.address("z@one.test"));
    }
  }
}
