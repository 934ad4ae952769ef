package org.mailstead.post.tls;

import org.mailstead.wire.Distrust;

/**
 * Why a connection is not what it has to be.
 *
 * @param why for people: the sender, the operator, who runs the other server
 */
public record TlsProblem(TlsFailure failure, String why) {
  static TlsProblem of(String mechanism, Distrust distrust) {
    TlsFailure failure =
        switch (distrust.kind()) {
          case NAME -> TlsFailure.CERTIFICATE_HOST_MISMATCH;
          case EXPIRED -> TlsFailure.CERTIFICATE_EXPIRED;
          case UNTRUSTED -> TlsFailure.CERTIFICATE_NOT_TRUSTED;
        };
    return new TlsProblem(failure, mechanism + ": " + distrust.why());
  }
}
