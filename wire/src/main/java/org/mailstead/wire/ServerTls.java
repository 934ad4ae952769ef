package org.mailstead.wire;

import javax.net.ssl.SSLContext;

/**
 * How a listener encrypts. The context usually is {@link Certificates#context}.
 *
 * @param asks whether clients are asked for a certificate, which they need not have; its context is
 *     {@link Certificates#asking} then
 */
public record ServerTls(SSLContext context, TlsPolicy policy, boolean asks) {
  /** Clients are asked for nothing. */
  public ServerTls(SSLContext context, TlsPolicy policy) {
    this(context, policy, false);
  }
}
