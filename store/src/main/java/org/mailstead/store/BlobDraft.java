package org.mailstead.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;
import org.mailstead.words.AccountId;
import org.mailstead.words.Refused;

/**
 * A blob in the making: takes the plain bytes as they come, names and packs them on the way. Holds
 * at most a frame and about 1 MiB of packed bytes in memory; beyond that it goes to a file. Closed
 * without {@link #finish} it leaves nothing behind. For one thread.
 */
public final class BlobDraft extends OutputStream {
  /** Packed octets kept in memory; more become a file of their own. */
  static final int IN_MEMORY = 1 << 20;

  private static final int FIRST_MEMORY = 2 << 10;

  private final Blobs blobs;
  private final Supplier<Path> names;
  private final Mac mac;
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream(FIRST_MEMORY);
  private final Packing packing;
  private @Nullable Spilled spilled;
  private boolean ended;

  /** What does not fit into memory. */
  private record Spilled(Path path, FileChannel file) {}

  /**
   * @param names gives the name of a new file
   */
  BlobDraft(Blobs blobs, BlobScope scope, Supplier<Path> names) {
    this.blobs = blobs;
    this.names = names;
    this.mac = scope.mac();
    try {
      this.packing = new Packing(new Spilling(), blobs.zstd());
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }

  /** Where packed bytes go: to memory until that is full, then all of them to the file. */
  private final class Spilling extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Spilled known = spilled;
      if (known == null && memory.size() + length <= IN_MEMORY) {
        memory.write(bytes, offset, length);
        return;
      }
      Spilled there = known == null ? spill() : known;
      append(there.file, bytes, offset, length);
      blobs.space().took(length);
    }
  }

  private Spilled spill() throws IOException {
    blobs.space().check();
    Path path = names.get();
    var made =
        new Spilled(
            path, FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
    spilled = made;
    append(made.file, memory.toByteArray(), 0, memory.size());
    memory.reset();
    return made;
  }

  private static void append(FileChannel file, byte[] bytes, int offset, int length)
      throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
    while (left.hasRemaining()) {
      file.write(left);
    }
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /**
   * @throws Refused NO_SPACE when the disk is full, UNAVAILABLE when it fails
   */
  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (ended) {
      throw new IllegalStateException("the draft is finished");
    }
    mac.update(bytes, offset, length);
    try {
      packing.write(bytes, offset, length);
    } catch (IOException e) {
      throw SegmentWriter.refused(e);
    }
  }

  /** Plain octets so far. */
  public long size() {
    return packing.size();
  }

  /** For a blob that no account holds yet, such as mail on its way to several of them. */
  public Blob finish() {
    return finish(Optional.empty());
  }

  /**
   * Ends the draft. A blob of the same scope and bytes that is there already is used. A large one
   * is durable when this returns, and stays for the grace period at least; commit what refers to it
   * before that is over.
   *
   * @param holder the account whose commit will refer to it
   * @throws Refused NO_SPACE when the disk is full, UNAVAILABLE when it fails
   */
  public Blob finish(AccountId holder) {
    return finish(Optional.of(holder));
  }

  private Blob finish(Optional<AccountId> holder) {
    if (ended) {
      throw new IllegalStateException("the draft is finished");
    }
    try (this) {
      packing.finish();
      BlobId id = BlobId.ofBytes(mac.doFinal());
      Spilled large = spilled;
      if (large != null) {
        blobs.putFile(id, packing.size(), large.file, large.path, holder);
        return new Blob.Large(id, packing.size());
      }
      byte[] packed = memory.toByteArray();
      if (packed.length <= Blob.Small.MAX_PACKED) {
        return new Blob.Small(id, packing.size(), packed);
      }
      blobs.putRecord(id, packing.size(), packed, holder);
      return new Blob.Large(id, packing.size());
    } catch (IOException e) {
      throw SegmentWriter.refused(e);
    }
  }

  /** Gives up; what was written of it is removed. */
  public void abandon() {
    close();
  }

  @Override
  public void close() {
    ended = true;
    Spilled left = spilled;
    if (left == null) {
      return;
    }
    try (var _ = left.file) {
      Files.deleteIfExists(left.path); // renamed already when it was kept
    } catch (IOException e) {
      // What is left is removed at the next start.
    }
    spilled = null;
  }
}
