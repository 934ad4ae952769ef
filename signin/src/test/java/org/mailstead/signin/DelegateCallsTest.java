package org.mailstead.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.http.WebConfig;
import org.mailstead.http.WebServer;
import org.mailstead.identity.Account;
import org.mailstead.identity.SecondFactorPolicy;
import org.mailstead.identity.World;
import org.mailstead.identity.signin.Alert;
import org.mailstead.identity.signin.SignInDesk;
import org.mailstead.post.Post;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.TenantId;

/** Who acts for an account, as its owner says it, or somebody who is not he. */
class DelegateCallsTest {
  private static final String PASSWORD = "k7wq-3mxn-9pzd";
  private static final String ALL = "/api/account/delegates";
  private static final String BOB = ALL + "/bob@example.test";
  private static final String READS = "{\"access\":\"read\"}";

  private final World world = new World(new MemoryEngine(InstantSource.system()));
  private final Account ada = world.add("ada@example.test");
  private final Account bob = world.add("bob@example.test");
  private final List<Alert> told = new ArrayList<>();
  private final Post post = TestPost.of(world);
  private final SignInDesk desk =
      world.desk((id, alert) -> {
        if (id.equals(ada.id()) && !(alert instanceof Alert.NewBrowser)) {
          told.add(alert);
        }
      });
  private final WebServer server =
      new WebServer(
          WebConfig.plain("127.0.0.1", 0),
          new SignInServer(
                  desk,
                  world.directory,
                  world.authenticator,
                  world.oauth("https://mail.example.test"),
                  world.providers(desk, "https://mail.example.test/signin/callback"),
                  post,
                  world.brands,
                  new SignInServerConfig(List.of(), false),
                  world.clock)
              .routes());
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  @BeforeEach
  void start() throws IOException {
    world.changes.addDomain("other.test", new TenantId(2));
    for (Account one : List.of(ada, bob, world.add("eve@other.test"))) {
      world.passwords.set(one.id(), PASSWORD);
      post.mailboxes().provide(one.id());
    }
    port = server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  private HttpResponse<String> call(String method, String path, String json, String cookie)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method(method, HttpRequest.BodyPublishers.ofString(json))
            .header("Content-Type", "application/json");
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private String session(String who) throws Exception {
    String json = "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(who, PASSWORD);
    HttpResponse<String> answer = call("POST", "/api/signin/password", json, "");
    return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  private void assertRefused(int status, String key, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("\"key\":\"" + key + "\""), answer.body());
    assertEquals(List.of(), told);
  }

  @Test
  void theOwnerChoosesChangesAndTakesAway() throws Exception {
    String own = session("ada@example.test");
    assertEquals("{\"items\":[]}", call("GET", ALL, "", own).body());
    String wish = "{\"access\":\"write\",\"onBehalf\":true}";
    assertEquals(204, call("PUT", BOB, wish, own).statusCode());
    var by = new Alert.By.Owner("127.0.0.1");
    assertEquals(
        List.of(new Alert.DelegateSet("bob@example.test", List.of("write", "on-behalf"), by)),
        told);
    assertEquals(
        "{\"items\":[{\"member\":\"bob@example.test\",\"access\":\"write\","
            + "\"sendAs\":false,\"onBehalf\":true}]}",
        call("GET", ALL, "", own).body());
    String overview = call("GET", "/api/account/security", "", own).body();
    assertTrue(overview.contains("\"delegates\":[\"bob@example.test\"]"), overview);

    assertEquals(204, call("PUT", BOB, wish, own).statusCode());
    assertEquals(1, told.size(), "nothing is told where nothing changes");
    assertEquals(204, call("PUT", BOB, READS, own).statusCode());
    assertEquals(new Alert.DelegateSet("bob@example.test", List.of("read"), by), told.getLast());
    assertEquals(204, call("DELETE", BOB, "", own).statusCode());
    assertEquals(new Alert.DelegateRemoved("bob@example.test", by), told.getLast());
    assertTrue(post.delegations().find(ada.id(), bob.id()).isEmpty());
    assertEquals(404, call("DELETE", BOB, "", own).statusCode());
    assertEquals(3, told.size());
  }

  @Test
  void whoSitsAtAnOpenScreenLetsNobodyInButMayTakeAway() throws Exception {
    String own = session("ada@example.test");
    assertEquals(204, call("PUT", BOB, READS, own).statusCode());
    told.clear();
    world.clock.pass(Duration.ofMinutes(11));
    assertRefused(401, "login.prove-again", call("PUT", BOB, "{\"access\":\"full\"}", own));
    // Not even whether there is such an account is told before.
    assertRefused(401, "login.prove-again", call("PUT", ALL + "/no@example.test", READS, own));
    assertEquals(204, call("DELETE", BOB, "", own).statusCode());
  }

  @Test
  void anotherOrganisationsPeopleAreNotThere() throws Exception {
    String own = session("ada@example.test");
    assertRefused(404, "account.missing", call("PUT", ALL + "/eve@other.test", READS, own));
    assertRefused(404, "account.missing", call("PUT", ALL + "/nobody@other.test", READS, own));
    assertRefused(404, "account.missing", call("PUT", ALL + "/no%20address", READS, own));
    assertRefused(400, "delegate.who", call("PUT", ALL + "/ada@example.test", READS, own));
  }

  @Test
  void nobodyTouchesAnothersDelegates() throws Exception {
    String own = session("ada@example.test");
    assertEquals(204, call("PUT", BOB, READS, own).statusCode());
    told.clear();
    String bobs = session("bob@example.test");
    assertEquals("{\"items\":[]}", call("GET", ALL, "", bobs).body());
    assertRefused(404, "delegate.missing", call("DELETE", BOB, "", bobs));
    assertRefused(401, "login.needed", call("PUT", BOB, READS, ""));
    assertFalse(post.delegations().find(ada.id(), bob.id()).isEmpty());
  }

  @Test
  void whoMayOnlySetUpASecondFactorMayNothingHere() throws Exception {
    world.changes.setSecondFactor("example.test", SecondFactorPolicy.Rule.REQUIRED, 0);
    String own = session("ada@example.test");
    String key = "login.set-up-second-factor";
    assertRefused(403, key, call("GET", ALL, "", own));
    assertRefused(403, key, call("PUT", BOB, READS, own));
    assertRefused(403, key, call("DELETE", BOB, "", own));
  }

  @Test
  void whatIsNoWishIsRefused() throws Exception {
    String own = session("ada@example.test");
    for (String wrong :
        List.of(
            "{}", "{\"access\":\"all\"}", "{\"access\":1}", "{\"access\":\"read\",\"sendAs\":1}")) {
      assertRefused(400, "request.field", call("PUT", BOB, wrong, own));
    }
    assertRefused(400, "request.json", call("PUT", BOB, "[]", own));
  }
}
