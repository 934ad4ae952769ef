package org.mailstead.wire.acme;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.mailstead.wire.BadCertificate;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.Identity;
import org.mailstead.wire.KeyPairs;
import org.mailstead.wire.PemFiles;

/**
 * Where one certificate lies. Key and chain are in one file, which is replaced at once: there is no
 * moment in which they do not belong together. A key is on the disk before the CA hears of it.
 */
final class Kept {
  private final Path folder;

  Kept(Path folder) {
    this.folder = folder;
  }

  private Path live() {
    return folder.resolve("live.pem");
  }

  private Path next() {
    return folder.resolve("next.pem");
  }

  private Path order() {
    return folder.resolve("order");
  }

  private Path state() {
    return folder.resolve("state");
  }

  CertificateFiles files() {
    return new CertificateFiles(live(), live());
  }

  void create() throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  /** The certificate in use; empty when there is none, or none that can be read. */
  Optional<X509Certificate> certificate() {
    try {
      return Files.exists(live())
          ? Optional.of(Identity.load(files()).certificate())
          : Optional.empty();
    } catch (BadCertificate e) {
      return Optional.empty();
    }
  }

  /**
   * The key of the certificate in use; the one for the first certificate when there is none yet.
   */
  KeyPair key(KeyPairs.Kind kind) throws IOException, BadCertificate {
    return certificate().isPresent() ? KeyPairs.read(live()) : nextKey(kind);
  }

  /** The key that will follow. It is made when there is none. */
  KeyPair nextKey(KeyPairs.Kind kind) throws IOException, BadCertificate {
    if (Files.exists(next())) {
      return KeyPairs.read(next());
    }
    KeyPair made = KeyPairs.generate(kind);
    PemFiles.replace(next(), KeyPairs.pem(made));
    return made;
  }

  /** The key that waits to follow that of the certificate in use. */
  Optional<KeyPair> waitingKey() throws BadCertificate {
    if (!Files.exists(next()) || certificate().isEmpty()) {
      return Optional.empty();
    }
    // A crash may have come after the change and before its file was removed.
    KeyPair waiting = KeyPairs.read(next());
    boolean isLive = waiting.getPublic().equals(certificate().get().getPublicKey());
    return isLive ? Optional.empty() : Optional.of(waiting);
  }

  void store(KeyPair key, List<X509Certificate> chain) throws IOException, BadCertificate {
    PemFiles.replace(live(), KeyPairs.pem(key) + PemFiles.pem(chain));
    if (Files.exists(next()) && KeyPairs.read(next()).getPublic().equals(key.getPublic())) {
      Files.delete(next());
    }
    forgetOrder();
  }

  /** The order under way, also one that a killed process began. */
  Optional<URL> currentOrder() {
    try {
      return Files.exists(order())
          ? Optional.of(URI.create(Files.readString(order()).strip()).toURL())
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  void remember(URL current) throws IOException {
    PemFiles.replace(order(), current + "\n");
  }

  void forgetOrder() throws IOException {
    Files.deleteIfExists(order());
  }

  Standing standing() {
    try {
      return Files.exists(state())
          ? Standing.parse(new String(Files.readAllBytes(state()), UTF_8))
          : Standing.FRESH;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void save(Standing standing) throws IOException {
    PemFiles.replace(state(), standing.toText());
  }

  static URL url(URI uri) {
    try {
      return uri.toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
