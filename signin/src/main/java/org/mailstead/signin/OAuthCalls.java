package org.mailstead.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.http.Answer;
import org.mailstead.http.Handler;
import org.mailstead.http.Json;
import org.mailstead.http.Routes;
import org.mailstead.http.WebRequest;
import org.mailstead.identity.oauth.Authorizations;
import org.mailstead.identity.oauth.Clients;
import org.mailstead.identity.oauth.DeviceCodes;
import org.mailstead.identity.oauth.Grants;
import org.mailstead.identity.oauth.OAuth;
import org.mailstead.identity.oauth.OAuthError;
import org.mailstead.identity.oauth.Scope;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What programs call (RFC 6749, 7009, 7591, 7662, 8414, 8628, OpenID Connect). They prove
 * themselves by what they send, so pages of any site may call too; no cookie is looked at.
 */
final class OAuthCalls {
  private static final int MAX_BODY = 32 << 10;
  private static final int MAX_NAME = 100;
  private static final int MAX_URIS = 10;
  private static final int MAX_URI = 500;
  private static final int DEVICE_SECONDS = 600;
  private static final int INTERVAL = 5;

  private final OAuth oauth;

  OAuthCalls(OAuth oauth) {
    this.oauth = oauth;
  }

  Routes routes() {
    return new Routes()
        .get("/.well-known/openid-configuration", _ -> open(Answer.json(200, discovery())))
        .get("/.well-known/oauth-authorization-server", _ -> open(Answer.json(200, discovery())))
        .get("/oauth/jwks", _ -> open(keys()))
        .get("/oauth/authorize", this::authorize)
        .on("POST", "/oauth/token", Routes.Origin.ANY, answering(this::token))
        .on("POST", "/oauth/device", Routes.Origin.ANY, answering(this::device))
        .on("POST", "/oauth/introspect", Routes.Origin.ANY, answering(this::introspect))
        .on("POST", "/oauth/revoke", Routes.Origin.ANY, answering(this::revoke))
        .on("POST", "/oauth/register", Routes.Origin.ANY, answering(this::register))
        .on("GET", "/oauth/userinfo", Routes.Origin.ANY, this::userInfo)
        .on("POST", "/oauth/userinfo", Routes.Origin.ANY, this::userInfo);
  }

  @FunctionalInterface
  private interface Call {
    Answer answer(WebRequest request) throws IOException, OAuthError;
  }

  /** The only place where a refusal gets its status (RFC 6749 section 5.2). */
  private static Handler answering(Call call) {
    return request -> {
      try {
        return open(call.answer(request));
      } catch (OAuthError e) {
        ObjectNode json = Json.object();
        json.put("error", e.kind().word());
        json.put("error_description", e.why());
        return switch (e.kind()) {
          case INVALID_CLIENT ->
              open(
                  Answer.json(401, json)
                      .with("WWW-Authenticate", "Basic realm=\"oauth\", charset=\"UTF-8\""));
          case TEMPORARILY_UNAVAILABLE -> open(Answer.json(503, json).with("Retry-After", "60"));
          case INVALID_REQUEST,
              INVALID_GRANT,
              UNAUTHORIZED_CLIENT,
              UNSUPPORTED_GRANT_TYPE,
              UNSUPPORTED_RESPONSE_TYPE,
              INVALID_SCOPE,
              ACCESS_DENIED,
              LOGIN_REQUIRED,
              AUTHORIZATION_PENDING,
              SLOW_DOWN,
              EXPIRED_TOKEN,
              INVALID_REDIRECT_URI,
              INVALID_CLIENT_METADATA ->
              open(Answer.json(400, json));
        };
      }
    };
  }

  /** For scripts of any site: they have no cookie of ours here, and need none. */
  private static Answer open(Answer answer) {
    return answer
        .with("Access-Control-Allow-Origin", "*")
        .with("Cross-Origin-Resource-Policy", "cross-origin");
  }

