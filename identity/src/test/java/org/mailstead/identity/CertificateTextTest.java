package org.mailstead.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.mailstead.words.Refused;

/** What people paste, and what they paste by mistake. */
class CertificateTextTest {
  private static final TestCertificates.Made LAPTOP = TestCertificates.make(InstantSource.system());
  private static final String PEM = LAPTOP.certificate();
  private static final X509Certificate CERTIFICATE = LAPTOP.read();

  private static X509Certificate read(String text) {
    return CertificateText.read(text.getBytes(US_ASCII));
  }

  private static String refusal(byte[] octets) {
    return assertThrows(Refused.class, () -> CertificateText.read(octets)).problem().key();
  }

  private static String refusal(String text) {
    return refusal(text.getBytes(US_ASCII));
  }

  private static String pem(byte[] octets) {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(octets)
        + "\n-----END CERTIFICATE-----\n";
  }

  @Test
  void oneIsReadInEitherFormAndFromAmongOtherText() throws Exception {
    assertEquals(CERTIFICATE, read(PEM));
    assertEquals(CERTIFICATE, read(PEM.replace("\n", "\r\n")));
    assertEquals(CERTIFICATE, read("Certificate:\n  Data: …\n" + PEM + "\n\nregards"));
    assertEquals(CERTIFICATE, read(PEM.replace("\n", " ")));
    assertEquals(CERTIFICATE, CertificateText.read(CERTIFICATE.getEncoded()));
  }

  @Test
  void severalAreRefusedForNobodyKnowsWhichIsMeant() {
    assertEquals("certificate.several", refusal(PEM + PEM));
    assertEquals("certificate.several", refusal(PEM + "-----BEGIN CERTIFICATE-----"));
  }

  @Test
  void aPrivateKeyIsNotEvenLookedAt() {
    assertEquals("certificate.key", refusal(PEM + LAPTOP.key()));
    assertEquals("certificate.key", refusal(LAPTOP.key()));
    assertEquals("certificate.key", refusal("-----BEGIN RSA PRIVATE KEY-----"));
  }

  @Test
  void whatIsNoneIsToldSo() throws Exception {
    byte[] der = CERTIFICATE.getEncoded();
    for (String text :
        new String[] {
          "",
          "hello",
          "-----BEGIN CERTIFICATE-----",
          "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
          "-----BEGIN CERTIFICATE-----\nAAAA=A\n-----END CERTIFICATE-----",
          "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----",
          pem(PEM.getBytes(US_ASCII)),
          pem(Arrays.copyOf(der, der.length - 1)),
          pem(Arrays.copyOf(der, der.length + 1)),
          pem(new byte[] {0x30})
        }) {
      assertEquals("certificate.none", refusal(text), text);
    }
    assertEquals("certificate.none", refusal(Arrays.copyOf(der, der.length + 1)));
    assertEquals("certificate.none", refusal(Arrays.copyOf(der, 100)));
    assertEquals("certificate.none", refusal(new byte[] {0x30, (byte) 0x80}));
  }

  @Test
  void aMegabyteOfJunkIsRefusedByItsSize() {
    byte[] junk = new byte[1 << 20];
    Arrays.fill(junk, (byte) 'A');
    assertEquals("certificate.large", refusal(junk));
    String nearly = "-----BEGIN CERTIFICATE-----\n" + "A".repeat(CertificateText.MOST - 60);
    assertEquals("certificate.none", refusal(nearly + "\n-----END CERTIFICATE-----"));
  }

  @Test
  void aNameTurnsAndBreaksNothing() {
    assertEquals("CN=Mailstead self-signed", CertificateText.subject(CERTIFICATE));
  }
}
