package org.mailstead.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.http.WebConfig;
import org.mailstead.http.WebServer;
import org.mailstead.identity.Account;
import org.mailstead.identity.DomainSignIn;
import org.mailstead.identity.OidcSettings;
import org.mailstead.identity.SecondFactorPolicy;
import org.mailstead.identity.World;
import org.mailstead.identity.oidc.ProviderSignIn;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.identity.signin.SignInDesk;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.TenantId;

/** Signing in at a provider of others, and what somebody tries who would like to be somebody. */
class ProviderCallsTest {
  private final World world = new World(new MemoryEngine(InstantSource.system()));
  private final SignInDesk desk = world.desk((_, _) -> {});
  private final ProviderSignIn providers =
      world.providers(desk, "https://mail.example.test/signin/callback");
  private final WebServer server =
      new WebServer(
          WebConfig.plain("127.0.0.1", 0),
          new SignInServer(
                  desk,
                  world.directory,
                  world.authenticator,
                  world.oauth("https://mail.example.test"),
                  providers,
                  TestPost.of(world),
                  world.brands,
                  new SignInServerConfig(List.of(), false),
                  world.clock)
              .routes());
  private final HttpClient client = HttpClient.newHttpClient();
  private TestProvider provider;
  private int port;
  private List<String> groups = List.of();
  private boolean makes = true;

  @BeforeEach
  void start() throws Exception {
    provider = new TestProvider(world.clock);
    port = server.start();
    use();
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
    providers.close();
    provider.close();
  }

  private void use() {
    byte[] secret =
        ProviderSignIn.seal(new Secrets(new byte[32]), "example.test", TestProvider.SECRET);
    world.signIns.set(
        "example.test",
        new DomainSignIn.ByProvider(
            new OidcSettings(
                provider.issuer,
                TestProvider.CLIENT,
                secret,
                "Example",
                List.of(),
                makes,
                false,
                "groups",
                groups,
                List.of("mfa"),
                "")));
  }

