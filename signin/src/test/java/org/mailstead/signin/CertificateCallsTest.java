package org.mailstead.signin;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.http.WebConfig;
import org.mailstead.http.WebServer;
import org.mailstead.identity.Account;
import org.mailstead.identity.TestCertificates;
import org.mailstead.identity.World;
import org.mailstead.identity.signin.Alert;
import org.mailstead.identity.signin.Sasl;
import org.mailstead.identity.signin.SignInDesk;
import org.mailstead.store.MemoryEngine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Certificates of mail programs, as their owners and others ask for them. */
class CertificateCallsTest {
  private static final String PASSWORD = "k7wq-3mxn-9pzd";
  private static final String PATH = "/api/account/certificates";
  private static final JsonMapper JSON = JsonMapper.shared();

  /** For ada@example.test, good until 2036. */
  private static final String ADAS =
      """
      -----BEGIN CERTIFICATE-----
      MIIBzDCCAXKgAwIBAgIUKG82bKHaSPvTtDSxbZnkOUCoJwkwCgYIKoZIzj0EAwIw
      LTEZMBcGA1UEAwwQYWRhQGV4YW1wbGUudGVzdDEQMA4GA1UECgwHRXhhbXBsZTAe
      Fw0yNjExMzAxNTM2MjFaFw0zNjExMjcxNTM2MjFaMC0xGTAXBgNVBAMMEGFkYUBl
      eGFtcGxlLnRlc3QxEDAOBgNVBAoMB0V4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjO
      PQMBBwNCAASYeRFfE4todsKOuEV8k/L6aRsa0MDKEP5t1eMAK0BrmuQOhXRHsd4v
      Q1npZOVO20zwhMRCV0fwHDqiUIHUTpf2o3AwbjAdBgNVHQ4EFgQUq3TyN3n3UdXt
      suwCnY9qmcBxx7UwHwYDVR0jBBgwFoAUq3TyN3n3UdXtsuwCnY9qmcBxx7UwDwYD
      VR0TAQH/BAUwAwEB/zAbBgNVHREEFDASgRBhZGFAZXhhbXBsZS50ZXN0MAoGCCqG
      SM49BAMCA0gAMEUCIQCEUlKhNf1bhLXpjkmOkVuerHYIlSVSblhjJhcZg0EXbAIg
      fXea85+vk2ANHVT8Mzx71qyP8MNgWjZl0tvXfGF5YOQ=
      -----END CERTIFICATE-----
      """;

  private final World world = new World(new MemoryEngine(InstantSource.system()));
  private final Account ada = world.add("ada@example.test");
  private final Account bob = world.add("bob@example.test");
  private final List<Alert> told = new ArrayList<>();
  private final SignInDesk desk = world.desk((_, alert) -> told.add(alert));
  private final WebServer server = server(true);
  private final WebServer without = server(false);
  private final HttpClient client = HttpClient.newHttpClient();
  private final TestCertificates.Made laptop = TestCertificates.make(world.clock);
  private int port;

  private WebServer server(boolean certificates) {
    return new WebServer(
        WebConfig.plain("127.0.0.1", 0),
        new SignInServer(
                desk,
                world.directory,
                world.authenticator,
                world.oauth("https://mail.example.test"),
                world.providers(desk, "https://mail.example.test/signin/callback"),
                TestPost.of(world),
                world.brands,
                new SignInServerConfig(List.of(), certificates),
                world.clock)
            .routes());
  }

