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
    var progress = new Progress(told::add, () -> now[0], "a\"1");
    progress.at(1, 100);
    now[0] = now[0].plusSeconds(9);
    progress.at(2, 100);
    now[0] = now[0].plusSeconds(1);
    progress.at(3, 100);
    progress.at(4, 100);
    now[0] = now[0].plusSeconds(60);
    progress.at(100, 100);
    assertEquals(List.of("OK [INPROGRESS (\"a\\\"1\" 3 100)] still working"), told);
  }
}
