package org.mailstead.wire.acme;

import java.io.IOException;
import java.time.InstantSource;
import org.mailstead.wire.TlsAlpnProofs;

/** TLS-ALPN-01 (RFC 8737): a certificate on port 443 for those who ask in {@code acme-tls/1}. */
public record TlsAlpn(TlsAlpnProofs proofs, InstantSource clock) implements Prover {
  @Override
  public String type() {
    return "tls-alpn-01";
  }

  @Override
  public void show(Proof proof) throws IOException {
    proofs.show(proof.name(), proof.digest(), clock.instant());
  }

  @Override
  public void hide(Proof proof) {
    proofs.hide(proof.name());
  }

  @Override
  public boolean needsAddress() {
    return true;
  }
}
