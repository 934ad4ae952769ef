package org.mailstead.identity.oauth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.identity.rows.CodeRow;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.store.Accounts;
import org.mailstead.store.Key;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;

/**
 * The authorization code flow (RFC 6749 section 4.1) as RFC 9700 wants it: PKCE for everybody and
 * by S256 only, addresses compared letter by letter, the issuer told in the answer (RFC 9207).
 */
public final class Authorizations {
  static final Duration CODE = Duration.ofSeconds(60);

  private static final int COLLECTION = 11;
  private static final int SECRET = 24;
  private static final int HASH = 16;
  private static final int MAX_STATE = 2000;
  private static final String S256 = "[A-Za-z0-9_-]{43}";
  private static final String VERIFIER = "[A-Za-z0-9._~-]{43,128}";

  private final Accounts store;
  private final Clients clients;
  private final Grants grants;
  private final Secrets secrets;
  private final String issuer;
  private final InstantSource clock;

  Authorizations(
      Accounts store,
      Clients clients,
      Grants grants,
      Secrets secrets,
      String issuer,
      InstantSource clock) {
    this.store = store;
    this.clients = clients;
    this.grants = grants;
    this.secrets = secrets;
    this.issuer = issuer;
    this.clock = clock;
  }

  /** What becomes of a request. */
  public sealed interface Checked {
    /** The person may be asked. */
    record Good(AuthorizationRequest request) implements Checked {}

    /** Nobody knows where to send the browser: the person is told, and it stays here. */
    record Stay(String why) implements Checked {}

    /** The browser goes back with an error. */
    record Back(String location) implements Checked {}
  }

  /** Looks at a request. */
  public Checked check(Map<String, String> parameters) {
    Optional<Client> client = clients.find(parameters.getOrDefault("client_id", ""));
    if (client.isEmpty()) {
      return new Checked.Stay("client");
    }
    String redirect = parameters.getOrDefault("redirect_uri", "");
    if (!client.get().mayRedirectTo(redirect)) {
      return new Checked.Stay("redirect");
    }
    Optional<String> state = Optional.ofNullable(parameters.get("state"));
    try {
      return new Checked.Good(request(client.get(), redirect, state, parameters));
    } catch (OAuthError e) {
      return new Checked.Back(back(redirect, state, e));
    }
  }

  private static AuthorizationRequest request(
      Client client, String redirect, Optional<String> state, Map<String, String> parameters)
      throws OAuthError {
    if (!parameters.getOrDefault("response_type", "").equals("code")) {
      throw new OAuthError(OAuthError.Kind.UNSUPPORTED_RESPONSE_TYPE, "response_type is code");
    }
    if (!parameters.getOrDefault("response_mode", "query").equals("query")
        || parameters.containsKey("request")
        || parameters.containsKey("request_uri")
        || state.filter(text -> text.length() > MAX_STATE).isPresent()) {
      throw new OAuthError(OAuthError.Kind.INVALID_REQUEST, "a parameter that is not taken here");
    }
    String challenge = parameters.getOrDefault("code_challenge", "");
    if (!parameters.getOrDefault("code_challenge_method", "plain").equals("S256")
        || !challenge.matches(S256)) {
      throw new OAuthError(OAuthError.Kind.INVALID_REQUEST, "PKCE with S256 is needed");
    }
    Set<Scope> scopes = Scope.parse(parameters.getOrDefault("scope", ""));
    if (scopes.isEmpty()) {
      throw new OAuthError(OAuthError.Kind.INVALID_SCOPE, "no scope that is known here");
    }
    if (parameters.getOrDefault("prompt", "").equals("none")) {
      throw new OAuthError(OAuthError.Kind.LOGIN_REQUIRED, "people are always asked");
    }
    Optional<String> nonce =
        Optional.ofNullable(parameters.get("nonce")).filter(text -> text.length() <= MAX_STATE);
    return new AuthorizationRequest(client, redirect, state, scopes, challenge, nonce);
  }

  private String back(String redirect, Optional<String> state, OAuthError error) {
    Map<String, String> answer = new LinkedHashMap<>();
    answer.put("error", error.kind().word());
    answer.put("error_description", error.why());
    return location(redirect, state, answer);
  }

  private String location(String redirect, Optional<String> state, Map<String, String> answer) {
    state.ifPresent(text -> answer.put("state", text));
    answer.put("iss", issuer);
    var location = new StringBuilder(redirect);
    char next = redirect.contains("?") ? '&' : '?';
    for (Map.Entry<String, String> one : answer.entrySet()) {
      location.append(next).append(one.getKey()).append('=');
      location.append(URLEncoder.encode(one.getValue(), UTF_8));
      next = '&';
    }
    return location.toString();
  }

