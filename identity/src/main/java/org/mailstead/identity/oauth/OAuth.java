package org.mailstead.identity.oauth;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.rows.GrantRow;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.store.Accounts;

/** The provider as a whole, as its endpoints use it. */
public final class OAuth {
  private static final String CODE = "authorization_code";
  private static final String REFRESH = "refresh_token";
  private static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";

  /** What the token endpoint takes. */
  public static final List<String> GRANT_TYPES = List.of(CODE, REFRESH, DEVICE);

  private final Directory directory;
  private final Clients clients;
  private final Grants grants;
  private final Authorizations authorizations;
  private final DeviceCodes devices;
  private final SigningKeys keys;
  private final String issuer;
  private final InstantSource clock;

  /**
   * @param grants also asked by every protocol that takes tokens
   * @param issuer this server's origin, such as {@code https://mail.example.org}
   * @param registration whether programs may register themselves, as it is just now
   */
  public OAuth(
      Accounts store,
      Directory directory,
      Grants grants,
      Secrets secrets,
      String issuer,
      BooleanSupplier registration,
      InstantSource clock) {
    this.directory = directory;
    this.clients = new Clients(store, secrets, registration, clock);
    this.grants = grants;
    this.authorizations = new Authorizations(store, clients, grants, secrets, issuer, clock);
    this.devices = new DeviceCodes(store, clients, grants, secrets, clock);
    this.keys = new SigningKeys(store, secrets, clock);
    this.issuer = issuer;
    this.clock = clock;
  }

  public Clients clients() {
    return clients;
  }

  public Grants grants() {
    return grants;
  }

  public Authorizations authorizations() {
    return authorizations;
  }

  public DeviceCodes devices() {
    return devices;
  }

  public SigningKeys keys() {
    return keys;
  }

  public String issuer() {
    return issuer;
  }

  /**
   * What a program gets.
   *
   * @param refresh where it may come again
   * @param idToken where it asked who the person is
   */
  public record Granted(
      String access, Optional<String> refresh, Optional<String> idToken, Set<Scope> scopes) {}

  /**
   * The token endpoint (RFC 6749 section 3.2).
   *
   * @param form the request's fields
   * @param secret what the client shows, from the header or the form
   */
  public Granted token(Map<String, String> form, String clientId, Optional<String> secret)
      throws OAuthError {
    Client client = clients.authenticate(clientId, secret);
    return switch (form.getOrDefault("grant_type", "")) {
      case CODE -> {
        Authorizations.Redeemed redeemed =
            authorizations.redeem(
                client,
                form.getOrDefault("code", ""),
                form.getOrDefault("redirect_uri", ""),
                form.getOrDefault("code_verifier", ""));
        yield granted(redeemed.grant(), client, redeemed.nonce());
      }
      case DEVICE ->
          granted(
              devices.poll(client, form.getOrDefault("device_code", "")), client, Optional.empty());
      case REFRESH -> {
        Grants.Refreshed refreshed =
            grants
                .refresh(form.getOrDefault("refresh_token", ""), client)
                .orElseThrow(() ->
                    new OAuthError(OAuthError.Kind.INVALID_GRANT, "no such token, or used before"));
        Grant grant = refreshed.grant();
        Set<Scope> scopes = Authorizations.narrowed(grant, form.getOrDefault("scope", ""));
        yield new Granted(
            grants.access(grant, scopes),
            Optional.of(refreshed.refresh()),
            Optional.empty(),
            scopes);
      }
      default ->
          throw new OAuthError(
              OAuthError.Kind.UNSUPPORTED_GRANT_TYPE, String.join(", ", GRANT_TYPES));
    };
  }

  private Granted granted(Grant grant, Client client, Optional<String> nonce) throws OAuthError {
    Account account =
        directory
            .account(grant.account())
            .orElseThrow(() -> new OAuthError(OAuthError.Kind.INVALID_GRANT, "nobody is there"));
    Optional<String> refresh =
        grant.scopes().contains(Scope.OFFLINE_ACCESS)
            ? Optional.of(grants.refresh(grant))
            : Optional.empty();
    Optional<String> idToken =
        grant.scopes().contains(Scope.OPENID)
            ? Optional.of(idToken(grant, client, account, nonce))
            : Optional.empty();
    return new Granted(grants.access(grant, grant.scopes()), refresh, idToken, grant.scopes());
  }

  /** OpenID Connect Core section 2. */
  private String idToken(Grant grant, Client client, Account account, Optional<String> nonce) {
    long now = clock.instant().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuer);
    claims.put("aud", client.id());
    claims.put("iat", now);
    claims.put("exp", now + Grants.ACCESS.toSeconds());
    claims.putAll(claims(account, grant.scopes()));
    nonce.ifPresent(text -> claims.put("nonce", text));
    Optional<GrantRow> row = grants.proofs(grant);
    row.ifPresent(how -> {
      claims.put("auth_time", how.getProvedMs() / 1000);
      claims.put("amr", List.copyOf(how.getProofsList()));
    });
    return keys.sign(claims);
  }

  private static Map<String, Object> claims(Account account, Set<Scope> scopes) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("sub", account.id().toString());
    if (scopes.contains(Scope.EMAIL)) {
      claims.put("email", account.address().toString());
      claims.put("email_verified", true);
    }
    if (scopes.contains(Scope.PROFILE)) {
      claims.put("name", account.name());
      claims.put("preferred_username", account.address().toString());
    }
    return claims;
  }

  /** Who the person is (OpenID Connect Core section 5.3); empty for a token that does not tell. */
  public Optional<Map<String, Object>> userInfo(String token) {
    return grants
        .check(token)
        .filter(bearer -> bearer.scopes().contains(Scope.OPENID))
        .flatMap(bearer ->
            directory
                .account(bearer.grant().account())
                .map(account -> claims(account, bearer.scopes())));
  }

  /**
   * Begins with a device that has no browser.
   *
   * @throws OAuthError INVALID_CLIENT, INVALID_SCOPE
   */
  public DeviceCodes.Begun device(String clientId, Optional<String> secret, String scope)
      throws OAuthError {
    Client client = clients.authenticate(clientId, secret);
    Set<Scope> scopes = Scope.parse(scope);
    if (scopes.isEmpty()) {
      throw new OAuthError(OAuthError.Kind.INVALID_SCOPE, "no scope that is known here");
    }
    return devices.begin(client, scopes);
  }

  /**
   * What a token is worth, told to the client that it is of (RFC 7662).
   *
   * @throws OAuthError INVALID_CLIENT
   */
  public Optional<Grants.Token> introspect(String token, String clientId, Optional<String> secret)
      throws OAuthError {
    Client client = clients.authenticate(clientId, secret);
    return grants.check(token).filter(bearer -> bearer.grant().client().equals(client.id()));
  }

  /**
   * Gives a token back: what it was granted ends (RFC 7009). One of another client is let be.
   *
   * @throws OAuthError INVALID_CLIENT
   */
  public void revoke(String token, String clientId, Optional<String> secret) throws OAuthError {
    Client client = clients.authenticate(clientId, secret);
    grants
        .grant(token)
        .filter(grant -> grant.client().equals(client.id()))
        .ifPresent(grant -> grants.remove(grant.account(), grant.id()));
  }
}
