package org.mailstead.jmap.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mailstead.http.Answer;
import org.mailstead.jmap.account.Access;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.store.Space;
import org.mailstead.wire.HttpReply;
import org.mailstead.wire.OutsideWeb;
import org.mailstead.wire.Slots;
import org.mailstead.wire.WebAddress;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Gets the pictures that mail names, so that its sender learns neither from where nor with what it
 * is read, and of no second reading at all.
 */
public final class Images {
  public static final String CAPABILITY = "urn:mailstead:params:jmap:images";

  /** Where pictures are, below a server's origin. */
  public static final String PATH = "/jmap/image";

  private static final int MOST_OCTETS = 10 << 20;
  private static final String ACCEPT =
      "image/avif,image/webp,image/png,image/jpeg,image/gif,image/bmp,image/x-icon";
  private static final int AT_ONCE = 32;
  private static final int AT_ONCE_PER_ACCOUNT = 6;
  private static final int MOST_WAITING = 100;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** After a failure nobody asks there again for so long. */
  private static final Duration PAUSE = Duration.ofMinutes(2);

  private static final int MOST_FAILURES = 2000;

  /** Those that are kept are not held in memory for as long as somebody takes to read them. */
  private sealed interface Picture {
    record Kept(PictureType type, Path file, long length) implements Picture {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Held(PictureType type, byte[] octets) implements Picture {}
  }

  private record Failure(Problem problem, Instant until) {}

  private final Post post;
  private final OutsideWeb web;
  private final Supplier<ImagesConfig> config;
  private final InstantSource clock;
  private final PictureCache cache;
  private final EmailPictures named;
  private final Flights<String, Picture> flights = new Flights<>();
  private final Slots slots = new Slots(AT_ONCE, AT_ONCE_PER_ACCOUNT, MOST_WAITING);
  private final Map<String, Failure> failures =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failure> eldest) {
          return size() > MOST_FAILURES;
        }
      };

  /**
   * @param folder for pictures that are kept; it is there, and has nothing else in it
   * @param space of its disk
   */
  public Images(
      Post post,
      OutsideWeb web,
      Path folder,
      Space space,
      Supplier<ImagesConfig> config,
      InstantSource clock)
      throws IOException {
    this.post = post;
    this.web = web;
    this.config = config;
    this.clock = clock;
    this.cache = new PictureCache(folder, space, clock);
    this.named = new EmailPictures(post);
  }

  /** Whether there are any to be had. */
  public boolean proxied() {
    return config.get().proxied();
  }

  /**
   * A picture of an email.
   *
   * @param url as the email names it
   * @throws Refused NOT_PERMITTED, NOT_FOUND for one that the email does not name and for what is
   *     no picture, UNAVAILABLE
   */
  public Answer answer(Access access, String emailId, String url) {
    if (!proxied()) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "image.off");
    }
    AccountEmail email =
        ObjectIds.parseEmail(emailId)
            .flatMap(origin -> access.find(post, origin))
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "message.missing", emailId));
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    try (Slots.Slot _ = slots.take(access.viewer().toString(), end)) {
      WebAddress address =
          EmailPictures.address(url)
              .filter(one -> named.name(access.owner(), email.number(), one))
              .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "image.elsewhere"));
      return answer(picture(access.owner(), address))
          .with("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
          .with("Cache-Control", "private, max-age=86400");
    } catch (IOException e) {
      throw new Refused(Problem.Kind.UNAVAILABLE, "server.busy");
    }
  }

  private static Answer answer(Picture picture) {
    return switch (picture) {
      case Picture.Held(PictureType type, byte[] octets) -> Answer.of(200, type.media(), octets);
      case Picture.Kept(PictureType type, Path file, long length) ->
          Answer.stream(200, type.media(), length, out -> Files.copy(file, out));
    };
  }

  private Picture picture(AccountId owner, WebAddress address) {
    String name = PictureCache.name(owner, address);
    return flights.get(name, () -> kept(name).orElseGet(() -> fetched(name, address)));
  }

  private Optional<Picture> kept(String name) {
    return cache
        .find(name)
        .flatMap(file -> {
          try (InputStream in = Files.newInputStream(file)) {
            long length = Files.size(file);
            return PictureType.of(in.readNBytes(PictureType.TELLING))
                .map(type -> new Picture.Kept(type, file, length));
          } catch (IOException _) {
            return Optional.empty(); // it is gone, and is got again
          }
        });
  }

  private Picture fetched(String name, WebAddress address) {
    failed(name)
        .ifPresent(problem -> {
          throw new Refused(problem);
        });
    try {
      HttpReply reply = web.get(address, ACCEPT, MOST_OCTETS);
      Optional<PictureType> type = PictureType.of(reply.body());
      if (reply.status() != 200 || type.isEmpty()) {
        throw fails(name, Problem.of(Problem.Kind.NOT_FOUND, "image.none"));
      }
      cache.put(name, reply.body(), config.get().cacheOctets());
      return kept(name).orElseGet(() -> new Picture.Held(type.get(), reply.body()));
    } catch (IOException _) {
      // Why is not told: it would tell of our network to whoever may ask for pictures.
      throw fails(name, Problem.of(Problem.Kind.UNAVAILABLE, "image.unreachable"));
    }
  }

  private Refused fails(String name, Problem problem) {
    synchronized (failures) {
      failures.put(name, new Failure(problem, clock.instant().plus(PAUSE)));
    }
    return new Refused(problem);
  }

  private Optional<Problem> failed(String name) {
    synchronized (failures) {
      Failure failure = failures.get(name);
      if (failure == null || failure.until().isBefore(clock.instant())) {
        failures.remove(name);
        return Optional.empty();
      }
      return Optional.of(failure.problem());
    }
  }
}
