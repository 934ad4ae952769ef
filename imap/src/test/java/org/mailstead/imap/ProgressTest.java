package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.mailstead.imap.state.Progress;

/** INPROGRESS (RFC 9585). */
class ProgressTest {
  /** Each look at the clock takes six seconds. */
  @Test
  void aClientIsToldWhileItWaits() throws Exception {
    var time = new AtomicLong();
    InstantSource clock = () -> Instant.ofEpochSecond(time.addAndGet(6));
    try (var server =
            new TestServer(TestServer.memory(), some -> some.withPlaintextLogin(true), clock);
        var client = new ContextPicture(server.port)) {
      String append = "APPEND INBOX {3+}\r\nx\r\n";
      for (int i = 0; i < 4; i++) {
        client.say(append);
      }
      client.say("NOOP");
      List<String> told = client.say("SORT (SUBJECT) UTF-8 NOT TEXT y");
      List<String> steps =
          told.stream()
              .filter(line -> line.startsWith("* OK [INPROGRESS (\"t8\" "))
              .map(line -> line.replaceAll(".*\"t8\" |\\)].*", ""))
              .toList();
      assertEquals(List.of("0 200", "50 200", "100 200", "150 200"), steps, told.toString());
      assertEquals("* SORT 1 2 3 4", told.get(told.size() - 2));
    }
  }

  @Test
  void isToldNowAndThenAndNotAtTheEnd() throws IOException {
    List<String> told = new ArrayList<>();
    Instant[] now = {Instant.EPOCH};
    var progress = new Progress(told::add, () -> now[0], "a\"1", 2);
    progress.at(1, 100);
    now[0] = now[0].plusSeconds(9);
    progress.at(2, 100);
    now[0] = now[0].plusSeconds(1);
    progress.at(3, 100);
    progress.at(4, 100);
    progress.next();
    now[0] = now[0].plusSeconds(60);
    progress.at(1, 2);
    progress.next();
    now[0] = now[0].plusSeconds(60);
    progress.at(0, 100);
    String start = "OK [INPROGRESS (\"a\\\"1\" ";
    assertEquals(List.of(start + "3 200)] still working", start + "150 200)] still working"), told);
  }
}
