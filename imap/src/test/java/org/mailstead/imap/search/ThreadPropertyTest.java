package org.mailstead.imap.search;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.formats.imap.Casemap;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.imap.ContextPicture;
import org.mailstead.imap.TestServer;
import org.mailstead.imap.grammar.ThreadAlgorithm;
import org.mailstead.store.Engine;
import org.mailstead.testkit.Property;

/** Threads and orders are what the RFC's words make of the messages, one by one. */
class ThreadPropertyTest {
  private static final List<String> SUBJECTS =
      List.of("one", "Re: one", "ONE (fwd)", "two", "[x] Re: two", "", "Fwd: three", "Re:");

  @Test
  void threadsAreThoseOfTheRfc() {
    Property.holds(4, random -> play(TestServer.memory(), random));
  }

  @Test
  void threadsAreThoseOfTheRfcOnABadDayOfTheEngine() {
    Property.holds(2, random -> play(TestServer.hostile(random.nextLong()), random));
  }

  @Test
  void aForestIsThatOfTheRfcHoweverItIsTangled() {
    Property.holds(
        3000,
        random -> {
          List<SlowThreads.Mail> mails = new ArrayList<>();
          int count = 1 + random.nextInt(12);
          for (int i = 0; i < count; i++) {
            mails.add(mail(i + 1, random));
          }
          var input = new ThreadInput(ThreadAlgorithm.REFERENCES, count);
          for (int i = 0; i < count; i++) {
            SlowThreads.Mail mail = mails.get(i);
            var subject = org.mailstead.formats.mime.BaseSubject.of(mail.subject());
            input.dates[i] = mail.date();
            input.replies[i] = subject.replyOrForward();
            input.subjects.put(0, i, Casemap.key(subject.text()));
            input.forest.add(
                i, Optional.of(mail.id()).filter(id -> !id.isEmpty()), mail.references());
          }
          var forest = new ThreadForest(input, input.forest.parentRows());
          forest.gatherSubjects();
          assertEquals(new SlowThreads(mails).text(), forest.text(row -> row + 1), "" + mails);
        });
  }

  @Test
  void aThreadMayBeAsDeepAsTheMailboxIsLarge() {
    int count = 200_000;
    var input = new ThreadInput(ThreadAlgorithm.REFERENCES, count);
    for (int i = 0; i < count; i++) {
      // The newest first, so that each finds the one that it answers not yet there.
      int id = count - i;
      input.forest.add(i, Optional.of("m" + id), id == 1 ? List.of() : List.of("m" + (id - 1)));
      input.dates[i] = id;
    }
    var forest = new ThreadForest(input, input.forest.parentRows());
    forest.gatherSubjects();
    String text = forest.text(row -> row + 1);
    assertTrue(text.startsWith("(" + count + " " + (count - 1) + " "), text.substring(0, 40));
    assertTrue(text.endsWith(" 2 1)"));
  }

  private static SlowThreads.Mail mail(int number, RandomGenerator random) {
    int ids = 8;
    String id = random.nextInt(8) == 0 ? "" : random.nextInt(ids) + "@x.test";
    List<String> references = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String reference = random.nextInt(ids) + "@x.test";
      if (!references.contains(reference)) {
        references.add(reference);
      }
    }
    String subject = SUBJECTS.get(random.nextInt(SUBJECTS.size()));
    return new SlowThreads.Mail(number, id, references, subject, 1000L * random.nextInt(5));
  }

  private static void play(Engine engine, RandomGenerator random) {
    try (var server = new TestServer(engine, true);
        var client = new ContextPicture(server.port)) {
      List<SlowThreads.Mail> mails = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        mails.add(mail(i + 1, random));
        append(client, mails.getLast());
      }
      client.say("NOOP");
      assertEquals(new SlowThreads(mails).text(), found(client, "THREAD", "REFERENCES UTF-8 ALL"));
      sorted(client, mails);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void append(ContextPicture client, SlowThreads.Mail mail) throws IOException {
    var date = OffsetDateTime.parse("1970-01-01T00:00:00Z").plusSeconds(mail.date() / 1000);
    String text = "Date: " + DateTimes.format(date) + "\r\nSubject: " + mail.subject() + "\r\n";
    text += mail.id().isEmpty() ? "" : "Message-ID: <" + mail.id() + ">\r\n";
    String references = String.join("> <", mail.references());
    text += references.isEmpty() ? "" : "References: <" + references + ">\r\n";
    text += "\r\nbody\r\n";
    client.say("APPEND INBOX {" + text.getBytes(US_ASCII).length + "+}\r\n" + text);
  }

  private static void sorted(ContextPicture client, List<SlowThreads.Mail> mails)
      throws IOException {
    List<Integer> order =
        mails.stream()
            .sorted((one, other) -> {
              int subject = Arrays.compareUnsigned(key(other), key(one));
              return subject != 0 ? subject : Long.compare(one.date(), other.date());
            })
            .map(SlowThreads.Mail::number)
            .toList();
    String text = String.join(" ", order.stream().map(number -> "" + number).toList());
    assertEquals(text, found(client, "SORT", "(REVERSE SUBJECT DATE) UTF-8 ALL"));
  }

  private static byte[] key(SlowThreads.Mail mail) {
    return Casemap.key(org.mailstead.formats.mime.BaseSubject.of(mail.subject()).text());
  }

  private static String found(ContextPicture client, String command, String arguments)
      throws IOException {
    return client.say(command + " " + arguments).stream()
        .filter(line -> line.startsWith("* " + command))
        .findFirst()
        .orElseThrow()
        .substring(("* " + command + " ").length());
  }
}