  private ObjectNode discovery() {
    String issuer = oauth.issuer();
    ObjectNode json = Json.object();
    json.put("issuer", issuer);
    json.put("authorization_endpoint", issuer + "/oauth/authorize");
    json.put("token_endpoint", issuer + "/oauth/token");
    json.put("device_authorization_endpoint", issuer + "/oauth/device");
    json.put("introspection_endpoint", issuer + "/oauth/introspect");
    json.put("revocation_endpoint", issuer + "/oauth/revoke");
    json.put("userinfo_endpoint", issuer + "/oauth/userinfo");
    json.put("jwks_uri", issuer + "/oauth/jwks");
    if (oauth.clients().registration()) {
      json.put("registration_endpoint", issuer + "/oauth/register");
    }
    list(json, "response_types_supported", List.of("code"));
    list(json, "response_modes_supported", List.of("query"));
    list(json, "grant_types_supported", OAuth.GRANT_TYPES);
    list(json, "subject_types_supported", List.of("public"));
    list(json, "id_token_signing_alg_values_supported", List.of("RS256"));
    list(json, "code_challenge_methods_supported", List.of("S256"));
    List<String> methods = List.of("none", "client_secret_basic", "client_secret_post");
    list(json, "token_endpoint_auth_methods_supported", methods);
    list(json, "introspection_endpoint_auth_methods_supported", methods);
    list(json, "revocation_endpoint_auth_methods_supported", methods);
    list(json, "scopes_supported", List.of(Scope.values()).stream().map(Scope::word).toList());
    json.put("authorization_response_iss_parameter_supported", true);
    json.put("service_documentation", issuer + "/");
    return json;
  }

  private static void list(ObjectNode json, String name, List<String> words) {
    ArrayNode array = json.putArray(name);
    words.forEach(array::add);
  }

  private Answer keys() {
    return Answer.of(200, "application/jwk-set+json", oauth.keys().json().getBytes(UTF_8))
        .with("Cache-Control", "public, max-age=3600");
  }

  /**
   * Looks at a program's wish and sends the browser on: to the page that asks the person, or back.
   * An address that the program did not register is not gone to, whatever else is wrong.
   */
  private Answer authorize(WebRequest request) {
    Map<String, String> asked = request.queries();
    return switch (oauth.authorizations().check(asked)) {
      case Authorizations.Checked.Good _ -> Answer.seeOther("/oauth/consent?" + request.query());
      case Authorizations.Checked.Back(String location) -> Answer.seeOther(location);
      case Authorizations.Checked.Stay(String why) ->
          Answer.text(
              400,
              why.equals("client")
                  ? "This program is not known here: it has no client_id of this server."
                  : "This program wants to be answered at an address that it did not register.");
    };
  }

  /** The client that a request names, and the secret that it shows (RFC 6749 section 2.3.1). */
  private record Shown(String id, Optional<String> secret) {
    static Shown of(WebRequest request, Map<String, String> form) throws OAuthError {
      Optional<String> basic =
          request
              .header("Authorization")
              .filter(text -> text.regionMatches(true, 0, "Basic ", 0, 6));
      if (basic.isEmpty()) {
        return new Shown(
            form.getOrDefault("client_id", ""), Optional.ofNullable(form.get("client_secret")));
      }
      if (form.containsKey("client_secret")) {
        throw new OAuthError(OAuthError.Kind.INVALID_REQUEST, "two ways of showing a secret");
      }
      try {
        byte[] decoded = Base64.getDecoder().decode(basic.get().substring(6).strip());
        String[] parts = new String(decoded, UTF_8).split(":", 2);
        if (parts.length == 2) {
          return new Shown(
              URLDecoder.decode(parts[0], UTF_8), Optional.of(URLDecoder.decode(parts[1], UTF_8)));
        }
      } catch (IllegalArgumentException _) {
        // told below
      }
      throw new OAuthError(OAuthError.Kind.INVALID_CLIENT, "no such credentials");
    }
  }

  private Answer token(WebRequest request) throws IOException, OAuthError {
    Map<String, String> form = request.form(MAX_BODY);
    Shown client = Shown.of(request, form);
    OAuth.Granted granted = oauth.token(form, client.id, client.secret);
    ObjectNode json = Json.object();
    json.put("access_token", granted.access());
    json.put("token_type", "Bearer");
    json.put("expires_in", Grants.ACCESS.toSeconds());
    json.put("scope", Scope.text(granted.scopes()));
    granted.refresh().ifPresent(text -> json.put("refresh_token", text));
    granted.idToken().ifPresent(text -> json.put("id_token", text));
    return Answer.json(200, json);
  }

