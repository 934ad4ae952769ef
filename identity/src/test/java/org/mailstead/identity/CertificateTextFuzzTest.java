package org.mailstead.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.cert.X509Certificate;
import org.mailstead.words.Refused;

/** What is pasted for a certificate: it is one, whole, or it is refused. */
class CertificateTextFuzzTest {
  @FuzzTest(maxDuration = "70s")
  void read(byte[] octets) {
    X509Certificate found;
    try {
      found = CertificateText.read(octets);
    } catch (Refused _) {
      return; // as it should be
    }
    String subject = CertificateText.subject(found);
    assertTrue(subject.codePointCount(0, subject.length()) <= 200, subject);
    assertTrue(subject.chars().noneMatch(Character::isISOControl), subject);
    try {
      assertTrue(CertificateText.addresses(found).size() <= octets.length);
    } catch (Refused _) {
      // names that nobody can read
    }
    assertEquals(64, ClientCertificates.fingerprint(found).length());
    assertTrue(found.getNotAfter() != null);
  }
}
