package org.mailstead.imap;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Tells now and then how far a command is that takes long (RFC 9585). */
final class Progress {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final Telling telling;
  private final InstantSource clock;
  private final String tag;
  private Instant told;

  /** Sends an untagged response at once. */
  @FunctionalInterface
  interface Telling {
    void tell(String text) throws IOException;
  }

  Progress(Telling telling, InstantSource clock, String tag) {
    this.telling = telling;
    this.clock = clock;
    this.tag = Responses.string(tag, false);
    this.told = clock.instant();
  }

  /** Tells the client. */
  static Progress of(Client client, String tag) {
    Telling telling =
        text -> {
          client.out().untagged(text);
          client.out().wire().flush();
        };
    return new Progress(telling, client.house().clock(), tag);
  }

  /**
   * So much is done.
   *
   * @param goal how much there is to do in all
   */
  void at(long done, long goal) throws IOException {
    Instant now = clock.instant();
    if (done < goal && !now.isBefore(told.plus(INTERVAL))) {
      told = now;
      telling.tell("OK [INPROGRESS (" + tag + " " + done + " " + goal + ")] still working");
    }
  }
}
