package org.mailstead.filter.smime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.DEROctetString;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.words.EmailAddress;

/** No octets of a stranger may be taken for a signature, or do more than be wrong. */
class SmimeFuzzTest {
  private static final byte[] DETACHED = People.message().by(People.ADA).cms(false);
  private static final byte[] OPAQUE = People.message().by(People.BOB).cms(true);
  private static final byte[] STRANGE = People.message().by(People.BOB).cms(false);

  /** CMS messages as they come, and good ones with a piece of them overwritten. */
  @FuzzTest(maxDuration = "65s")
  void signatures(byte[] octets) throws IOException {
    frame(octets);
    check(People.message().detached(octets));
    check(People.message().opaque("name=smime.p7m", octets));
    if (octets.length > 2) {
      int at = (octets[0] & 0xff) << 8 | (octets[1] & 0xff);
      byte[] piece = Arrays.copyOfRange(octets, 2, octets.length);
      check(People.message().detached(overwritten(STRANGE, at, piece)));
      check(People.message().opaque("smime-type=signed-data", overwritten(OPAQUE, at, piece)));
      // This one is Ada's, and stays good where nobody looks; its content does not change.
      SmimeVerdict verdict =
          People.verify(People.message().detached(overwritten(DETACHED, at, piece)));
      assertTrue(verdict.errors().size() <= 10);
    }
  }

  @FuzzTest(maxDuration = "65s")
  void messages(byte[] octets) {
    String text = new String(octets, ISO_8859_1);
    check(text);
    check(
        People.HEADER
            + "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; "
            + text);
    check(People.HEADER + "Content-Type: application/pkcs7-mime; " + text);
  }

  /** Whoever makes a certificate writes into it what he likes. */
  @FuzzTest(maxDuration = "65s")
  void names(byte[] octets) throws IOException {
    byte[] extension = new DEROctetString(octets).getEncoded();
    for (EmailAddress address : CertificateNames.addresses(extension, new X500Principal("CN=A"))) {
      assertTrue(EmailAddress.parse(address.toString()).isPresent(), address.toString());
    }
    assertTrue(CertificateNames.addresses(octets, new X500Principal("CN=A")).size() <= 50);
  }

  private static byte[] overwritten(byte[] whole, int at, byte[] piece) {
    byte[] other = whole.clone();
    int from = at % whole.length;
    System.arraycopy(piece, 0, other, from, Math.min(piece.length, whole.length - from));
    return other;
  }

  private static void frame(byte[] octets) throws IOException {
    try {
      CmsFrame frame = CmsFrame.read(new ByteArrayInputStream(octets));
      assertTrue(frame.certificates() <= CmsFrame.MOST_CERTIFICATES);
      assertTrue(frame.signers() <= CmsFrame.MOST_SIGNERS);
    } catch (SmimeSyntaxException e) {
      assertFalse(e.why().isEmpty());
    }
  }

  private static void check(String message) {
    Optional<SmimeForm> form =
        SmimeForm.of(MessageStructure.of(message.getBytes(ISO_8859_1)).body());
    if (form.isPresent()) {
      SmimeVerdict verdict = People.verify(message);
      assertNotEquals(SmimeVerdict.Result.VERIFIED, verdict.result(), message);
      verdict.errors().forEach(error -> assertTrue(error.endsWith("."), error));
    }
  }
}
