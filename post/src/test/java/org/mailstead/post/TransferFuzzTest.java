package org.mailstead.post;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.post.transfer.FileImport;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.AccountId;
import org.mailstead.words.Refused;

/**
 * Files of mail that anybody may have written: they come in, or are refused, and come to an end.
 */
class TransferFuzzTest {
  private static final int MOST_PARTS = 1_000;

  private static final Path FOLDER = folder();
  private static World world = world();
  private static AccountId ada = world.account("ada");
  private static int runs;

  private static Path folder() {
    try {
      return Files.createTempDirectory("transfer");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static World world() {
    var clock = new World.TestClock();
    return new World(new MemoryEngine(clock), FOLDER.resolve("blobs"), clock);
  }

  /** A new account now and then: what is in one already makes all slower. */
  private static void renew() {
    if (runs++ % 200 == 199) {
      world.close();
      world = world();
      ada = world.account("ada");
    }
  }

  @FuzzTest(maxDuration = "10m")
  void aFileComesInOrIsRefused(byte[] file) throws IOException {
    if (file.length == 0) {
      return;
    }
    renew();
    byte[] rest = java.util.Arrays.copyOfRange(file, 1, file.length);
    switch (file[0] & 3) {
      case 0 -> bringIn(rest);
      case 1 -> bringIn(zip("mail/index.tsv", rest, "mail/INBOX/1.eml", "A: b".getBytes(US_ASCII)));
      case 2 -> bringIn(zip("a/b.mbox", rest, "x/1.eml", rest));
      default -> {
        byte[] mbox = new byte[rest.length + 5];
        System.arraycopy("From ".getBytes(US_ASCII), 0, mbox, 0, 5);
        System.arraycopy(rest, 0, mbox, 5, rest.length);
        bringIn(mbox);
      }
    }
  }

  private static byte[] zip(String one, byte[] first, String other, byte[] second)
      throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(one));
      zip.write(first);
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry(other));
      zip.write(second);
      zip.closeEntry();
    }
    return out.toByteArray();
  }

  private static void bringIn(byte[] file) {
    var imports = new FileImport(world.post, world.clock);
    var wanted = new FileImport.Wanted(ada, Optional.empty(), 1);
    long position = 0;
    for (int i = 0; i < MOST_PARTS; i++) {
      try {
        FileImport.Part part = imports.step(wanted, ByteSource.of(file), position);
        if (!part.more()) {
          return;
        }
        if (part.reached() <= position) {
          throw new AssertionError("it stays at " + position);
        }
        position = part.reached();
      } catch (Refused _) {
        return;
      }
    }
    throw new AssertionError("it does not end");
  }
}