  @BeforeEach
  void start() throws IOException {
    world.passwords.set(ada.id(), PASSWORD);
    world.passwords.set(bob.id(), PASSWORD);
    port = server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    without.close();
    client.close();
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

  private String session(String who) throws Exception {
    String body = "{\"name\":\"%s@example.test\",\"password\":\"%s\"}".formatted(who, PASSWORD);
    return call("POST", "/api/signin/password", body, "").headers().allValues("Set-Cookie").stream()
        .filter(line -> line.startsWith("session="))
        .map(line -> line.split(";", 2)[0])
        .findFirst()
        .orElseThrow();
  }

  private HttpResponse<String> add(String cookie, String name, String certificate)
      throws Exception {
    var body = JSON.createObjectNode().put("name", name).put("certificate", certificate);
    return call("POST", PATH, body.toString(), cookie);
  }

  private JsonNode list(String cookie) throws Exception {
    HttpResponse<String> answer = call("GET", PATH, "", cookie);
    assertEquals(200, answer.statusCode(), answer.body());
    return JSON.readTree(answer.body()).get("certificates");
  }

  private static String key(HttpResponse<String> answer) {
    return answer.body().replaceAll(".*\"key\":\"([a-z.-]+)\".*", "$1");
  }

  @Test
  void oneIsAddedShownAndTakenAwayAndItsOwnerIsTold() throws Exception {
    String cookie = session("ada");
    assertEquals(0, list(cookie).size());
    HttpResponse<String> added = add(cookie, "Laptop", laptop.certificate());
    assertEquals(200, added.statusCode(), added.body());
    JsonNode shown = list(cookie).get(0);
    assertEquals("Laptop", shown.get("name").asString());
    assertEquals("CN=Mailstead self-signed", shown.get("subject").asString());
    assertEquals(
        laptop.read().getNotAfter().toInstant().toEpochMilli(), shown.get("ends").asLong());
    assertFalse(shown.has("used"));
    String fingerprint = shown.get("fingerprint").asString();
    assertTrue(fingerprint.matches("[0-9a-f]{64}"), fingerprint);

    String bobs = session("bob");
    assertEquals(0, list(bobs).size());
    assertEquals(404, call("DELETE", PATH + "/" + fingerprint, "", bobs).statusCode());
    assertEquals(204, call("DELETE", PATH + "/" + fingerprint, "", cookie).statusCode());
    assertEquals(404, call("DELETE", PATH + "/" + fingerprint, "", cookie).statusCode());
    assertEquals(0, list(cookie).size());
    assertEquals(
        List.of(
            new Alert.Added("certificate", "Laptop", "127.0.0.1"),
            new Alert.Removed("certificate", "Laptop", "127.0.0.1")),
        told.stream().filter(alert -> !(alert instanceof Alert.NewBrowser)).toList());
  }

  @Test
  void whenItLastOpenedTheAccountIsShown() throws Exception {
    String cookie = session("ada");
    assertEquals(200, add(cookie, "Laptop", laptop.certificate()).statusCode());
    var channel =
        new Sasl.Channel(
            World.attempt("192.0.2.7"), false, _ -> Optional.empty(), List.of(laptop.read()));
    Sasl.Exchange exchange = new Sasl(world.authenticator).begin("EXTERNAL", channel).orElseThrow();
    Sasl.Step step = exchange.respond("ada@example.test".getBytes(UTF_8));
    assertTrue(step instanceof Sasl.Step.Done, step.toString());
    world.authenticator.close(); // writes what waits to be noted
    JsonNode used = list(cookie).get(0).get("used");
    assertEquals("192.0.2.7", used.get("from").asString());
    assertEquals("imap", used.get("protocol").asString());
  }

  @Test
  void addingNeedsAFreshProofAndTakingAwayNone() throws Exception {
    String cookie = session("ada");
    assertEquals(200, add(cookie, "Laptop", laptop.certificate()).statusCode());
    world.clock.pass(Duration.ofMinutes(11));
    assertEquals("login.prove-again", key(add(cookie, "x", laptop.certificate())));
    String fingerprint = list(cookie).get(0).get("fingerprint").asString();
    assertEquals(204, call("DELETE", PATH + "/" + fingerprint, "", cookie).statusCode());
  }

  @Test
  void whatIsNoCertificateOfOnesOwnIsRefusedInWords() throws Exception {
    String cookie = session("ada");
    String pem = laptop.certificate();
    assertEquals("certificate.none", key(add(cookie, "x", "hello")));
    assertEquals("certificate.several", key(add(cookie, "x", pem + pem)));
    assertEquals("certificate.key", key(add(cookie, "x", pem + laptop.key())));
    assertEquals("certificate.large", key(add(cookie, "x", "A".repeat(20_000))));
    assertEquals(413, add(cookie, "x", "A".repeat(70_000)).statusCode());
    assertEquals("certificate.name", key(add(cookie, "a\nb", pem)));
    assertEquals("request.field", key(call("POST", PATH, "{\"name\":\"x\"}", cookie)));
    assertEquals(200, add(cookie, "", pem).statusCode());
    assertEquals("certificate.exists", key(add(session("bob"), "mine", pem)));
    world.clock.pass(Duration.ofDays(820));
    String later = session("bob");
    String old =
        TestCertificates.make(() -> world.clock.instant().minus(Duration.ofDays(820)))
            .certificate();
    assertEquals("certificate.over", key(add(later, "x", old)));
  }

  /** It says so itself, which nobody believes: but what it says counts against who brings it. */
  @Test
  void oneThatNamesAnotherAddressHereIsRefusedWhetherThereIsSomebodyOrNot() throws Exception {
    assertEquals("certificate.other", key(add(session("bob"), "x", ADAS)));
    world.clock.pass(Duration.ofMinutes(1));
    assertEquals(200, add(session("ada"), "x", ADAS).statusCode());
    world.remove(ada);
    assertEquals("certificate.other", key(add(session("bob"), "x", ADAS)));
  }

  @Test
  void whereProgramsAreNotAskedForOneThePageShowsNoneAndTakesNone() throws Exception {
    String cookie = session("ada");
    assertTrue(call("GET", "/api/account", "", cookie).body().contains("\"certificates\":true"));
    port = without.start();
    assertTrue(call("GET", "/api/account", "", cookie).body().contains("\"certificates\":false"));
    assertEquals("certificate.off", key(add(cookie, "Laptop", laptop.certificate())));
  }
}
