package org.mailstead.jmap.thumbnails;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.http.Answer;
import org.mailstead.http.Ranges;
import org.mailstead.http.WebRequest;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.wire.Slots;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Shows attachments that are pictures. They are read in threads of their own: the JDK reads JPEG in
 * native code, which would hold those that all else runs in.
 */
public final class Thumbnails implements AutoCloseable {
  public static final String CAPABILITY = "urn:mailstead:params:jmap:thumbnails";

  /** Where they are, below a server's origin. */
  public static final String PATH = "/jmap/thumbnail";

  static final int SMALLEST = 64;
  static final int LARGEST = 512;
  private static final int USUAL = 256;

  private static final long MOST_OCTETS = 20_000_000;
  private static final int AT_ONCE = 2;
  private static final int MOST_WAITING = 100;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
  private static final Duration LONGEST = Duration.ofSeconds(8);

  private final BlobStore blobs;
  private final Slots slots = new Slots(AT_ONCE, AT_ONCE, MOST_WAITING);
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          AT_ONCE, Thread.ofPlatform().daemon().name("thumbnail-", 0).factory());

  public Thumbnails(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** Where one is, as the session object says it. */
  public static String url(String origin) {
    return origin + PATH + "/{accountId}/{blobId}?size={size}";
  }

  /**
   * @throws Refused NOT_FOUND for a blob that is not there, or no picture that we read; TOO_LARGE;
   *     UNAVAILABLE when too many want one
   */
  public Answer answer(WebRequest request, Access access) {
    String blob = request.captured("blob");
    ByteSource octets =
        blobs
            .find(access, blob)
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "blob.missing"));
    int size = size(request.query("size"));
    String tag = blob + "-" + size;
    return Ranges.known(request, tag)
        .orElseGet(() -> {
          Thumbnail made = made(octets, size, access.viewer().toString());
          return new Ranges(
                  made.type(),
                  made.octets().length,
                  tag,
                  (out, from, length) -> out.write(made.octets(), (int) from, (int) length))
              .answer(request);
        })
        .with("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
        .with("Cache-Control", "private, immutable, max-age=31536000");
  }

  private static int size(Optional<String> asked) {
    int size = asked.filter(text -> text.matches("[0-9]{1,4}")).map(Integer::parseInt).orElse(-1);
    if (asked.isPresent() && (size < SMALLEST || size > LARGEST)) {
      throw new Refused(Problem.Kind.INVALID, "thumbnail.size");
    }
    return asked.isEmpty() ? USUAL : size;
  }

  private Thumbnail made(ByteSource octets, int size, String viewer) {
    long wait = System.nanoTime() + LONGEST_WAIT.toNanos();
    try (Slots.Slot _ = slots.take(viewer, wait)) {
      return made(file(octets), size);
    } catch (Unreadable e) {
      throw e.isTooLarge()
          ? new Refused(Problem.Kind.TOO_LARGE, "thumbnail.too-large")
          : new Refused(Problem.Kind.NOT_FOUND, "thumbnail.none");
    } catch (IOException e) {
      throw new Refused(Problem.Kind.UNAVAILABLE, "server.busy");
    }
  }

  private static byte[] file(ByteSource octets) throws IOException {
    try (InputStream in = octets.open(0, octets.length())) {
      byte[] begin = in.readNBytes(Thumbnail.TELLING);
      if (!Thumbnail.isReadable(begin)) {
        throw Unreadable.none("it is no picture that is read here");
      }
      if (octets.length() > MOST_OCTETS) {
        throw Unreadable.tooLarge("it has too many octets");
      }
    }
    try (InputStream in = octets.open(0, octets.length())) {
      return in.readAllBytes();
    }
  }

  private Thumbnail made(byte[] file, int size) throws IOException {
    long end = System.nanoTime() + LONGEST.toNanos();
    Future<Thumbnail> work = threads.submit(() -> Thumbnail.of(file, size, end));
    try {
      // It ends by itself when its time is over, and only then are there fewer at work.
      return work.get(2 * LONGEST.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw Unreadable.tooLarge("it takes too long");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the server stops", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException broken) {
        throw broken;
      }
      throw new IllegalStateException("a picture could not be read", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
