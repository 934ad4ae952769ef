package org.mailstead.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailstead.http.WebConfig;
import org.mailstead.http.WebServer;
import org.mailstead.identity.Account;
import org.mailstead.identity.World;
import org.mailstead.identity.oauth.Clients;
import org.mailstead.identity.oauth.OAuth;
import org.mailstead.identity.signin.Attempt;
import org.mailstead.identity.signin.Protocol;
import org.mailstead.identity.signin.SignInDesk;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.Refused;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The provider as programs meet it, and as those do who would like to be one. */
class OAuthCallsTest {
  private static final String PASSWORD = "k7wq-3mxn-9pzd";
  private static final String ISSUER = "https://mail.example.test";
  private static final String BACK = "https://app.example/back";
  private static final String VERIFIER = "v".repeat(43);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final World world =
      new World(new HostileEngine(new MemoryEngine(InstantSource.system()), 31, 0.1));
  private final Account ada = world.add("ada@example.test");
  private final Account bob = world.add("bob@example.test");
  private final SignInDesk desk = world.desk((_, _) -> {});
  private final OAuth oauth = world.oauth(ISSUER);
  private final WebServer server =
      new WebServer(
          WebConfig.plain("127.0.0.1", 0),
          new SignInServer(
                  desk,
                  world.directory,
                  world.authenticator,
                  oauth,
                  world.providers(desk, "https://mail.example.test/signin/callback"),
                  TestPost.of(world),
                  world.brands,
                  new SignInServerConfig(List.of(), false),
                  world.clock)
              .routes());
  private final HttpClient http = HttpClient.newHttpClient();
  private String client = "";
  private String origin = "";
  private String session = "";

