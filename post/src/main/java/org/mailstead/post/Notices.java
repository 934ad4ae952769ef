package org.mailstead.post;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.mailstead.words.AccountId;

/**
 * Puts what this server itself has to tell into an account's INBOX. No script of the account is
 * asked: whoever stole it may have set one that throws such messages away.
 */
public final class Notices {
  private final Post post;
  private final InstantSource clock;

  public Notices(Post post, InstantSource clock) {
    this.post = post;
    this.clock = clock;
  }

  /**
   * Delivers a message; one of the same id only once.
   *
   * @param about what it is about, for the reasons that are kept with it
   */
  public void put(AccountId to, String id, byte[] message, String about) throws IOException {
    Instant now = clock.instant();
    try (Arriving arriving = post.intake().begin(to)) {
      arriving.write(message, 0, message.length);
      Arriving.Arrived arrived = arriving.finish(to);
      post.delivery()
          .deliver(
              to,
              new NewMessage(
                  arrived.body(),
                  new byte[0],
                  arrived.structure(),
                  arrived.preview(),
                  Set.of(),
                  now.atOffset(ZoneOffset.UTC),
                  List.of(new Reason(about, "written by this server", "", now))),
              id);
    }
  }
}
