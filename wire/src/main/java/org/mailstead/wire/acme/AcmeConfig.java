package org.mailstead.wire.acme;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.mailstead.wire.KeyPairs;

/**
 * A CA and what it is told. Whoever gives one of these agrees with the CA's terms.
 *
 * @param directory of the CA (RFC 8555 section 7.1.1)
 * @param roots PEM of those who vouch for the CA's own web server; empty for those that Java knows
 * @param contact address of somebody whom the CA may write to
 * @param binding with an account that the CA gave by other means (RFC 8555 section 7.3.4)
 * @param kind of the keys that are made from now on
 */
public record AcmeConfig(
    URI directory,
    Optional<Path> roots,
    Optional<String> contact,
    Optional<Binding> binding,
    KeyPairs.Kind kind) {
  /**
   * @param secret base64url, as the CA gave it
   */
  public record Binding(String id, String secret) {
    /** Without the secret: this may come into a log. */
    @Override
    public String toString() {
      return "Binding[" + id + "]";
    }
  }
}