  @BeforeEach
  void start() throws Exception {
    world.passwords.set(ada.id(), PASSWORD);
    origin = "http://localhost:" + server.start();
    client = oauth.clients().add("An App", List.of(BACK), false, false).client().id();
    session = signIn("ada");
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  private String signIn(String who) throws Exception {
    String json = "{\"name\":\"%s@example.test\",\"password\":\"%s\"}".formatted(who, PASSWORD);
    HttpResponse<String> answer = json("/api/signin/password", json, "");
    return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  private HttpResponse<String> json(String path, String json, String cookie) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin + path))
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .header("Content-Type", "application/json");
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String encoded(Map<String, String> fields) {
    List<String> pairs = new ArrayList<>();
    fields.forEach(
        (name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return String.join("&", pairs);
  }

  private HttpResponse<String> form(String path, Map<String, String> fields) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(origin + path))
            .POST(HttpRequest.BodyPublishers.ofString(encoded(fields)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String s256(String verifier) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  private Map<String, String> wish() throws Exception {
    Map<String, String> wish = new LinkedHashMap<>();
    wish.put("response_type", "code");
    wish.put("client_id", client);
    wish.put("redirect_uri", BACK);
    wish.put("scope", "openid email mail offline_access");
    wish.put("state", "a state & more");
    wish.put("nonce", "once");
    wish.put("code_challenge", s256(VERIFIER));
    wish.put("code_challenge_method", "S256");
    return wish;
  }

  /** Where the person who approves is sent. */
  private URI approve(Map<String, String> wish) throws Exception {
    String body = JSON.writeValueAsString(Map.of("query", encoded(wish), "approve", true));
    HttpResponse<String> answer = json("/api/oauth/request", body, session);
    assertEquals(200, answer.statusCode(), answer.body());
    return URI.create(JSON.readTree(answer.body()).get("location").asString());
  }

  private static String parameter(URI location, String name) {
    for (String pair : location.getRawQuery().split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return java.net.URLDecoder.decode(
            pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private Map<String, String> exchange(String code) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", client);
    form.put("code", code);
    form.put("redirect_uri", BACK);
    form.put("code_verifier", VERIFIER);
    return form;
  }

  private JsonNode granted() throws Exception {
    HttpResponse<String> answer =
        form("/oauth/token", exchange(parameter(approve(wish()), "code")));
    assertEquals(200, answer.statusCode(), answer.body());
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> refresh(String token) throws Exception {
    return form(
        "/oauth/token",
        Map.of("grant_type", "refresh_token", "client_id", client, "refresh_token", token));
  }

  private Optional<Protocol> opens(String token, Protocol protocol) {
    try {
      world.authenticator.bearer(
          Optional.of("ada@example.test"), token, new Attempt(protocol, World.host("192.0.2.1")));
      return Optional.of(protocol);
    } catch (Refused _) {
      return Optional.empty();
    }
  }

  private static String error(HttpResponse<String> answer) {
    return answer.statusCode() + " " + JSON.readTree(answer.body()).get("error").asString();
  }

  @Test
  void aProgramIsLetInAndReadsMailAndNothingElse() throws Exception {
    HttpResponse<String> authorize = get("/oauth/authorize?" + encoded(wish()));
    assertEquals(303, authorize.statusCode());
    assertTrue(
        authorize.headers().firstValue("Location").orElseThrow().startsWith("/oauth/consent?"));
    JsonNode asked =
        JSON.readTree(get("/api/oauth/request?" + encoded(wish()), "Cookie", session).body());
    assertEquals("An App", asked.get("client").asString());
    URI back = approve(wish());
    assertEquals("a state & more", parameter(back, "state"));
    assertEquals(ISSUER, parameter(back, "iss"));
    HttpResponse<String> answer = form("/oauth/token", exchange(parameter(back, "code")));
    assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
    JsonNode granted = JSON.readTree(answer.body());
    String access = granted.get("access_token").asString();
    assertEquals("Bearer", granted.get("token_type").asString());
    assertEquals("openid email offline_access mail", granted.get("scope").asString());
    for (Protocol protocol :
        List.of(Protocol.IMAP, Protocol.POP3, Protocol.SMTP, Protocol.MANAGESIEVE)) {
      assertEquals(Optional.of(protocol), opens(access, protocol));
    }
    for (Protocol protocol : List.of(Protocol.WEB, Protocol.DAV, Protocol.ACTIVESYNC)) {
      assertEquals(Optional.empty(), opens(access, protocol));
    }
    HttpResponse<String> who = get("/oauth/userinfo", "Authorization", "Bearer " + access);
    assertEquals("ada@example.test", JSON.readTree(who.body()).get("email").asString());
    assertEquals(401, get("/oauth/userinfo", "Authorization", "Bearer x").statusCode());
    assertThrows(
        Refused.class,
        () ->
            world.authenticator.bearer(
                Optional.of("bob@example.test"), access, World.attempt("192.0.2.1")));
  }

  @Test
  void theIdTokenIsSignedByAKeyThatIsShown() throws Exception {
    JWSObject token = JWSObject.parse(granted().get("id_token").asString());
    JWKSet keys = JWKSet.parse(get("/oauth/jwks").body());
    var key = keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey();
    assertFalse(key.isPrivate());
    assertTrue(token.verify(new RSASSAVerifier(key)));
    Map<String, Object> claims = token.getPayload().toJSONObject();
    assertEquals(ISSUER, claims.get("iss"));
    assertEquals(client, claims.get("aud"));
    assertEquals("once", claims.get("nonce"));
    assertEquals("ada@example.test", claims.get("email"));
    assertEquals(List.of("pwd"), claims.get("amr"));
    world.clock.pass(Duration.ofDays(89).plusHours(1));
    String before = get("/oauth/jwks").body();
    assertEquals(2, JWKSet.parse(before).getKeys().size());
    session = signIn("ada");
    assertEquals(
        token.getHeader().getKeyID(),
        JWSObject.parse(granted().get("id_token").asString()).getHeader().getKeyID(),
        "a new key is shown before it signs");
    world.clock.pass(Duration.ofDays(2));
    session = signIn("ada");
    assertNotEquals(
        token.getHeader().getKeyID(),
        JWSObject.parse(granted().get("id_token").asString()).getHeader().getKeyID());
    world.clock.pass(Duration.ofDays(100));
    get("/oauth/jwks");
    assertFalse(get("/oauth/jwks").body().contains(token.getHeader().getKeyID()));
  }

  /** What must not leave this server, or not with a code. */
  @ParameterizedTest
  @CsvSource({
    "redirect_uri,https://app.example/back/,stay",
    "redirect_uri,https://app.example.evil.example/back,stay",
    "redirect_uri,https://app.example/back?x=1,stay",
    "redirect_uri,HTTPS://app.example/back,stay",
    "redirect_uri,javascript:alert(1),stay",
    "redirect_uri,,stay",
    "client_id,unknown,stay",
    "response_type,token,unsupported_response_type",
    "response_type,id_token,unsupported_response_type",
    "response_mode,fragment,invalid_request",
    "code_challenge_method,plain,invalid_request",
    "code_challenge,,invalid_request",
    "code_challenge,tooshort,invalid_request",
    "request,eyJhbGciOiJub25lIn0.e30.,invalid_request",
    "request_uri,https://evil.example/r,invalid_request",
    "scope,nothing known,invalid_scope",
    "prompt,none,login_required"
  })
  void aWishThatIsNotRightIsNotGranted(String name, String value, String expected)
      throws Exception {
    Map<String, String> wish = wish();
    wish.put(name, value == null ? "" : value);
    HttpResponse<String> answer = get("/oauth/authorize?" + encoded(wish));
    if (expected.equals("stay")) {
      assertEquals(400, answer.statusCode());
      assertEquals(Optional.empty(), answer.headers().firstValue("Location"));
    } else {
      URI location = URI.create(answer.headers().firstValue("Location").orElseThrow());
      assertTrue(location.toString().startsWith(BACK + "?"), location.toString());
      assertEquals(expected, parameter(location, "error"));
      assertEquals(ISSUER, parameter(location, "iss"));
    }
    String body = JSON.writeValueAsString(Map.of("query", encoded(wish), "approve", true));
    assertEquals(400, json("/api/oauth/request", body, session).statusCode());
  }

  @Test
  void aParameterThatStandsTwiceIsRefused() throws Exception {
    String twice = encoded(wish()) + "&redirect_uri=https%3A%2F%2Fevil.example";
    assertEquals(400, get("/oauth/authorize?" + twice).statusCode());
  }

  @Test
  void aCodeCountsOnceAndASecondUseEndsWhatTheFirstOpened() throws Exception {
    String code = parameter(approve(wish()), "code");
    JsonNode granted = JSON.readTree(form("/oauth/token", exchange(code)).body());
    String access = granted.get("access_token").asString();
    assertEquals(Optional.of(Protocol.IMAP), opens(access, Protocol.IMAP));
    assertEquals("400 invalid_grant", error(form("/oauth/token", exchange(code))));
    assertEquals(Optional.empty(), opens(access, Protocol.IMAP));
    assertEquals("400 invalid_grant", error(refresh(granted.get("refresh_token").asString())));
  }

  @ParameterizedTest
  @CsvSource({
    "code_verifier,wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
    "code_verifier,",
    "redirect_uri,https://app.example/other",
    "code,1.00",
    "code,zz"
  })
  void aCodeInOtherHandsIsWorthNothing(String name, String value) throws Exception {
    Map<String, String> form = exchange(parameter(approve(wish()), "code"));
    form.put(name, value == null ? "" : value);
    assertEquals("400 invalid_grant", error(form("/oauth/token", form)));
  }

  @Test
  void aCodeOfOneProgramIsNotForAnotherNorLater() throws Exception {
    String other = oauth.clients().add("Other", List.of(BACK), false, false).client().id();
    Map<String, String> stolen = exchange(parameter(approve(wish()), "code"));
    stolen.put("client_id", other);
    assertEquals("400 invalid_grant", error(form("/oauth/token", stolen)));
    Map<String, String> late = exchange(parameter(approve(wish()), "code"));
    world.clock.pass(Duration.ofSeconds(61));
    assertEquals("400 invalid_grant", error(form("/oauth/token", late)));
  }

  @Test
  void refreshTokensRotateAndAStolenOneEndsAll() throws Exception {
    String first = granted().get("refresh_token").asString();
    JsonNode next = JSON.readTree(refresh(first).body());
    String second = next.get("refresh_token").asString();
    assertNotEquals(first, second);
    JsonNode again = JSON.readTree(refresh(first).body()); // its answer was lost
    String third = again.get("refresh_token").asString();
    world.clock.pass(Duration.ofMinutes(1));
    assertEquals(200, refresh(third).statusCode());
    world.clock.pass(Duration.ofMinutes(1));
    assertEquals("400 invalid_grant", error(refresh(third)));
    assertEquals(Optional.empty(), opens(again.get("access_token").asString(), Protocol.IMAP));
    for (String wrong : List.of("", "x", "mrt_1.1.00", first + "0", "mat_" + first)) {
      assertEquals("400 invalid_grant", error(refresh(wrong)));
    }
  }

  @Test
  void tokensAreMadeHereAndLastAnHour() throws Exception {
    String access = granted().get("access_token").asString();
    byte[] bytes = Base64.getUrlDecoder().decode(access.substring(4));
    for (int i = 0; i < bytes.length; i++) {
      byte[] forged = bytes.clone();
      forged[i] ^= 1;
      String token = "mat_" + Base64.getUrlEncoder().withoutPadding().encodeToString(forged);
      assertEquals(Optional.empty(), oauth.grants().find(token), "octet " + i);
    }
    // What is signed for other purposes is no access token, and a JWT is none either.
    String id = granted().get("id_token").asString();
    for (String other : List.of("", "mat_", id, "mat_" + id, "eyJhbGciOiJub25lIn0.e30.")) {
      assertEquals(Optional.empty(), oauth.grants().find(other));
    }
    world.clock.pass(Duration.ofMinutes(59));
    assertTrue(oauth.grants().find(access).isPresent());
    world.clock.pass(Duration.ofMinutes(1));
    assertEquals(Optional.empty(), oauth.grants().find(access));
  }

  @Test
  void whatIsTakenAwayOrChangedEndsAProgram() throws Exception {
    String access = granted().get("access_token").asString();
    JsonNode list = JSON.readTree(get("/api/account/programs", "Cookie", session).body());
    String id = list.get("programs").get(0).get("id").asString();
    world.passwords.set(bob.id(), PASSWORD);
    String bobs = signIn("bob");
    assertEquals(404, delete("/api/account/programs/" + id, bobs));
    assertEquals(204, delete("/api/account/programs/" + id, session));
    assertEquals(Optional.empty(), opens(access, Protocol.IMAP));
    String another = granted().get("access_token").asString();
    assertEquals(Optional.of(Protocol.IMAP), opens(another, Protocol.IMAP));
    world.passwords.set(ada.id(), "another " + PASSWORD);
    assertEquals(Optional.empty(), opens(another, Protocol.IMAP));
  }

  private int delete(String path, String cookie) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(origin + path))
                .DELETE()
                .header("Cookie", cookie)
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  @Test
  void givingATokenBackEndsItAndOnlyItsClientMay() throws Exception {
    String access = granted().get("access_token").asString();
    Clients.Made other = oauth.clients().add("Server", List.of(BACK), true, false);
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("token", access);
    asked.put("client_id", other.client().id());
    asked.put("client_secret", "wrong");
    assertEquals("401 invalid_client", error(form("/oauth/introspect", asked)));
    assertEquals("401 invalid_client", error(form("/oauth/revoke", asked)));
    asked.put("client_secret", other.secret().orElseThrow());
    assertEquals("{\"active\":false}", form("/oauth/introspect", asked).body());
    assertEquals(200, form("/oauth/revoke", asked).statusCode());
    assertTrue(oauth.grants().find(access).isPresent());
    Map<String, String> own = Map.of("token", access, "client_id", client);
    JsonNode told = JSON.readTree(form("/oauth/introspect", own).body());
    assertTrue(told.get("active").asBoolean());
    assertEquals(client, told.get("client_id").asString());
    assertEquals(200, form("/oauth/revoke", own).statusCode());
    assertEquals(Optional.empty(), oauth.grants().find(access));
  }

  @Test
  void aDeviceIsLetInByACodeThatItsOwnerTypes() throws Exception {
    Map<String, String> begin = Map.of("client_id", client, "scope", "imap smtp");
    JsonNode begun = JSON.readTree(form("/oauth/device", begin).body());
    Map<String, String> poll =
        Map.of(
            "grant_type",
            "urn:ietf:params:oauth:grant-type:device_code",
            "client_id",
            client,
            "device_code",
            begun.get("device_code").asString());
    assertEquals("400 authorization_pending", error(form("/oauth/token", poll)));
    assertEquals("400 slow_down", error(form("/oauth/token", poll)));
    String code = begun.get("user_code").asString();
    String typed = code.toLowerCase(java.util.Locale.ROOT).replace("-", " ");
    HttpResponse<String> shown = json("/api/oauth/code", "{\"code\":\"" + typed + "\"}", session);
    assertEquals("An App", JSON.readTree(shown.body()).get("client").asString());
    String yes = "{\"code\":\"" + code + "\",\"approve\":true}";
    assertEquals(204, json("/api/oauth/code/decide", yes, session).statusCode());
    world.clock.pass(Duration.ofSeconds(5));
    JsonNode granted = JSON.readTree(form("/oauth/token", poll).body());
    String access = granted.get("access_token").asString();
    assertEquals(Optional.of(Protocol.IMAP), opens(access, Protocol.IMAP));
    assertEquals(Optional.empty(), opens(access, Protocol.POP3));
    assertEquals("400 expired_token", error(form("/oauth/token", poll)));
  }

  @Test
  void deviceCodesAreNotGuessedAndMayBeRefused() throws Exception {
    Map<String, String> begin = Map.of("client_id", client, "scope", "imap");
    JsonNode begun = JSON.readTree(form("/oauth/device", begin).body());
    String code = begun.get("user_code").asString();
    Map<String, String> poll =
        Map.of(
            "grant_type",
            "urn:ietf:params:oauth:grant-type:device_code",
            "client_id",
            client,
            "device_code",
            begun.get("device_code").asString());
    String no = "{\"code\":\"" + code + "\",\"approve\":false}";
    assertEquals(204, json("/api/oauth/code/decide", no, session).statusCode());
    assertEquals("400 access_denied", error(form("/oauth/token", poll)));
    for (int i = 0; i < 10; i++) {
      assertEquals(404, json("/api/oauth/code", "{\"code\":\"BBBB-BBBB\"}", session).statusCode());
    }
    assertEquals(429, json("/api/oauth/code", "{\"code\":\"BBBB-BBBB\"}", session).statusCode());
    JsonNode late = JSON.readTree(form("/oauth/device", begin).body());
    world.clock.pass(Duration.ofMinutes(11));
    assertEquals(
        404,
        json("/api/oauth/code", "{\"code\":\"" + late.get("user_code").asString() + "\"}", session)
            .statusCode());
  }

  @Test
  void programsRegisterThemselvesOnlyWhereTheyMay() throws Exception {
    String wish =
        "{\"client_name\":\"Mailer\",\"redirect_uris\":[\"http://127.0.0.1/cb\",\"org.example.app:/cb\"]}";
    assertEquals("400 access_denied", error(json("/oauth/register", wish, "")));
    assertFalse(get("/.well-known/openid-configuration").body().contains("registration"));
    world.registration.set(true);
    HttpResponse<String> answer = json("/oauth/register", wish, "");
    assertEquals(201, answer.statusCode());
    client = JSON.readTree(answer.body()).get("client_id").asString();
    Map<String, String> any = wish();
    any.put("redirect_uri", "http://127.0.0.1:51234/cb");
    assertEquals(303, get("/oauth/authorize?" + encoded(any)).statusCode());
    JsonNode asked =
        JSON.readTree(get("/api/oauth/request?" + encoded(any), "Cookie", session).body());
    assertTrue(asked.get("registeredItself").asBoolean());
    for (String bad :
        List.of(
            "http://app.example/cb",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://a@b.example/",
            "https://b.example/#x",
            "myapp:/cb")) {
      String json = "{\"client_name\":\"x\",\"redirect_uris\":[\"" + bad + "\"]}";
      assertEquals("400 invalid_redirect_uri", error(json("/oauth/register", json, "")), bad);
    }
  }

  @Test
  void lettingAProgramInNeedsTheOwnerWhoHasJustProvedIt() throws Exception {
    String body = JSON.writeValueAsString(Map.of("query", encoded(wish()), "approve", true));
    assertEquals(401, json("/api/oauth/request", body, "").statusCode());
    world.clock.pass(Duration.ofMinutes(11));
    HttpResponse<String> stale = json("/api/oauth/request", body, session);
    assertTrue(stale.body().contains("login.prove-again"), stale.body());
    String no = JSON.writeValueAsString(Map.of("query", encoded(wish()), "approve", false));
    HttpResponse<String> denied = json("/api/oauth/request", no, session);
    URI location = URI.create(JSON.readTree(denied.body()).get("location").asString());
    assertEquals("access_denied", parameter(location, "error"));
    assertEquals(List.of(), oauth.grants().list(ada.id()));
  }

  @Test
  void discoveryTellsWhereAllIs() throws Exception {
    JsonNode told = JSON.readTree(get("/.well-known/openid-configuration").body());
    assertEquals(ISSUER, told.get("issuer").asString());
    assertEquals(ISSUER + "/oauth/token", told.get("token_endpoint").asString());
    assertEquals(told, JSON.readTree(get("/.well-known/oauth-authorization-server").body()));
    assertEquals(
        Set.of("S256"), Set.of(told.get("code_challenge_methods_supported").get(0).asString()));
    assertEquals(
        "*",
        get("/.well-known/openid-configuration")
            .headers()
            .firstValue("Access-Control-Allow-Origin")
            .orElseThrow());
  }
}
