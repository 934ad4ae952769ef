package org.mailstead.imap.state;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.mailstead.imap.response.Responses;

/**
 * Tells now and then how far a command is that takes long (RFC 9585). It is told in hundredths of
 * each of the command's phases, so that the goal stays the same and the way there only grows.
 */
public final class Progress {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final int PHASE = 100;

  private final Telling telling;
  private final InstantSource clock;
  private final String tag;
  private final long goal;
  private long before;
  private Instant told;

  /** Sends an untagged response at once. */
  @FunctionalInterface
  public interface Telling {
    void tell(String text) throws IOException;
  }

  public Progress(Telling telling, InstantSource clock, String tag, int phases) {
    this.telling = telling;
    this.clock = clock;
    this.tag = Responses.string(tag, false);
    this.goal = (long) phases * PHASE;
    this.told = clock.instant();
  }

  /** Tells the client. */
  public static Progress of(Client client, String tag, int phases) {
    Telling telling =
        text -> {
          client.out().untagged(text);
          client.out().wire().flush();
        };
    return new Progress(telling, client.house().clock(), tag, phases);
  }

  /** For what a client did not ask for. */
  public static Progress silent(Client client) {
    return new Progress(_ -> {}, client.house().clock(), "", 1);
  }

  /** A phase is over. */
  public void next() {
    before = Math.min(goal, before + PHASE);
  }

  /**
   * So much of a phase is done.
   *
   * @param all how much there is to do in it
   */
  public void at(long done, long all) throws IOException {
    Instant now = clock.instant();
    long there = before + (all == 0 ? 0 : done * PHASE / all);
    if (there < goal && !now.isBefore(told.plus(INTERVAL))) {
      told = now;
      telling.tell("OK [INPROGRESS (" + tag + " " + there + " " + goal + ")] still working");
    }
  }
}
