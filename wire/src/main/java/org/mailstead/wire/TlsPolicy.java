package org.mailstead.wire;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Which protocol versions, cipher suites and groups are offered, in this order. */
public enum TlsPolicy {
  /** For people's programs: forward secrecy and authenticated encryption only. */
  STRICT,
  /**
   * For mail between servers, where the other choice is no encryption at all: also what older
   * servers with TLS 1.2 can do. Forward secrecy always.
   */
  OPPORTUNISTIC;

  private static final List<String> MODERN =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_AES_128_GCM_SHA256",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
  private static final List<String> OLDER =
      List.of(
          "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
          "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");
  private static final List<String> GROUPS =
      List.of("x25519", "secp256r1", "secp384r1", "x448", "secp521r1", "ffdhe2048", "ffdhe3072");

  private Stream<String> suites() {
    return switch (this) {
      case STRICT -> MODERN.stream();
      case OPPORTUNISTIC -> Stream.concat(MODERN.stream(), OLDER.stream());
    };
  }

  /** Offers what this Java has of it; an operator may have switched suites off for all of it. */
  void applyTo(SSLEngine engine) {
    List<String> supported = Arrays.asList(engine.getSupportedCipherSuites());
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setCipherSuites(suites().filter(supported::contains).toArray(String[]::new));
    parameters.setNamedGroups(GROUPS.toArray(String[]::new));
    parameters.setUseCipherSuitesOrder(true);
    engine.setSSLParameters(parameters);
  }
}
