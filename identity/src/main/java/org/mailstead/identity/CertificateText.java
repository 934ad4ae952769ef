package org.mailstead.identity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.mailstead.wire.ClientAuthorities;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** A certificate as people have it in a file or paste it: in PEM or DER, one and no more. */
public final class CertificateText {
  /** Octets of a file: those with one certificate have some two thousand. */
  public static final int MOST = 16 << 10;

  private static final int MAX_SUBJECT = 200;
  private static final byte SEQUENCE = 0x30;
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final Pattern BLOCK =
      Pattern.compile(BEGIN + "([A-Za-z0-9+/=\\s]*+)-----END CERTIFICATE-----");

  private CertificateText() {}

  /**
   * Reads one.
   *
   * @throws Refused TOO_LARGE; INVALID when there is none, or more than one, or a private key
   *     beside it, which is nobody's but its owner's
   */
  public static X509Certificate read(byte[] octets) {
    if (octets.length > MOST) {
      throw new Refused(Problem.Kind.TOO_LARGE, "certificate.large", Integer.toString(MOST >> 10));
    }
    return isDer(octets) ? parse(octets) : parse(unwrapped(new String(octets, ISO_8859_1)));
  }

  private static boolean isDer(byte[] octets) {
    return octets.length > 0 && octets[0] == SEQUENCE;
  }

  private static byte[] unwrapped(String text) {
    if (text.contains("PRIVATE KEY-----")) {
      throw refused("certificate.key");
    }
    List<String> blocks = new ArrayList<>();
    for (Matcher block = BLOCK.matcher(text); block.find(); ) {
      blocks.add(block.group(1));
    }
    if (blocks.size() > 1 || text.indexOf(BEGIN) != text.lastIndexOf(BEGIN)) {
      throw refused("certificate.several");
    }
    if (blocks.isEmpty()) {
      throw refused("certificate.none");
    }
    try {
      return Base64.getMimeDecoder().decode(blocks.getFirst());
    } catch (IllegalArgumentException _) {
      throw refused("certificate.none");
    }
  }

  private static X509Certificate parse(byte[] der) {
    var in = new ByteArrayInputStream(der);
    try {
      // The JDK's reader would take PEM in PEM, and other forms that have several.
      if (isDer(der)
          && CertificateFactory.getInstance("X.509").generateCertificate(in)
              instanceof X509Certificate found
          && in.available() == 0) {
        return found;
      }
    } catch (CertificateException _) {
      // told below
    }
    throw refused("certificate.none");
  }

  /**
   * The addresses that it says it is for. Nobody has looked whether that is so.
   *
   * @throws Refused INVALID when its names cannot be read
   */
  public static List<EmailAddress> addresses(X509Certificate certificate) {
    try {
      return ClientAuthorities.named(certificate).stream()
          .flatMap(name -> EmailAddress.parse(name).stream())
          .toList();
    } catch (CertificateException _) {
      throw refused("certificate.none");
    }
  }

  private static Refused refused(String key) {
    return new Refused(Problem.Kind.INVALID, key);
  }

  /**
   * Whom it names (RFC 5280 section 4.1.2.6), for people to know it by; whoever made it chose it,
   * so what turns or breaks lines is taken out. May be empty.
   */
  static String subject(X509Certificate certificate) {
    String name = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
    var plain = new StringBuilder();
    name.codePoints()
        .limit(MAX_SUBJECT)
        .map(c -> isPlain(c) ? c : '?')
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
