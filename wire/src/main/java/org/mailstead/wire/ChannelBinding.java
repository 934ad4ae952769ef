package org.mailstead.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What ties a login to its TLS connection, so that it cannot be replayed on another. */
public enum ChannelBinding {
  /** RFC 9266; in TLS 1.2 only with the extended master secret. */
  TLS_EXPORTER("tls-exporter"),
  /** RFC 5929 section 4: a hash of the server's certificate. */
  TLS_SERVER_END_POINT("tls-server-end-point");

  private static final int EXPORTER_OCTETS = 32;

  /** The name that SASL mechanisms use. */
  private final String registered;

  ChannelBinding(String registered) {
    this.registered = registered;
  }

  /** Empty when there is none of that name here. */
  static Optional<ChannelBinding> named(String registeredName) {
    return Arrays.stream(values()).filter(t -> t.registered.equals(registeredName)).findFirst();
  }

  Optional<byte[]> of(SSLSession session, boolean server) {
    return switch (this) {
      case TLS_EXPORTER -> exporter(session);
      case TLS_SERVER_END_POINT -> endPoint(session, server);
    };
  }

  private static Optional<byte[]> exporter(SSLSession session) {
    if (!(session instanceof ExtendedSSLSession extended)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          extended.exportKeyingMaterialData(
              "EXPORTER-Channel-Binding", new byte[0], EXPORTER_OCTETS));
    } catch (SSLException | IllegalStateException | UnsupportedOperationException _) {
      return Optional.empty(); // TLS 1.2 without the extended master secret
    }
  }

  private static Optional<byte[]> endPoint(SSLSession session, boolean server) {
    try {
      Certificate[] chain = server ? session.getLocalCertificates() : session.getPeerCertificates();
      return chain != null && chain.length > 0 && chain[0] instanceof X509Certificate certificate
          ? hash(certificate)
          : Optional.empty();
    } catch (SSLException _) {
      return Optional.empty();
    }
  }

  /** The hash of the certificate's own signature, but SHA-256 for MD5 and SHA-1 (section 4.1). */
  static Optional<byte[]> hash(X509Certificate certificate) {
    String algorithm = digest(certificate);
    if (algorithm == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(MessageDigest.getInstance(algorithm).digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException | CertificateEncodingException _) {
      return Optional.empty();
    }
  }

  /** Null where RFC 5929 defines none, as for Ed25519. */
  private static @Nullable String digest(X509Certificate certificate) {
    String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    if (signature.equals("RSASSA-PSS")) {
      return pssDigest(certificate);
    }
    int with = signature.indexOf("WITH");
    if (with < 0) {
      return null;
    }
    return switch (signature.substring(0, with)) {
      case "MD5", "SHA1", "SHA256" -> "SHA-256";
      case "SHA224" -> "SHA-224";
      case "SHA384" -> "SHA-384";
      case "SHA512" -> "SHA-512";
      default -> null;
    };
  }

  private static @Nullable String pssDigest(X509Certificate certificate) {
    try {
      byte[] encoded = certificate.getSigAlgParams();
      if (encoded == null) {
        return "SHA-256"; // the default of RFC 4055 is SHA-1, for which SHA-256 is taken
      }
      var parameters = java.security.AlgorithmParameters.getInstance("RSASSA-PSS");
      parameters.init(encoded);
      String digest = parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
      return digest.equals("SHA-1") ? "SHA-256" : digest;
    } catch (java.security.GeneralSecurityException | java.io.IOException _) {
      return null;
    }
  }
}
