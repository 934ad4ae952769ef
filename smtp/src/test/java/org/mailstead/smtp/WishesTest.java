package org.mailstead.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailstead.post.QueuedMail;

/** FUTURERELEASE (RFC 4865), DELIVERBY (RFC 2852) and MT-PRIORITY (RFC 6710). */
class WishesTest {
  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

  private static QueuedMail.Timing timing(String... pairs) throws SyntaxException {
    var parameters = new java.util.HashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      parameters.put(pairs[i], pairs[i + 1]);
    }
    return new Wishes(Map.copyOf(parameters), NOW).timing(true);
  }

  @Test
  void whatIsAskedIsKept() throws Exception {
    assertEquals(QueuedMail.Timing.NONE, timing());
    assertEquals(
        new QueuedMail.Timing(
            Optional.of(NOW.plusSeconds(3600)),
            Optional.of(new QueuedMail.DeliverBy(NOW.plusSeconds(7200), true, true)),
            -3),
        timing("HOLDFOR", "3600", "BY", "7200;RT", "MT-PRIORITY", "-3"));
    assertEquals(
        Optional.of(Instant.parse("2026-04-01T08:00:00Z")),
        timing("HOLDUNTIL", "2026-04-01T10:00:00+02:00").notBefore());
    assertEquals(Optional.empty(), timing("HOLDUNTIL", "2020-04-01T10:00:00Z").notBefore());
    assertEquals(Optional.empty(), timing("HOLDFOR", "0").notBefore());
    assertEquals(
        Optional.of(new QueuedMail.DeliverBy(NOW.minusSeconds(5), false, false)),
        timing("BY", "-5;n").by());
  }

  @ParameterizedTest
  @CsvSource({
    "HOLDFOR, x",
    "HOLDFOR, -1",
    "HOLDFOR, 999999999",
    "HOLDFOR, ''",
    "HOLDUNTIL, tomorrow",
    "HOLDUNTIL, 2099-01-01T00:00:00Z",
    "HOLDUNTIL, 2026-13-01T00:00:00Z",
    "BY, 0;R",
    "BY, -1;R",
    "BY, 5",
    "BY, 5;X",
    "BY, 5;NX",
    "BY, 1234567890;N",
    "MT-PRIORITY, 10",
    "MT-PRIORITY, -0",
    "MT-PRIORITY, +1",
    "MT-PRIORITY, ''"
  })
  void whatMakesNoSenseIsRefused(String name, String value) {
    var refused = assertThrows(SyntaxException.class, () -> timing(name, value));
    assertEquals(501, refused.reply().code());
  }

  @Test
  void thereIsOneTimeToHoldUntilAndOnlySubmittedMailIsHeld() {
    assertThrows(
        SyntaxException.class, () -> timing("HOLDFOR", "5", "HOLDUNTIL", "2026-04-01T10:00:00Z"));
    assertThrows(
        SyntaxException.class, () -> new Wishes(Map.of("HOLDFOR", "5"), NOW).timing(false));
  }
}
