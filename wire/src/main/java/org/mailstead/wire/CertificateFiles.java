package org.mailstead.wire;

import java.nio.file.Path;

/**
 * Where a certificate lies. Both may be the same file.
 *
 * @param chain PEM, the server's certificate first, then what leads to its issuer
 * @param key PEM, not encrypted: PKCS #8, PKCS #1 or SEC 1
 */
public record CertificateFiles(Path chain, Path key) {}
