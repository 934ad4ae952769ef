package org.mailstead.wire;

import java.util.Optional;

/**
 * What was agreed for an encrypted connection, in the names of the JDK.
 *
 * @param protocol such as {@code TLSv1.3}
 * @param cipherSuite such as {@code TLS_AES_256_GCM_SHA384}
 * @param serverName what the client asked for (SNI)
 */
public record TlsState(String protocol, String cipherSuite, Optional<String> serverName) {}
