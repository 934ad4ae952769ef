package org.mailstead.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.http.Routes;
import org.mailstead.http.WebConfig;
import org.mailstead.http.WebServer;
import org.mailstead.identity.Account;
import org.mailstead.identity.World;
import org.mailstead.identity.oauth.OAuth;
import org.mailstead.identity.rights.Tenant;
import org.mailstead.identity.signin.SignInDesk;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.TenantId;

/** The calls as a browser, or somebody who is none, makes them. */
class SignInServerTest {
  private static final String PASSWORD = "k7wq-3mxn-9pzd";

  private final World world = new World(new MemoryEngine(InstantSource.system()));
  private final Account ada = world.add("ada@example.test");
  private final Account bob = world.add("bob@example.test");
  private final SignInDesk desk = world.desk((_, _) -> {});
  private final OAuth oauth = world.oauth("https://mail.example.test");
  private final Routes routes =
      new SignInServer(
              desk,
              world.directory,
              world.authenticator,
              oauth,
              world.providers(desk, "https://mail.example.test/signin/callback"),
              TestPost.of(world),
              world.brands,
              new SignInServerConfig(List.of(), true),
              world.clock)
          .routes();
  private final WebServer server = new WebServer(WebConfig.plain("127.0.0.1", 0), routes);
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  @BeforeEach
  void start() throws IOException {
    world.passwords.set(ada.id(), PASSWORD);
    world.passwords.set(bob.id(), PASSWORD);
    port = server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  private HttpResponse<String> call(String method, String path, String json, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method(method, HttpRequest.BodyPublishers.ofString(json));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String json, String... cookie) throws Exception {
    return cookie.length == 0
        ? call("POST", path, json, "Content-Type", "application/json")
        : call("POST", path, json, "Content-Type", "application/json", "Cookie", cookie[0]);
  }

  private static String signIn(String who) {
    return "{\"name\":\"%s@example.test\",\"password\":\"%s\"}".formatted(who, PASSWORD);
  }

  private static String cookie(HttpResponse<String> answer, String name) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.split(";", 2)[0])
        .findFirst()
        .orElseThrow();
  }

  private String session(String who) throws Exception {
    return cookie(post("/api/signin/password", signIn(who)), "session");
  }

  @Test
  void cookiesAreForThisSiteAndNoScript() throws Exception {
    HttpResponse<String> answer = post("/api/signin/password", signIn("ada"));
    assertEquals(200, answer.statusCode());
    List<String> cookies = answer.headers().allValues("Set-Cookie");
    assertEquals(2, cookies.size());
    for (String cookie : cookies) {
      assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);
      assertFalse(cookie.contains("Domain"), cookie);
    }
    assertFalse(answer.body().contains(cookie(answer, "session").substring(8)));
  }

  /** Every call of the account's page, asked by nobody, by a forger, and by another account. */
  @Test
  void noCallAnswersWithoutASession() throws Exception {
    String own = session("ada");
    List<String> none =
        List.of("", "session=x", "session=1.1.00", own.substring(0, own.length() - 1) + "x");
    int walked = 0;
    for (Routes.Route route : routes.all()) {
      if (!route.path().startsWith("/api/")) {
        continue; // of programs: they are walked by tests of their own
      }
      assertEquals(Routes.Origin.OWN, route.origin(), route.path());
      if (!route.path().startsWith("/api/signin")) {
        walked++;
        String path = route.path().replaceAll("\\{[a-z]+}", "1");
        for (String cookie : none) {
          HttpResponse<String> answer =
              cookie.isEmpty()
                  ? call(route.method(), path, "{}", "Content-Type", "application/json")
                  : call(
                      route.method(),
                      path,
                      "{}",
                      "Content-Type",
                      "application/json",
                      "Cookie",
                      cookie);
          assertEquals(401, answer.statusCode(), route + " " + cookie);
          assertTrue(answer.body().contains("login.needed"), answer.body());
        }
      }
    }
    assertTrue(walked >= 25, walked + " calls");
  }

  @Test
  void aSessionThatAnAttackerPlantsIsNotTheOneThatIsSignedIn() throws Exception {
    String planted = session("bob");
    HttpResponse<String> answer = post("/api/signin/password", signIn("ada"), planted);
    String own = cookie(answer, "session");
    assertFalse(own.equals(planted));
    assertTrue(call("GET", "/api/account", "", "Cookie", own).body().contains("ada@"));
    assertTrue(call("GET", "/api/account", "", "Cookie", planted).body().contains("bob@"));
  }

  @Test
  void nobodyReachesAnothersThings() throws Exception {
    String adas = session("ada");
    String bobs = session("bob");
    HttpResponse<String> made = post("/api/account/app-passwords", "{\"name\":\"x\"}", adas);
    assertEquals(200, made.statusCode());
    String id = made.body().replaceAll(".*\"id\":\"([0-9a-f]+)\".*", "$1");
    String path = "/api/account/app-passwords/" + id;
    assertEquals(404, call("DELETE", path, "", "Cookie", bobs).statusCode());
    assertEquals(204, call("DELETE", path, "", "Cookie", adas).statusCode());
    String sessions = call("GET", "/api/account/security", "", "Cookie", adas).body();
    assertFalse(sessions.contains("bob@"), sessions);
  }

  @Test
  void whatIsNoCallIsRefusedInWords() throws Exception {
    String[][] wrong = {
      {"", "request.json"},
      {"[]", "request.json"},
      {"{\"name\":1}", "request.field"},
      {"{\"name\":\"a\",\"name\":\"b\",\"password\":\"c\"}", "request.json"},
      {"{\"name\":\"" + "x".repeat(400) + "\",\"password\":\"c\"}", "request.field"},
      {"{\"name\":\"a\"}", "request.field"},
      {"{".repeat(50), "request.json"}
    };
    for (String[] one : wrong) {
      HttpResponse<String> answer = post("/api/signin/password", one[0]);
      assertEquals(400, answer.statusCode(), one[0]);
      assertTrue(answer.body().contains(one[1]), answer.body());
    }
    assertEquals(
        400,
        call("POST", "/api/signin/password", signIn("ada"), "Content-Type", "text/plain")
            .statusCode());
    assertEquals(
        413,
        post("/api/signin/password", "{\"name\":\"" + "x".repeat(70_000) + "\"}").statusCode());
    assertEquals(405, call("GET", "/api/signin/password", "").statusCode());
    assertEquals(
        404, call("DELETE", "/api/account/totp/zz", "", "Cookie", session("ada")).statusCode());
  }

  @Test
  void signingOutEndsTheSessionForGood() throws Exception {
    String own = session("ada");
    HttpResponse<String> out = post("/api/account/sign-out", "", own);
    assertEquals(204, out.statusCode());
    assertTrue(out.headers().firstValue("Set-Cookie").orElseThrow().contains("Max-Age=0"));
    assertEquals(401, call("GET", "/api/account", "", "Cookie", own).statusCode());
  }

  @Test
  void passkeyOptionsAreWhatBrowsersRead() throws Exception {
    String asking = post("/api/signin/passkey/begin", "").body();
    assertTrue(asking.contains("\"rpId\":\"mail.example.test\""), asking);
    assertTrue(asking.contains("\"userVerification\":\"required\""), asking);
    String making = post("/api/account/passkeys/begin", "", session("ada")).body();
    assertTrue(making.contains("\"residentKey\":\"required\""), making);
    assertTrue(making.contains("\"prf\":{}"), making);
    assertFalse(making.contains(Long.toString(ada.id().value()) + "\"}"), making);
  }

  private void brand(String domain, String name) {
    TenantId id = world.tenants.add(name).id();
    var brand = new Tenant.Brand(name, "#0B5CBF", "mailto:help@" + domain);
    world.tenants.change(new Tenant(id, name, 0, 0, 0, brand));
    world.changes.addDomain(domain, id);
  }

  private static String shown(HttpResponse<String> answer) {
    assertEquals(200, answer.statusCode());
    return answer.body().replaceAll(".*\"brand\":(\\{[^}]*}).*", "$1");
  }

  @Test
  void aBrandGoesByTheHostThenByTheDomainTypedThenByTheAccount() throws Exception {
    String acme = "{\"name\":\"Acme\",\"colour\":\"#0B5CBF\",\"help\":\"mailto:help@acme.test\"}";
    String own = "{\"name\":\"\",\"colour\":\"\",\"help\":\"\"}";
    brand("acme.test", "Acme");
    assertEquals(own, shown(call("GET", "/api/signin", "")));
    String nobody = post("/api/signin/way", "{\"name\":\" nobody@acme.test\"}").body();
    world.passwords.set(world.add("eve@acme.test").id(), PASSWORD);
    assertEquals(
        nobody,
        post("/api/signin/way", "{\"name\":\"eve@acme.test\"}").body().replace("eve", "nobody"),
        "it tells nothing of who is there");
    assertEquals(acme, shown(post("/api/signin/way", "{\"name\":\"eve@acme.test\"}")));

    String eve = signIn("eve").replace("example.test", "acme.test");
    String session = cookie(post("/api/signin/password", eve), "session");
    assertEquals(acme, shown(call("GET", "/api/account", "", "Cookie", session)));
    assertEquals(own, shown(call("GET", "/api/account", "", "Cookie", session("ada"))));

    brand("localhost", "House");
    assertTrue(shown(call("GET", "/api/signin", "")).contains("House"));
    assertTrue(shown(post("/api/signin/way", "{\"name\":\"x@else.test\"}")).contains("House"));
    assertEquals(acme, shown(post("/api/signin/way", "{\"name\":\"x@acme.test\"}")));
    assertEquals(own, shown(post("/api/signin/way", "{\"name\":\"x@example.test\"}")));
  }
}
