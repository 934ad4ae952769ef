package org.mailstead.wire.acme;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** HTTP-01 (RFC 8555 section 8.3): a file on port 80, at {@link #PATH} and the token. */
public final class HttpTokens implements Prover {
  public static final String PATH = "/.well-known/acme-challenge/";

  private final Map<String, String> authorizations = new ConcurrentHashMap<>();

  @Override
  public String type() {
    return "http-01";
  }

  @Override
  public void show(Proof proof) {
    authorizations.put(proof.token(), proof.authorization());
  }

  @Override
  public void hide(Proof proof) {
    authorizations.remove(proof.token());
  }

  @Override
  public boolean needsAddress() {
    return true;
  }

  /** What the file of a token has in it. */
  public Optional<String> authorization(String token) {
    return Optional.ofNullable(authorizations.get(token));
  }
}
