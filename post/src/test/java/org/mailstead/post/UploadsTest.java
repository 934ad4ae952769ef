package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** What clients hand in is kept for a day, for whoever handed it in. */
class UploadsTest {
  @TempDir Path folder;
  private final World.TestClock clock = new World.TestClock();
  private World world;
  private AccountId ada;
  private AccountId bob;

  @BeforeEach
  void open() {
    world = new World(new MemoryEngine(clock), folder, clock);
    ada = world.account("ada");
    bob = world.account("bob");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Uploads.Upload put(AccountId by, byte[] octets) throws IOException {
    return world.post.uploads().put(ada, by, new ByteArrayInputStream(octets), 1 << 20);
  }

  private boolean isThere(Uploads.Upload upload) {
    return world.post.uploads().find(ada, upload.number(), upload.by()).isPresent();
  }

  @Test
  void octetsAreReadAsTheyWereHandedIn() throws IOException {
    for (int size : new int[] {0, 1, 1_000, 300_000}) {
      var octets = new byte[size];
      new Random(size).nextBytes(octets);
      Uploads.Upload made = put(ada, octets);
      assertEquals(size, made.size());
      assertEquals(Optional.of(made), world.post.uploads().find(ada, made.number(), ada));
      var source = world.post.uploads().bytes(ada, made);
      assertEquals(size, source.length());
      try (var in = source.open(size / 2, size - size / 2)) {
        byte[] half = java.util.Arrays.copyOfRange(octets, size / 2, size);
        assertArrayEquals(half, in.readAllBytes());
      }
    }
  }

  @Test
  void nobodyElseSeesThem() throws IOException {
    Uploads.Upload his = put(bob, new byte[9]);
    assertTrue(isThere(his));
    assertTrue(world.post.uploads().find(ada, his.number(), ada).isEmpty());
    assertTrue(world.post.uploads().find(bob, his.number(), bob).isEmpty());
    assertTrue(world.post.uploads().find(ada, his.number() + 1, bob).isEmpty());
  }

  @Test
  void theyStayForADay() throws IOException {
    Uploads.Upload small = put(ada, new byte[9]);
    Uploads.Upload large = put(ada, new byte[300_000]);
    clock.pass(Uploads.KEPT);
    world.post.retention().purge(ada, clock.instant());
    assertTrue(isThere(small) && isThere(large));
    clock.pass(Duration.ofSeconds(1));
    world.post.retention().purge(ada, clock.instant());
    assertTrue(!isThere(small) && !isThere(large));
    Refused e = assertThrows(Refused.class, () -> world.post.uploads().bytes(ada, small));
    assertEquals(Problem.Kind.NOT_FOUND, e.problem().kind());
  }

  @Test
  void oneThatIsTooLargeIsRefusedAndLeavesNothing() {
    Refused e =
        assertThrows(
            Refused.class,
            () ->
                world
                    .post
                    .uploads()
                    .put(ada, ada, new ByteArrayInputStream(new byte[1_001]), 1_000));
    assertEquals(Problem.Kind.TOO_LARGE, e.problem().kind());
  }

  @Test
  void theOldestMakeRoomUnlessTheyAreYoung() throws IOException {
    Uploads.Upload first = put(ada, new byte[1]);
    for (int i = 1; i < 2_000; i++) {
      put(ada, new byte[1]);
    }
    Refused e = assertThrows(Refused.class, () -> put(ada, new byte[1]));
    assertEquals(Problem.Kind.OVER_QUOTA, e.problem().kind());
    assertTrue(isThere(first));
    clock.pass(Duration.ofMinutes(61));
    Uploads.Upload last = put(ada, new byte[1]);
    assertTrue(!isThere(first) && isThere(last));
  }

  /** Emails and uploads are numbered together: no number means two things. */
  @Test
  void numbersAreNotThoseOfEmails() throws IOException {
    Uploads.Upload upload = put(ada, new byte[1]);
    var inbox = world.post.mailboxes().tree(ada).find(Mailbox.Role.INBOX).orElseThrow().id();
    var message = world.tagged(ada, "x", java.util.Set.of());
    long email = world.post.edits().create(ada, java.util.Set.of(inbox), message);
    assertTrue(email != upload.number());
  }
}
