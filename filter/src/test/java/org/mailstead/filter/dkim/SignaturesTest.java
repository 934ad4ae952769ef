package org.mailstead.filter.dkim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is signed with one library is right to another. */
class SignaturesTest {
  private static final String HEADER = "from:ada@example.test\r\nsubject:x\r\n";

  /** The JDK's own, which did not make it. */
  private static boolean isRight(Algorithm algorithm, SigningKey key, String base64)
      throws Exception {
    byte[] octets = HEADER.getBytes(StandardCharsets.ISO_8859_1);
    boolean rsa = algorithm == Algorithm.RSA_SHA256;
    Signature jdk =
        rsa
            ? Signature.getInstance("SHA256withRSA", "SunRsaSign")
            : Signature.getInstance("Ed25519", "SunEC");
    jdk.initVerify(key.known());
    jdk.update(rsa ? octets : MessageDigest.getInstance("SHA-256").digest(octets));
    return jdk.verify(Base64.getDecoder().decode(base64));
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void theJdkFindsThemRight(Algorithm algorithm) throws Exception {
    SigningKey key = SigningKey.generate(new KeyName("example.test", "s"), algorithm);
    String made = Signatures.sign(algorithm, key.secret(), HEADER);
    assertTrue(isRight(algorithm, key, made));
    assertTrue(Signatures.verify(algorithm, key.known(), HEADER, made));
    assertFalse(Signatures.verify(algorithm, key.known(), HEADER + " ", made));
    assertFalse(Signatures.verify(algorithm, key.known(), HEADER, made.substring(4)));
  }

  /** One key signs for all connections at once. */
  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void aKeyThatWasKeptSignsInManyThreads(Algorithm algorithm) throws Exception {
    SigningKey key = kept(SigningKey.generate(new KeyName("example.test", "s"), algorithm));
    List<Callable<Boolean>> works =
        Collections.nCopies(
            200, () -> isRight(algorithm, key, Signatures.sign(algorithm, key.secret(), HEADER)));
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (Future<Boolean> work : threads.invokeAll(works)) {
        assertTrue(work.get());
      }
    }
  }

  /** A key in another form costs more than the signature, each time. */
  @Test
  void aKeyThatWasKeptIsInTheFormOfTheQuickLibrary() throws Exception {
    SigningKey made = SigningKey.generate(new KeyName("example.test", "s"), Algorithm.RSA_SHA256);
    SigningKey key = kept(made);
    assertSame(key.secret(), Signatures.ready(key.secret()));
    assertNotSame(made.secret(), Signatures.ready(made.secret()));
    assertEquals(Algorithm.RSA_SHA256, key.algorithm());
    assertArrayEquals(made.secret().getEncoded(), key.secret().getEncoded());
  }

  private static SigningKey kept(SigningKey key) throws Exception {
    return SigningKey.of(key.name(), key.secret().getEncoded(), key.known().getEncoded());
  }

  /** Ed25519 has one signature only. */
  @Test
  void whatIsMadeWithoutTheQuickLibraryIsTheSame() throws Exception {
    SigningKey key =
        SigningKey.generate(new KeyName("example.test", "s"), Algorithm.ED25519_SHA256);
    byte[] octets = HEADER.getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(
        Signatures.sign(Algorithm.ED25519_SHA256, key.secret(), HEADER),
        Base64.getEncoder().encodeToString(Signatures.ed25519(key.secret(), octets)));
  }

  /** A build that silently went the slow way would be noticed by nobody. */
  @Test
  void theQuickLibraryIsThere() {
    assertEquals(null, AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError());
  }
}