  private HttpResponse<String> call(String method, String path, String json, String cookie)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json));
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String cookie(HttpResponse<String> answer, String name) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(line -> line.startsWith(name + "=") && !line.startsWith(name + "=;"))
        .map(line -> line.split(";", 2)[0])
        .findFirst()
        .orElse("");
  }

  /** A sign-in that was begun: what the browser holds, and what the provider was asked. */
  private record Way(String cookie, Map<String, String> asked) {}

  private Way begin(String json) throws Exception {
    HttpResponse<String> answer = call("POST", "/api/signin/provider", json, "");
    assertEquals(200, answer.statusCode(), answer.body());
    return way(answer);
  }

  private Way way(HttpResponse<String> answer) {
    String location = answer.body().replaceFirst(".*\"location\":\"([^\"]*)\".*", "$1");
    assertTrue(location.startsWith(provider.issuer + "/go?"), location);
    String line =
        answer.headers().allValues("Set-Cookie").stream()
            .filter(one -> one.startsWith("way="))
            .findFirst()
            .orElseThrow();
    assertTrue(line.contains("HttpOnly") && line.contains("SameSite=Lax"), line);
    Map<String, String> asked = new HashMap<>();
    for (String pair : URI.create(location).getRawQuery().split("&", -1)) {
      String[] parts = pair.split("=", 2);
      asked.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    provider.nonce = asked.getOrDefault("nonce", "");
    return new Way(line.split(";", 2)[0], asked);
  }

  private Way begin() throws Exception {
    return begin("{\"name\":\"ada@example.test\",\"to\":\"/account/activity\"}");
  }

  private Map<String, String> right(Way way) {
    Map<String, String> answer = new LinkedHashMap<>();
    answer.put("code", "code-" + way.asked.get("state"));
    answer.put("state", way.asked.get("state"));
    answer.put("iss", provider.issuer);
    return answer;
  }

  private HttpResponse<String> back(Way way, Map<String, String> answer) throws Exception {
    var query = new StringBuilder();
    answer.forEach((name, value) -> query.append('&').append(name).append('=').append(value));
    HttpResponse<String> got =
        call("GET", "/signin/callback?" + query.substring(1), "", way.cookie);
    assertEquals(303, got.statusCode());
    assertTrue(got.headers().firstValue("Location").orElse("").startsWith("/signin?"));
    return got;
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private void refused(String why) throws Exception {
    Way way = begin();
    refused(why, back(way, right(way)));
  }

  private static void refused(String why, HttpResponse<String> answer) {
    assertEquals("/signin?problem=login." + why, location(answer));
    assertEquals("", cookie(answer, "session"));
  }

  private String signIn() throws Exception {
    Way way = begin();
    HttpResponse<String> answer = back(way, right(way));
    assertEquals("/signin?to=%2Faccount%2Factivity", location(answer));
    assertTrue(
        answer.headers().allValues("Set-Cookie").stream()
            .filter(line -> line.startsWith("session="))
            .allMatch(line -> line.contains("SameSite=Strict")));
    return cookie(answer, "session");
  }

  private Optional<Account> ada() {
    return world.directory.account(World.address("ada@example.test"));
  }

  @Test
  void theProviderSendsSomebodyWhoGetsAnAccount() throws Exception {
    HttpResponse<String> told =
        call("POST", "/api/signin/way", "{\"name\":\"nobody@example.test\"}", "");
    assertTrue(told.body().startsWith("{\"provider\":\"Example\","), told.body());
    told = call("POST", "/api/signin/way", "{\"name\":\"ada@other.test\"}", "");
    assertFalse(told.body().contains("provider"), told.body());
    Way way = begin();
    assertEquals("openid email profile", way.asked.get("scope"));
    assertEquals("S256", way.asked.get("code_challenge_method"));
    assertEquals("https://mail.example.test/signin/callback", way.asked.get("redirect_uri"));
    String session = signIn();
    String who = call("GET", "/api/account", "", session).body();
    assertTrue(who.contains("ada@example.test") && who.contains("Ada Lovelace"), who);
    String out = call("POST", "/api/account/sign-out", "", session).body();
    assertTrue(out.contains(provider.issuer + "/bye?client_id=mailstead"), out);
    assertEquals(401, call("GET", "/api/account", "", session).statusCode());
  }

  @Test
  void whoeverIsLinkedIsKnownByNameAndNotByAddress() throws Exception {
    signIn();
    provider.claims.put("email", "renamed@example.test");
    String session = signIn();
    assertTrue(call("GET", "/api/account", "", session).body().contains("ada@example.test"));
    provider.claims.put("email", "ada@example.test");
    provider.claims.put("sub", "another person");
    refused("provider-other");
  }

  @Test
  void passwordsOpenNothingThere() throws Exception {
    Account ada = world.add("ada@example.test");
    world.passwords.set(ada.id(), "an old one of ours");
    HttpResponse<String> no =
        call(
            "POST",
            "/api/signin/password",
            "{\"name\":\"ada@example.test\",\"password\":\"an old one of ours\"}",
            "");
    assertEquals(401, no.statusCode());
    signIn();
  }

  @ParameterizedTest
  @EnumSource(
      value = TestProvider.Signing.class,
      names = {"NONE", "HMAC_OF_PUBLIC_KEY", "ANOTHER_KEY"})
  void aTokenThatTheProviderDidNotSignIsNone(TestProvider.Signing signing) throws Exception {
    provider.signing = signing;
    refused("provider-refused");
    assertTrue(ada().isEmpty());
  }

  @Test
  void aTokenThatIsNotForThisSignInIsNone() throws Exception {
    Date now = Date.from(world.clock.instant());
    Date before = Date.from(world.clock.instant().minus(Duration.ofHours(1)));
    provider.last = all -> all.issuer("https://other.example");
    refused("provider-refused");
    provider.last = all -> all.audience("another client");
    refused("provider-refused");
    provider.last = all -> all.audience(List.of(TestProvider.CLIENT, "another"));
    refused("provider-refused");
    provider.last = all -> all.claim("azp", "another");
    refused("provider-refused");
    provider.last = all -> all.claim("nonce", "of another sign-in");
    refused("provider-refused");
    provider.last = all -> all.claim("nonce", null);
    refused("provider-refused");
    provider.last = all -> all.expirationTime(before);
    refused("provider-refused");
    provider.last = all -> all.issueTime(before);
    refused("provider-refused");
    provider.last = all -> all.expirationTime(null);
    refused("provider-refused");
    provider.last = all -> all.subject(null);
    refused("provider-refused");
    assertTrue(ada().isEmpty());
    provider.last =
        all ->
            all.audience(List.of(TestProvider.CLIENT, "another"))
                .claim("azp", TestProvider.CLIENT)
                .issueTime(now);
    signIn();
  }

  @Test
  void anAnswerOfAnotherProviderIsNotRedeemed() throws Exception {
    Way way = begin();
    Map<String, String> mixed = right(way);
    mixed.put("iss", "https://evil.example");
    refused("provider-refused", back(way, mixed));
    mixed.remove("iss");
    refused("provider-refused", back(way, mixed));
    assertEquals(0, provider.codesAsked.get(), "the code was shown to nobody");
  }

  @Test
  void anAnswerCountsInTheBrowserThatBeganItAndOnce() throws Exception {
    Way way = begin();
    Way another = begin();
    refused("provider-state", back(new Way("", Map.of()), right(way)));
    refused("provider-state", back(new Way("way=forged", Map.of()), right(way)));
    refused("provider-state", back(another, right(way)));
    Map<String, String> without = right(way);
    without.remove("state");
    refused("provider-state", back(way, without));
    assertEquals(0, provider.codesAsked.get());
    provider.nonce = way.asked.getOrDefault("nonce", "");
    assertTrue(location(back(way, right(way))).startsWith("/signin?to="));
    refused("provider", back(way, right(way)));
    Way late = begin();
    world.clock.pass(Duration.ofMinutes(10));
    refused("provider-state", back(late, right(late)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example/",
        "/\\\\evil.example",
        "javascript:x",
        "",
        "/ x"
      })
  void thePageToGoToIsOneOfOurs(String to) throws Exception {
    Way way = begin("{\"name\":\"ada@example.test\",\"to\":\"" + to + "\"}");
    assertEquals("/signin?to=%2Faccount", location(back(way, right(way))));
  }

  @Test
  void anAddressCountsThatIsVerifiedAndOfTheDomain() throws Exception {
    world.changes.addDomain("other.test", TenantId.FIRST);
    provider.claims.put("email_verified", false);
    refused("provider-address");
    provider.claims.put("email_verified", true);
    provider.claims.put("email", "ada@other.test");
    refused("provider-address");
    provider.claims.put("email", "no address");
    refused("provider-address");
    assertEquals(List.of(), world.directory.accounts());
    provider.claims.put("email", null);
    provider.userInfo =
        Map.of("sub", "another", "email", "ada@example.test", "email_verified", true);
    refused("provider-address");
    provider.userInfo =
        Map.of("sub", "248289761001", "email", "ada@example.test", "email_verified", true);
    signIn();
  }

  @Test
  void groupsAndAccountsAreAskedForAsTheDomainSays() throws Exception {
    makes = false;
    use();
    refused("provider-account");
    makes = true;
    groups = List.of("mail");
    use();
    refused("provider-group");
    provider.claims.put("groups", List.of("other", "mail"));
    signIn();
    Way way = begin();
    Map<String, String> denied = right(way);
    denied.remove("code");
    denied.put("error", "access_denied");
    refused("provider-denied", back(way, denied));
  }

  @Test
  void aSwitchedOffAccountStaysOut() throws Exception {
    signIn();
    world.changes.changeAccount(ada().orElseThrow().id(), known -> known.withDisabled(true));
    refused("failed");
  }

  @Test
  void keysChangeAndAreAskedForOnce() throws Exception {
    signIn();
    signIn();
    assertEquals(1, provider.keysAsked.get());
    provider.key = new RSAKeyGenerator(2048).keyID("two").generate();
    world.clock.pass(Duration.ofMinutes(2));
    signIn();
    assertEquals(2, provider.keysAsked.get());
  }

  @Test
  void aDocumentOfAnotherProviderIsNotBelieved() throws Exception {
    provider.discovered = "https://evil.example";
    HttpResponse<String> no =
        call("POST", "/api/signin/provider", "{\"name\":\"ada@example.test\"}", "");
    assertEquals(503, no.statusCode());
    assertTrue(no.body().contains("login.provider"), no.body());
  }

  @Test
  void aSecondFactorOfTheProviderCountsWhereTheDomainSaysSo() throws Exception {
    world.changes.setSecondFactor("example.test", SecondFactorPolicy.Rule.REQUIRED, 0);
    Way way = begin();
    HttpResponse<String> setUp = back(way, right(way));
    assertTrue(location(setUp).startsWith("/signin?to=%2Faccount%2Fset-up"), location(setUp));
    provider.claims.put("amr", List.of("pwd", "mfa"));
    String session = signIn();
    assertFalse(call("GET", "/api/account", "", session).body().contains("\"onlySetUp\":true"));
  }

  @Test
  void whoIsSignedInProvesItOnceMoreAtTheProvider() throws Exception {
    String session = signIn();
    world.clock.pass(Duration.ofMinutes(11));
    String wish = "{\"name\":\"Phone\"}";
    assertEquals(401, call("POST", "/api/account/totp", wish, session).statusCode());
    String means = call("POST", "/api/account/prove/begin", "", session).body();
    assertTrue(means.contains("\"provider\":true") && means.contains("\"password\":false"), means);
    String to = "{\"to\":\"/account/signin\"}";
    Way way = way(call("POST", "/api/account/prove/provider", to, session));
    assertEquals("login", way.asked.get("prompt"));
    provider.claims.put("auth_time", world.clock.instant().getEpochSecond() - 3600);
    refused("provider-refused", back(way, right(way)));
    provider.claims.remove("auth_time");
    way = way(call("POST", "/api/account/prove/provider", to, session));
    provider.claims.put("sub", "another person");
    refused("provider-other", back(way, right(way)));
    provider.claims.remove("sub");
    way = way(call("POST", "/api/account/prove/provider", to, session));
    assertEquals("/signin?to=%2Faccount%2Fsignin", location(back(way, right(way))));
    assertEquals(200, call("POST", "/api/account/totp", wish, session).statusCode());
  }

  /** What an authenticator app shows (RFC 6238). */
  private String code(String secret) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(Base32.decode(secret), "HmacSHA1"));
    long step = world.clock.instant().getEpochSecond() / 30;
    byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
    int number = ByteBuffer.wrap(hash, hash[19] & 15, 4).getInt() & 0x7fffffff;
    return "%06d".formatted(number % 1_000_000);
  }

  @Test
  void aSecondFactorOfOursIsAskedForAsEver() throws Exception {
    String session = signIn();
    String setUp = call("POST", "/api/account/totp", "{\"name\":\"Phone\"}", session).body();
    String id = setUp.replaceFirst(".*\"id\":\"([^\"]*)\".*", "$1");
    String secret = setUp.replaceFirst(".*\"secret\":\"([^\"]*)\".*", "$1");
    String code = code(secret);
    assertEquals(
        200,
        call("POST", "/api/account/totp/" + id + "/confirm", "{\"code\":\"" + code + "\"}", session)
            .statusCode());
    Way way = begin();
    HttpResponse<String> answer = back(way, right(way));
    assertEquals("", cookie(answer, "session"));
    String ticket = cookie(answer, "ticket");
    HttpResponse<String> standing = call("GET", "/api/signin", "", ticket);
    assertTrue(standing.body().contains("\"second-factor\""), standing.body());
    assertTrue(
        standing.headers().allValues("Set-Cookie").stream()
            .anyMatch(line -> line.startsWith("ticket=;")),
        "it is told once");
  }
}
