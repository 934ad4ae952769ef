package org.mailstead.identity.signin;

import java.util.Set;

/**
 * What people and their programs are told of this server.
 *
 * @param issuer how authenticator apps call it
 * @param page where people look after their account, such as {@code
 *     https://mail.example.org/account}; empty when no web page is served
 * @param relyingParty the host name that passkeys belong to (WebAuthn's RP ID)
 * @param origins from which pages passkeys are taken, such as {@code https://mail.example.org}
 */
public record SignInConfig(String issuer, String page, String relyingParty, Set<String> origins) {
  /** A server without web pages. */
  public static final SignInConfig NONE = new SignInConfig("Mailstead", "", "", Set.of());

  public SignInConfig {
    origins = Set.copyOf(origins);
  }
}
