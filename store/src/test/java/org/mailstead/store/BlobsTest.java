package org.mailstead.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

class BlobsTest {
  private static final AccountId ADA = new AccountId(1);
  private static final AccountId BOB = new AccountId(2);
  private static final BlobScope SCOPE = new BlobScope(new byte[32]);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = START.plus(Duration.ofDays(30));
  private static final References NOBODY = (_, _) -> false;

  private final SplittableRandom dice = new SplittableRandom(5);
  private final Space hook = new Space(0, this::beforeCommit, System::nanoTime, 0);
  private final Accounts accounts =
      new Accounts(new MemoryEngine(InstantSource.system()), new Watchers(), hook);

  @TempDir private Path folder;
  private Instant now = START;
  private Runnable inCommit = () -> {};
  private Blobs blobs;

  @BeforeEach
  void openBlobs() throws IOException {
    blobs = open();
  }

  @AfterEach
  void closeBlobs() {
    blobs.close();
  }

  private Blobs open() throws IOException {
    var config = new BlobsConfig(Duration.ofDays(14), 300_000);
    return new Blobs(folder, accounts, config, Space.endless(), () -> now);
  }

  private long beforeCommit() {
    if (inCommit != null) { // the constructor of the space asks, too
      inCommit.run();
    }
    return Long.MAX_VALUE;
  }

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    dice.nextBytes(bytes);
    return bytes;
  }

  private Blob put(byte[] bytes, AccountId holder) {
    try (BlobDraft draft = blobs.draft(SCOPE)) {
      draft.write(bytes, 0, bytes.length);
      return draft.finish(holder);
    }
  }

  private byte[] read(BlobId id) throws IOException {
    try (var in = blobs.open(id, 0, Long.MAX_VALUE)) {
      return in.readAllBytes();
    }
  }

  private List<Path> files(String under) throws IOException {
    try (var files = Files.list(folder.resolve(under))) {
      return files.sorted().toList();
    }
  }

  @Test
  void aSmallBlobIsGivenBackAndWritesNothing() throws IOException {
    byte[] bytes = noise(10_000);
    var small = assertInstanceOf(Blob.Small.class, put(bytes, ADA));
    assertArrayEquals(
        bytes, Blobs.open(small.packed(), new Zstd(), 0, bytes.length).readAllBytes());
    assertTrue(blobs.size(small.id()).isEmpty());
    assertEquals(List.of(), files("segments"));
  }

  @Test
  void aLargerBlobIsThereAfterAReopenWithAnyRange() throws IOException {
    byte[] medium = noise(100_000);
    byte[] large = noise(3_000_000);
    BlobId one = assertInstanceOf(Blob.Large.class, put(medium, ADA)).id();
    BlobId two = assertInstanceOf(Blob.Large.class, put(large, ADA)).id();
    blobs.close();
    blobs = open();
    assertArrayEquals(medium, read(one));
    assertArrayEquals(large, read(two));
    assertEquals(large.length, blobs.size(two).orElseThrow());
    try (var in = blobs.open(two, 1_234_567, 300_000)) {
      assertArrayEquals(Arrays.copyOfRange(large, 1_234_567, 1_534_567), in.readAllBytes());
    }
    assertEquals(1, files("segments").size());
    assertEquals(1, files("files").size());
  }

  @Test
  void theSameBytesAreStoredOnceInAScopeAndApartInAnother() throws IOException {
    byte[] bytes = noise(100_000);
    BlobId id = put(bytes, ADA).id();
    long stored = Files.size(files("segments").getFirst());
    assertEquals(id, put(bytes, BOB).id());
    assertEquals(stored, Files.size(files("segments").getFirst()));
    try (BlobDraft draft = blobs.draft(new BlobScope(noise(32)))) {
      draft.write(bytes, 0, bytes.length);
      assertNotEquals(id, draft.finish(ADA).id());
    }
    assertTrue(Files.size(files("segments").getFirst()) > 2L * bytes.length);
  }

  @Test
  void anAbandonedDraftLeavesNothing() throws IOException {
    try (BlobDraft draft = blobs.draft(SCOPE)) {
      byte[] bytes = noise(3_000_000);
      draft.write(bytes, 0, bytes.length);
      assertEquals(1, files("drafts").size());
    }
    assertEquals(List.of(), files("drafts"));
    Files.write(folder.resolve("drafts").resolve("left"), new byte[1]);
    blobs.close();
    blobs = open();
    assertEquals(List.of(), files("drafts"));
    assertEquals(List.of(), files("files"));
  }

  @Test
  void aBlobIsKeptInItsGraceAndWhileAnyHolderNeedsIt() throws IOException {
    byte[] bytes = noise(50_000);
    BlobId id = put(bytes, ADA).id();
    assertTrue(blobs.hold(id, BOB));
    assertEquals(0, blobs.sweep(NOBODY, START.plus(Duration.ofDays(13))).blobs());
    assertEquals(0, blobs.sweep((account, _) -> account.equals(BOB), LATER).blobs());
    assertArrayEquals(bytes, read(id));
    assertEquals(1, blobs.sweep(NOBODY, LATER).blobs());
    assertTrue(blobs.size(id).isEmpty());
    assertFalse(blobs.hold(id, BOB));
    Refused gone = assertThrows(Refused.class, () -> read(id));
    assertEquals(Problem.Kind.NOT_FOUND, gone.problem().kind());
  }

  @Test
  void aPutWhileTheSweeperAsksKeepsTheBlob() throws IOException {
    byte[] bytes = noise(50_000);
    BlobId id = put(bytes, ADA).id();
    now = LATER;
    References asked =
        (_, _) -> {
          put(bytes, BOB);
          return false;
        };
    assertEquals(0, blobs.sweep(asked, LATER).blobs());
    assertArrayEquals(bytes, read(id));
  }

  @Test
  void aSegmentMoreThanHalfDeadIsCopiedAndItsFileRemoved() throws IOException {
    byte[] kept = noise(50_000);
    BlobId id = put(kept, BOB).id();
    for (int i = 0; i < 8; i++) {
      put(noise(50_000), ADA);
    }
    Path first = files("segments").getFirst();
    Blobs.Swept swept = blobs.sweep((account, _) -> account.equals(BOB), LATER);
    assertEquals(8, swept.blobs());
    assertEquals(1, swept.rewritten());
    assertFalse(Files.exists(first));
    assertArrayEquals(kept, read(id));
    blobs.close();
    blobs = open();
    assertArrayEquals(kept, read(id));
  }

  @Test
  void aBlobInAFileOfItsOwnIsRemovedWithIt() throws IOException {
    put(noise(2_000_000), ADA);
    assertEquals(1, blobs.sweep(NOBODY, LATER).blobs());
    assertEquals(List.of(), files("files"));
  }

  @Test
  void whileABackupCopiesNoFileGoes() throws IOException {
    byte[] large = noise(2_000_000);
    put(large, ADA);
    put(noise(100_000), ADA);
    try (Blobs.Frozen frozen = blobs.freeze()) {
      List<Path> all = frozen.files();
      assertEquals(2, all.size());
      assertEquals(2, blobs.sweep(NOBODY, LATER).blobs());
      put(noise(100_000), ADA);
      for (Path file : all) {
        assertTrue(Files.exists(frozen.directory().resolve(file)), file.toString());
      }
    }
    assertTrue(blobs.sweep(NOBODY, LATER).octets() > 2_000_000);
    assertEquals(List.of(), files("files"));
  }

  /** The bytes are there and the index does not know it yet: they look dead. */
  @Test
  void aSweepBetweenABlobsBytesAndItsRowTakesNothing() throws IOException {
    for (int length : new int[] {50_000, 2_000_000}) {
      byte[] bytes = noise(length);
      inCommit = this::rollAndSweep;
      BlobId id = put(bytes, ADA).id();
      inCommit = () -> {};
      assertArrayEquals(bytes, read(id));
    }
  }

  private void rollAndSweep() {
    try (Blobs.Frozen frozen = blobs.freeze()) {
      frozen.files(); // ends the segment that the bytes are in
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    try {
      blobs.sweep(NOBODY, now);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTornEndIsCutAndWhatStoodBeforeItStays() throws IOException {
    byte[] first = noise(40_000);
    BlobId id = put(first, ADA).id();
    Path segment = files("segments").getFirst();
    long good = Files.size(segment);
    put(noise(40_000), ADA);
    blobs.close();
    Files.write(segment, Arrays.copyOf(Files.readAllBytes(segment), (int) good + 20_000));
    blobs = open();
    assertEquals(good, Files.size(segment));
    assertArrayEquals(first, read(id));
    byte[] next = noise(40_000);
    BlobId second = put(next, ADA).id();
    assertArrayEquals(next, read(second));
    assertEquals(List.of(segment), files("segments"));
  }

  @Test
  void damageInTheMiddleIsToldAndCostsNothingElse() throws IOException {
    BlobId bad = put(noise(40_000), ADA).id();
    byte[] bytes = noise(40_000);
    BlobId good = put(bytes, ADA).id();
    blobs.close();
    Path segment = files("segments").getFirst();
    try (var file = Files.newByteChannel(segment, StandardOpenOption.WRITE)) {
      file.position(20_000).write(java.nio.ByteBuffer.wrap(new byte[100]));
    }
    blobs = open();
    put(noise(40_000), ADA);
    assertArrayEquals(bytes, read(good));
    Refused refused = assertThrows(Refused.class, () -> read(bad));
    assertEquals(Problem.Kind.CORRUPT, refused.problem().kind());
    assertEquals(2, files("segments").size());
  }

  @Test
  void aNearlyFullDiskRefusesABlobAndTakesASmallOne() throws IOException {
    blobs.close();
    var full = new Space(1000, () -> 10, () -> 0);
    blobs = new Blobs(folder, accounts, BlobsConfig.DEFAULT, full, () -> now);
    for (int length : new int[] {50_000, 2_000_000}) {
      Refused refused = assertThrows(Refused.class, () -> put(noise(length), ADA));
      assertEquals(Problem.Kind.NO_SPACE, refused.problem().kind());
    }
    assertInstanceOf(Blob.Small.class, put(noise(1000), ADA));
    assertEquals(List.of(), files("drafts"));
  }
}
