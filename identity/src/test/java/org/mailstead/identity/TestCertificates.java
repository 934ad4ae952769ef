package org.mailstead.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.SelfSigned;

/** Certificates made by themselves, good for 819 days from a clock's time on. */
public final class TestCertificates {
  private TestCertificates() {}

  /** A certificate and its key, both in PEM. */
  public record Made(String certificate, String key) {
    public X509Certificate read() {
      try {
        return (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate.getBytes(US_ASCII)));
      } catch (CertificateException e) {
        throw new AssertionError(e);
      }
    }
  }

  public static Made make(InstantSource clock) {
    try {
      Path folder = Files.createTempDirectory("certificate");
      var files = new CertificateFiles(folder.resolve("chain.pem"), folder.resolve("key.pem"));
      SelfSigned.write(List.of("laptop.test"), files, clock);
      var made = new Made(Files.readString(files.chain()), Files.readString(files.key()));
      Files.delete(files.chain());
      Files.delete(files.key());
      Files.delete(folder);
      return made;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
