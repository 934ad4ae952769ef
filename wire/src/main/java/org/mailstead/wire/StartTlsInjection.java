package org.mailstead.wire;

import java.io.IOException;

/**
 * Plain text came in one go with the command that starts TLS. Somebody between client and server
 * may have put it there to be taken as said under TLS, so the connection is dropped (RFC 3207
 * section 6, RFC 9051 section 6.2.1).
 */
public final class StartTlsInjection extends IOException {
  StartTlsInjection(int octets) {
    super(octets + " octets of plain text after the command that starts TLS");
  }
}
