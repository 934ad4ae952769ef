package org.mailstead.jmap.images;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.store.Space;
import org.mailstead.wire.WebAddress;
import org.mailstead.words.AccountId;

/** Pictures that are kept. */
class PictureCacheTest {
  @TempDir Path folder;

  private long free = 1000;
  private long nanos;
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final InstantSource clock = () -> now;

  private static String name(int number) {
    WebAddress address = WebAddress.parse("http://one.test/" + number).orElseThrow();
    return PictureCache.name(new AccountId(1), address);
  }

  private PictureCache cache() throws IOException {
    return new PictureCache(folder, new Space(10, () -> free, () -> nanos), clock);
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.count();
    }
  }

  @Test
  void thoseThatWereLookedAtLastStay() throws Exception {
    PictureCache cache = cache();
    for (int i = 0; i < 3; i++) {
      cache.put(name(i), new byte[10], 30);
    }
    assertTrue(cache.find(name(0)).isPresent());
    cache.put(name(3), new byte[10], 30);
    assertTrue(cache.find(name(0)).isPresent());
    assertTrue(cache.find(name(1)).isEmpty());
    assertEquals(3, files());
    cache.put(name(4), new byte[31], 30);
    assertTrue(cache.find(name(4)).isEmpty(), "too large for all");
    cache.put(name(0), new byte[25], 30);
    assertEquals(25, Files.size(cache.find(name(0)).orElseThrow()));
    assertEquals(1, files());
    cache.put(name(5), new byte[1], 0);
    assertEquals(0, files(), "none are to be kept any more");
  }

  @Test
  void theyAreThereAfterAStartAndGoInTheirTime() throws Exception {
    cache().put(name(0), new byte[] {1, 2}, 100);
    now = now.plus(Duration.ofDays(1));
    cache().put(name(1), new byte[] {3}, 100);
    Files.writeString(folder.resolve(name(2) + ".part"), "half");
    PictureCache cache = cache();
    assertEquals(2, files());
    assertArrayEquals(new byte[] {1, 2}, Files.readAllBytes(cache.find(name(0)).orElseThrow()));
    now = now.plus(Duration.ofDays(29)).plusSeconds(1);
    assertTrue(cache.find(name(0)).isEmpty());
    assertTrue(cache.find(name(1)).isPresent());
    assertEquals(1, files());
  }

  @Test
  void whatSomebodyHasDeletedIsMissedOnce() throws Exception {
    PictureCache cache = cache();
    cache.put(name(0), new byte[10], 10);
    Files.delete(folder.resolve(name(0)));
    assertTrue(cache.find(name(0)).isEmpty());
    cache.put(name(1), new byte[10], 10);
    assertTrue(cache.find(name(1)).isPresent(), "the other one counts no more");
  }

  @Test
  void whatNobodyLooksAtGoesInItsTime() throws Exception {
    PictureCache cache = cache();
    cache.put(name(0), new byte[10], 100);
    now = now.plus(Duration.ofDays(31));
    cache.put(name(1), new byte[10], 100);
    assertEquals(1, files());
    now = now.plus(Duration.ofDays(31));
    assertTrue(cache().find(name(1)).isEmpty());
    assertEquals(0, files());
  }

  @Test
  void theyMakeWayForMail() throws Exception {
    PictureCache cache = cache();
    cache.put(name(0), new byte[10], 100);
    free = 5;
    nanos = Duration.ofSeconds(2).toNanos();
    cache.put(name(1), new byte[10], 100);
    assertEquals(0, files());
  }

  @Test
  void whatIsNotOursStays() throws Exception {
    Files.createDirectories(folder.resolve("lost+found").resolve("x"));
    cache().put(name(0), new byte[10], 5);
    assertEquals(1, files());
  }

  @Test
  void eachAccountHasItsOwn() {
    WebAddress address = WebAddress.parse("http://one.test/").orElseThrow();
    assertNotEquals(
        PictureCache.name(new AccountId(1), address), PictureCache.name(new AccountId(2), address));
  }
}
