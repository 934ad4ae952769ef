package org.mailstead.wire;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * A certificate with its chain and private key.
 *
 * @param names the host names that it is for, in lower case, {@code *.} for a wildcard
 */
public record Identity(List<X509Certificate> chain, PrivateKey key, List<String> names) {
  private static final int LARGEST_FILE = 1 << 20;
  private static final int MOST_OBJECTS = 100;
  private static final byte[] PROBE = "does this key belong?".getBytes(StandardCharsets.US_ASCII);

  public Identity {
    chain = List.copyOf(chain);
    names = List.copyOf(names);
  }

  public static Identity load(CertificateFiles files) throws BadCertificate {
    var chain = certificates(read(files.chain()), files.chain().toString());
    PrivateKey key = privateKey(read(files.key()), files.key().toString());
    return of(chain, key, files);
  }

  private static Identity of(List<X509Certificate> chain, PrivateKey key, CertificateFiles files)
      throws BadCertificate {
    // Some tools write the issuer first, or join the files in another order.
    for (X509Certificate certificate : chain) {
      if (belong(certificate, key)) {
        var ordered = new ArrayList<X509Certificate>(chain);
        ordered.remove(certificate);
        ordered.addFirst(certificate);
        return new Identity(ordered, key, HostNames.of(certificate));
      }
    }
    throw new BadCertificate(
        "the key in " + files.key() + " belongs to no certificate in " + files.chain());
  }

  private static String read(Path file) throws BadCertificate {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new BadCertificate(file + " is larger than a PEM file can be");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException _) {
      throw new BadCertificate(file + " does not exist");
    } catch (IOException e) {
      throw new BadCertificate(file + " cannot be read: " + e.getMessage());
    }
  }

  /** All certificates of a PEM file, in its order. */
  public static List<X509Certificate> certificates(Path file) throws BadCertificate {
    return certificates(read(file), file.toString());
  }

  /** The host names that a certificate is for, in lower case. */
  public static List<String> namesOf(X509Certificate certificate) {
    return HostNames.of(certificate);
  }

  static List<X509Certificate> certificates(String pem, String file) throws BadCertificate {
    var found = new ArrayList<X509Certificate>();
    for (Object object : objects(pem, file)) {
      if (object instanceof X509CertificateHolder holder) {
        try {
          found.add(new JcaX509CertificateConverter().getCertificate(holder));
        } catch (CertificateException e) {
          throw new BadCertificate(file + " holds a broken certificate: " + e.getMessage());
        }
      }
    }
    if (found.isEmpty()) {
      throw new BadCertificate(file + " holds no certificate (-----BEGIN CERTIFICATE-----)");
    }
    return found;
  }

  static PrivateKey privateKey(String pem, String file) throws BadCertificate {
    for (Object object : objects(pem, file)) {
      switch (object) {
        case PrivateKeyInfo key -> {
          return converted(key, file);
        }
        case PEMKeyPair pair -> {
          return converted(pair.getPrivateKeyInfo(), file);
        }
        case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ ->
            throw new BadCertificate(
                file + " is encrypted with a passphrase; remove it: openssl pkey -in OLD -out NEW");
        default -> {} // the certificate, or EC PARAMETERS
      }
    }
    throw new BadCertificate(file + " holds no private key (-----BEGIN PRIVATE KEY-----)");
  }

  private static PrivateKey converted(PrivateKeyInfo key, String file) throws BadCertificate {
    try {
      return new JcaPEMKeyConverter().getPrivateKey(key);
    } catch (IOException | RuntimeException e) {
      throw new BadCertificate(file + " holds a key that cannot be used: " + e.getMessage());
    }
  }

  /** Whatever the parser makes of it. On hostile input it throws more than it declares. */
  private static List<Object> objects(String pem, String file) throws BadCertificate {
    var found = new ArrayList<Object>();
    try (Reader text = new StringReader(pem);
        PEMParser parser = new PEMParser(text)) {
      for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
        found.add(object);
        if (found.size() > MOST_OBJECTS) {
          throw new BadCertificate(file + " holds more than " + MOST_OBJECTS + " PEM blocks");
        }
      }
      return found;
    } catch (IOException | RuntimeException e) {
      throw new BadCertificate(file + " is not PEM that can be read: " + e.getMessage());
    }
  }

  private static boolean belong(X509Certificate certificate, PrivateKey key) {
    if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
      return false;
    }
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm(); // EdDSA
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  public X509Certificate certificate() {
    return chain.getFirst();
  }

  boolean covers(String name) {
    return names.stream().anyMatch(pattern -> HostNames.match(pattern, name));
  }
}