  private Answer device(WebRequest request) throws IOException, OAuthError {
    Map<String, String> form = request.form(MAX_BODY);
    Shown client = Shown.of(request, form);
    DeviceCodes.Begun begun =
        oauth.device(client.id, client.secret, form.getOrDefault("scope", ""));
    ObjectNode json = Json.object();
    json.put("device_code", begun.deviceCode());
    json.put("user_code", begun.userCode());
    json.put("verification_uri", oauth.issuer() + "/oauth/code");
    json.put("verification_uri_complete", oauth.issuer() + "/oauth/code?code=" + begun.userCode());
    json.put("expires_in", DEVICE_SECONDS);
    json.put("interval", INTERVAL);
    return Answer.json(200, json);
  }

  private Answer introspect(WebRequest request) throws IOException, OAuthError {
    Map<String, String> form = request.form(MAX_BODY);
    Shown client = Shown.of(request, form);
    Optional<Grants.Token> token =
        oauth.introspect(form.getOrDefault("token", ""), client.id, client.secret);
    ObjectNode json = Json.object();
    json.put("active", token.isPresent());
    token.ifPresent(shown -> {
      json.put("scope", Scope.text(shown.scopes()));
      json.put("client_id", shown.grant().client());
      json.put("sub", shown.grant().account().toString());
      json.put("token_type", "Bearer");
      json.put("exp", shown.until().getEpochSecond());
      json.put("iss", oauth.issuer());
    });
    return Answer.json(200, json);
  }

  private Answer revoke(WebRequest request) throws IOException, OAuthError {
    Map<String, String> form = request.form(MAX_BODY);
    Shown client = Shown.of(request, form);
    oauth.revoke(form.getOrDefault("token", ""), client.id, client.secret);
    return Answer.of(200);
  }

  /** RFC 7591, where the operator lets programs register themselves. */
  private Answer register(WebRequest request) throws IOException, OAuthError {
    if (!oauth.clients().registration()) {
      throw new OAuthError(
          OAuthError.Kind.ACCESS_DENIED, "programs do not register themselves here");
    }
    Clients.Made made;
    String method;
    try {
      Json json = request.json(MAX_BODY);
      method = json.optionalText("token_endpoint_auth_method", MAX_NAME).orElse("none");
      made =
          oauth
              .clients()
              .add(
                  json.optionalText("client_name", MAX_NAME).orElse("a program without a name"),
                  json.texts("redirect_uris", MAX_URIS, MAX_URI),
                  !method.equals("none"),
                  true);
    } catch (Refused e) {
      throw new OAuthError(
          e.problem().key().equals("client.redirect")
              ? OAuthError.Kind.INVALID_REDIRECT_URI
              : OAuthError.Kind.INVALID_CLIENT_METADATA,
          e.problem().toString());
    }
    ObjectNode json = Json.object();
    json.put("client_id", made.client().id());
    json.put("client_name", made.client().name());
    json.put("client_id_issued_at", made.client().made().getEpochSecond());
    made.secret()
        .ifPresent(secret -> {
          json.put("client_secret", secret);
          json.put("client_secret_expires_at", 0);
        });
    json.put("token_endpoint_auth_method", method);
    list(json, "redirect_uris", made.client().redirectUris());
    list(json, "grant_types", OAuth.GRANT_TYPES);
    list(json, "response_types", List.of("code"));
    return Answer.json(201, json);
  }

  private Answer userInfo(WebRequest request) {
    Optional<Map<String, Object>> claims =
        request
            .header("Authorization")
            .filter(text -> text.regionMatches(true, 0, "Bearer ", 0, 7))
            .flatMap(text -> oauth.userInfo(text.substring(7).strip()));
    if (claims.isEmpty()) {
      return open(Answer.of(401).with("WWW-Authenticate", "Bearer error=\"invalid_token\""));
    }
    ObjectNode json = Json.object();
    for (Map.Entry<String, Object> claim : claims.get().entrySet()) {
      if (claim.getValue() instanceof Boolean flag) {
        json.put(claim.getKey(), flag);
      } else {
        json.put(claim.getKey(), claim.getValue().toString());
      }
    }
    return open(Answer.json(200, json));
  }
}
