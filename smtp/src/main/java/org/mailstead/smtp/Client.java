package org.mailstead.smtp;

import java.net.InetAddress;
import java.util.Optional;
import org.mailstead.identity.signin.Login;
import org.mailstead.wire.TlsState;

/**
 * Who brought a message.
 *
 * @param name what it said in EHLO
 */
record Client(
    String session,
    InetAddress address,
    String name,
    Command.Hello.Kind hello,
    Optional<TlsState> tls,
    Optional<Login> login) {

  /** Where mail went through which protocol (RFC 3848, RFC 6531 section 4.3). */
  String protocol(boolean utf8) {
    String base =
        switch (hello) {
          case LHLO -> utf8 ? "UTF8LMTP" : "LMTP";
          case HELO -> "SMTP";
          case EHLO -> utf8 ? "UTF8SMTP" : "ESMTP";
        };
    if (hello == Command.Hello.Kind.HELO) {
      return base;
    }
    return base + (tls.isPresent() ? "S" : "") + (login.isPresent() ? "A" : "");
  }
}
