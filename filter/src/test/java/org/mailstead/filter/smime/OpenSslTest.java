package org.mailstead.filter.smime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What OpenSSL signs. */
@Tag("foreign")
class OpenSslTest {
  private static final String FROM = "From: Ada <ada@example.test>\r\n";

  @TempDir Path folder;

  /** A little later: certificates are valid from when they are made. */
  private final Instant now = Instant.now().plusSeconds(600);

  @BeforeEach
  void authority() throws Exception {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(":", -1))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "openssl")));
    if (!there && "true".equals(System.getenv("CI"))) {
      throw new AssertionError("openssl is missing: install openssl");
    }
    assumeTrue(there, "openssl is missing: install openssl");
    Files.writeString(
        folder.resolve("names"),
        """
        subjectAltName=email:ada@example.test
        extendedKeyUsage=emailProtection
        keyUsage=digitalSignature
        """);
    Files.writeString(
        folder.resolve("content"), "Content-Type: text/plain\r\n\r\nMeet me at noon.\r\n");
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 30 -subj /CN=Root");
  }

  private void openssl(String words) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words.strip().split(" +", -1)));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    process.getOutputStream().close();
    assertEquals(0, process.waitFor(), () -> words + ": " + read("out"));
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file), ISO_8859_1);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void signer(String key) throws Exception {
    openssl("req -newkey " + key + " -nodes -keyout ada.key -out ada.csr -subj /CN=Ada");
    openssl(
        "x509 -req -in ada.csr -CA root.pem -CAkey root.key -CAcreateserial -days 20"
            + " -extfile names -out ada.pem");
  }

  private SmimeVerdict signed(String how) throws Exception {
    openssl("cms -sign -in content -signer ada.pem -inkey ada.key -out signed " + how);
    return verify(read("signed"), now);
  }

  private SmimeVerdict verify(String signed, Instant at) throws CertificateException {
    TrustedRoots roots = TrustedRoots.of(List.of()).with(read("root.pem"));
    return People.verify(FROM + signed, at, roots);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa:2048", "rsa:3072", "ec -pkeyopt ec_paramgen_curve:prime256v1"})
  void signaturesHold(String key) throws Exception {
    signer(key);
    for (String how : List.of("", "-nodetach", "-nodetach -stream", "-crlfeol")) {
      SmimeVerdict verdict = signed(how);
      assertEquals(List.of(), verdict.errors(), key + " " + how);
      assertEquals(SmimeVerdict.Result.VERIFIED, verdict.result());
    }
  }

  @Test
  void signaturesOfPssHold() throws Exception {
    signer("rsa:2048");
    assertEquals(
        List.of(), signed("-keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:32").errors());
  }

  @Test
  void signersByTheirKeysHold() throws Exception {
    signer("rsa:2048");
    assertEquals(List.of(), signed("-keyid").errors());
    assertEquals(List.of(), signed("-noattr").errors());
  }

  @Test
  void othersFail() throws Exception {
    signer("rsa:2048");
    assertTrue(signed("-md sha1").errors().toString().contains("SHA-1"));
    assertTrue(signed("-nocerts").errors().toString().contains("does not bring"));
    assertEquals(List.of(), signed("").errors());
    String changed = read("signed").replace("noon", "nine");
    assertEquals(List.of(SignatureReader.CHANGED), verify(changed, now).errors());
    Instant later = now.plus(Duration.ofDays(25));
    assertTrue(verify(read("signed"), later).errors().toString().contains("expired"));
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -keyout a.key -out root.pem -days 30 -subj /CN=Root");
    assertTrue(verify(read("signed"), now).errors().toString().contains("issued by Root"));
  }

  @Test
  void twoWhoSignHoldWhenBothDo() throws Exception {
    signer("rsa:2048");
    Files.copy(folder.resolve("ada.pem"), folder.resolve("one.pem"));
    Files.copy(folder.resolve("ada.key"), folder.resolve("one.key"));
    signer("ec -pkeyopt ec_paramgen_curve:prime256v1");
    assertEquals(List.of(), signed("-signer one.pem -inkey one.key").errors());
  }

  @Test
  void whatIsEncryptedIsNotKnown() throws Exception {
    signer("rsa:2048");
    openssl("cms -encrypt -in content -out sealed ada.pem");
    assertEquals(SmimeVerdict.Result.UNKNOWN, verify(read("sealed"), now).result());
  }
}
