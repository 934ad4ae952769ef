package org.mailstead.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The folder in which a server keeps everything. One process at a time holds it. */
final class Home implements AutoCloseable {
  /** What this release writes, and the oldest that it opens. */
  static final int FORMAT = 1;

  private final Path folder;
  private @Nullable FileChannel lockFile;
  private @Nullable FileLock lock;

  Home(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  Path folder() {
    return folder;
  }

  Path config() {
    return folder.resolve("mailstead.toml");
  }

  Path engine() {
    return folder.resolve("engine");
  }

  Path blobs() {
    return folder.resolve("blobs");
  }

  Path search() {
    return folder.resolve("search");
  }

  /** Pictures that mail names elsewhere: all of it may be deleted. */
  Path images() {
    return folder.resolve("images");
  }

  Path certificate() {
    return folder.resolve("tls").resolve("certificate.pem");
  }

  Path certificateKey() {
    return folder.resolve("tls").resolve("key.pem");
  }

  /** A list that the operator may put there. */
  Path breachedPasswords() {
    return folder.resolve("breached-passwords.txt");
  }

  Path controlSocket() {
    return folder.resolve("run").resolve("control.sock");
  }

  Path ready() {
    return folder.resolve("run").resolve("ready");
  }

  private Path secret() {
    return folder.resolve("keys").resolve("home.key");
  }

  private Path format() {
    return folder.resolve("format");
  }

  boolean exists() {
    return Files.exists(format());
  }

  /** Makes the folders and the secret of a new home. Whoever lets others into it shows no mail. */
  void create() throws IOException {
    if (!Files.exists(folder)) {
      createOwn(folder);
    }
    for (String name : new String[] {"keys", "run", "tls", "acme", "engine", "blobs"}) {
      createOwn(folder.resolve(name));
    }
    if (!Files.exists(secret())) {
      byte[] key = new byte[32];
      new SecureRandom().nextBytes(key);
      writeOwn(secret(), HexFormat.of().formatHex(key) + "\n");
    }
    if (!Files.exists(format())) {
      writeOwn(format(), FORMAT + "\n");
    }
  }

  /** A folder for the owner only; one that is there becomes so. */
  static void createOwn(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  /** Whole or not at all, durable, for the owner only. */
  static void writeOwn(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var out =
        FileChannel.open(
            part,
            java.util.Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly)) {
      out.write(java.nio.ByteBuffer.wrap(text.getBytes(UTF_8)));
      out.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    try (var parent =
        FileChannel.open(
            java.util.Objects.requireNonNull(file.getParent()), StandardOpenOption.READ)) {
      parent.force(true);
    }
  }

  /**
   * @throws ConfigException when a newer release wrote it
   */
  void checkFormat() throws IOException {
    int found = Integer.parseInt(Files.readString(format()).strip());
    if (found > FORMAT) {
      throw new ConfigException(
          folder
              + " was written by a newer release (format "
              + found
              + ", known is "
              + FORMAT
              + ")");
    }
  }

  /**
   * Takes the home for this process.
   *
   * @throws ConfigException when another process has it
   */
  void acquire() throws IOException {
    FileChannel file =
        FileChannel.open(
            folder.resolve("run").resolve("lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      file.close();
      throw new ConfigException(folder + " is in use by another mailstead process");
    }
    lockFile = file;
  }

  /** A key for one purpose, derived from the home's secret. */
  byte[] key(String purpose) throws IOException {
    byte[] master = HexFormat.of().parseHex(Files.readString(secret()).strip());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(master, "HmacSHA256"));
      return mac.doFinal(purpose.getBytes(US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(ready());
    if (lock != null) {
      lock.release();
    }
    if (lockFile != null) {
      lockFile.close();
    }
  }
}