  /** The person does not want it: where the browser goes. */
  public String deny(AuthorizationRequest request) {
    var error = new OAuthError(OAuthError.Kind.ACCESS_DENIED, "the person said no");
    return back(request.redirectUri(), request.state(), error);
  }

  /** The person lets the program in: where the browser goes. */
  public String approve(WebSession session, AuthorizationRequest request) {
    AccountId account = session.account();
    Grant grant =
        grants.open(
            account, request.client(), request.scopes(), session.proofs(), session.proved());
    String code =
        Long.toHexString(account.value()) + "." + HexFormat.of().formatHex(secrets.random(SECRET));
    CodeRow row =
        CodeRow.newBuilder()
            .setClient(request.client().id())
            .setRedirectUri(request.redirectUri())
            .setChallenge(request.challenge())
            .setNonce(request.nonce().orElse(""))
            .setUntilMs(clock.millis() + CODE.toMillis())
            .setGrant(grant.id())
            .build();
    store.update(
        Grants.person(account),
        draft -> {
          draft.each(
              org.mailstead.store.KeyRange.collection(COLLECTION),
              entry -> {
                if (isOld(row(entry.value()))) {
                  draft.delete(entry.key());
                }
              });
          draft.put(key(code), Row.write(row));
        });
    Map<String, String> answer = new LinkedHashMap<>();
    answer.put("code", code);
    return location(request.redirectUri(), request.state(), answer);
  }

  private static CodeRow row(byte[] bytes) {
    return Row.read(bytes, CodeRow.parser());
  }

  /** A used one is remembered for as long as somebody might use it again. */
  private boolean isOld(CodeRow row) {
    return clock.millis() >= row.getUntilMs() + Duration.ofHours(1).toMillis();
  }

  private Key key(String code) {
    byte[] hash = secrets.hash("authorization code", code.getBytes(US_ASCII));
    return Key.of(COLLECTION, 0, Arrays.copyOf(hash, HASH));
  }

  /** A code that came back in time. */
  record Redeemed(Grant grant, Optional<String> nonce) {}

  /**
   * Takes a code from the program that it was for.
   *
   * @throws OAuthError INVALID_GRANT; a code that comes twice ends what its first use opened
   */
  Redeemed redeem(Client client, String code, String redirect, String verifier) throws OAuthError {
    var wrong = new OAuthError(OAuthError.Kind.INVALID_GRANT, "no such code, or not for this");
    AccountId account = account(code).orElseThrow(() -> wrong);
    Key key = key(code);
    record Taken(Optional<CodeRow> row, boolean again) {}
    Taken taken =
        store.change(
            Grants.person(account),
            draft -> {
              Optional<CodeRow> known = draft.get(key).map(Authorizations::row);
              known.ifPresent(
                  row -> draft.put(key, Row.write(row.toBuilder().setUsed(true).build())));
              return new Taken(known, known.filter(CodeRow::getUsed).isPresent());
            });
    CodeRow row = taken.row.orElseThrow(() -> wrong);
    boolean right =
        !taken.again
            && clock.millis() < row.getUntilMs()
            && row.getClient().equals(client.id())
            && row.getRedirectUri().equals(redirect)
            && verifier.matches(VERIFIER)
            && row.getChallenge().equals(s256(verifier));
    if (!right) {
      grants.remove(account, row.getGrant());
      throw wrong;
    }
    Grant grant = grants.find(account, row.getGrant()).orElseThrow(() -> wrong);
    return new Redeemed(grant, Optional.of(row.getNonce()).filter(text -> !text.isEmpty()));
  }

  private static Optional<AccountId> account(String code) {
    int dot = code.indexOf('.');
    try {
      return dot > 0 && code.length() <= 100
          ? Optional.of(new AccountId(Long.parseLong(code.substring(0, dot), 16)))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  static String s256(String verifier) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The scopes that a later request of a grant may have: those it has, or fewer. */
  static Set<Scope> narrowed(Grant grant, String asked) throws OAuthError {
    if (asked.isEmpty()) {
      return grant.scopes();
    }
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    scopes.addAll(Scope.parse(asked));
    if (scopes.isEmpty() || !grant.scopes().containsAll(scopes)) {
      throw new OAuthError(OAuthError.Kind.INVALID_SCOPE, "more than was granted");
    }
    return scopes;
  }
}
