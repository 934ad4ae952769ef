package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** INPROGRESS (RFC 9585). */
class ProgressTest {
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
