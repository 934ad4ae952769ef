package org.mailstead.wire;

import javax.net.ssl.SSLContext;

/** How a listener encrypts. The context usually is {@link Certificates#context}. */
public record ServerTls(SSLContext context, TlsPolicy policy) {}
