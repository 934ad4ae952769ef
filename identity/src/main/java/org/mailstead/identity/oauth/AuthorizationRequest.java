package org.mailstead.identity.oauth;

import java.util.Optional;
import java.util.Set;

/**
 * A program's wish to be let in, as a browser brings it (RFC 6749 section 4.1.1, RFC 7636).
 *
 * @param challenge PKCE's, by S256
 * @param nonce goes into the ID token
 */
public record AuthorizationRequest(
    Client client,
    String redirectUri,
    Optional<String> state,
    Set<Scope> scopes,
    String challenge,
    Optional<String> nonce) {
  public AuthorizationRequest {
    scopes = Set.copyOf(scopes);
  }
}
