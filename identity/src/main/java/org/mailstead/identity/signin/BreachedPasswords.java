package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A list of passwords that were stolen somewhere: the SHA-1 of each as a line of upper-case hex,
 * sorted, with whatever follows it on the line, as the list of Have I Been Pwned is. It may have
 * many gigabytes; it is looked into, never read. Nobody outside is asked.
 */
public final class BreachedPasswords {
  private static final int HEX = 40;
  private static final int MAX_LINE = 64;

  private final Path file;

  /**
   * @param file need not be there: then none is known
   */
  public BreachedPasswords(Path file) {
    this.file = file;
  }

  boolean contains(String password) {
    if (!Files.exists(file)) {
      return false;
    }
    byte[] wanted = sha1(password);
    try (FileChannel lines = FileChannel.open(file, StandardOpenOption.READ)) {
      return find(lines, wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Halves the range until the line that begins at or behind its start decides. */
  private static boolean find(FileChannel lines, byte[] wanted) throws IOException {
    long low = 0;
    long high = lines.size();
    while (low < high) {
      long middle = (low + high) >>> 1;
      long line = lineFrom(lines, middle);
      int order = line < high ? compare(lines, line, wanted) : 1;
      if (order == 0) {
        return true;
      }
      if (order < 0) {
        low = line + HEX;
      } else {
        high = middle;
      }
    }
    return false;
  }

  /** Where the first line begins that does so at a position or behind it. */
  private static long lineFrom(FileChannel lines, long at) throws IOException {
    if (at == 0) {
      return 0;
    }
    ByteBuffer some = ByteBuffer.allocate(MAX_LINE);
    int read = lines.read(some, at - 1);
    for (int i = 0; i < read; i++) {
      if (some.get(i) == '\n') {
        return at + i;
      }
    }
    return Long.MAX_VALUE;
  }

  private static int compare(FileChannel lines, long at, byte[] wanted) throws IOException {
    ByteBuffer hash = ByteBuffer.allocate(HEX);
    while (hash.hasRemaining() && lines.read(hash, at + hash.position()) > 0) {
      // a read may bring less than was asked for
    }
    return java.util.Arrays.compare(
        new String(hash.array(), 0, hash.position(), US_ASCII)
            .toUpperCase(java.util.Locale.ROOT)
            .getBytes(US_ASCII),
        wanted);
  }

  private static byte[] sha1(String password) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(password.getBytes(UTF_8));
      return HexFormat.of().withUpperCase().formatHex(hash).getBytes(US_ASCII);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
