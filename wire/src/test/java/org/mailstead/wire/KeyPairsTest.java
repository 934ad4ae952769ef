package org.mailstead.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys come back from their files as they were. */
class KeyPairsTest {
  @TempDir Path folder;

  @Test
  void bothHalvesComeBack() throws Exception {
    for (KeyPairs.Kind kind : KeyPairs.Kind.values()) {
      KeyPair made = KeyPairs.generate(kind);
      Path file = folder.resolve(kind.name());
      PemFiles.replace(file, KeyPairs.pem(made));
      assertEquals(made.getPublic(), KeyPairs.read(file).getPublic());
      assertEquals(made.getPublic().getAlgorithm(), read(file));
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      KeyPair mixed = new KeyPair(made.getPublic(), KeyPairs.read(file).getPrivate());
      assertEquals(KeyPairs.pem(made), KeyPairs.pem(mixed));
    }
  }

  /** As whoever serves TLS reads it. */
  private static String read(Path file) throws Exception {
    return Identity.privateKey(Files.readString(file), "file").getAlgorithm();
  }

  @Test
  void whatIsNoKeyIsRefused() throws Exception {
    Path file = folder.resolve("x");
    assertThrows(BadCertificate.class, () -> KeyPairs.read(file));
    for (String text :
        new String[] {
          "", "rubbish", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
        }) {
      Files.writeString(file, text);
      assertThrows(BadCertificate.class, () -> KeyPairs.read(file), text);
    }
  }
}
