package org.mailstead.jmap;

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
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.http.WebConfig;
import org.mailstead.http.WebServer;
import org.mailstead.identity.Account;
import org.mailstead.identity.signin.AppPassword;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.Credentials;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.identity.signin.SignInConfig;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Right;
import org.mailstead.post.SharedSubscription;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sign-in, session object, API, uploads and downloads as programs and browsers meet them. */
class ServerTest {
  private static final String ECHO =
      "{\"using\":[\"urn:ietf:params:jmap:core\"],\"methodCalls\":[[\"Core/echo\",{},\"0\"]]}";

  private final JmapWorld world = new JmapWorld();
  private final Credentials credentials =
      new Credentials(
          world.store, world.directory, new Secrets(new byte[32]), SignInConfig.NONE, world.clock);
  private final JmapServer jmap =
      new JmapServer(
          world.post,
          Optional.empty(),
          world.signed,
          world.counter,
          world.snoozes,
          world.sweeps,
          world.jobMethods,
          world.pusher,
          world.vapid,
          world.web,
          world.images,
          world.directory,
          new Authenticator(world.store, world.directory, credentials, world.clock),
          new Browsers(request -> request.cookie("session").map(_ -> session()), _ -> true),
          () -> new JmapConfig(2_000, JmapWorld.MAX_MESSAGE, Set.of()),
          _ -> false,
          world.clock);
  private final WebServer server = new WebServer(WebConfig.plain("127.0.0.1", 0), jmap.routes());
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  private final String ada = basic(world.ada, AppPassword.Terms.EVERYTHING);
  private final String bob = basic(world.bob, AppPassword.Terms.EVERYTHING);

  private WebSession session() {
    Instant now = world.clock.instant();
    return new WebSession(
        world.ada.id(), 1, now, now, now, false, "127.0.0.1", "a browser", Set.of("pwd"), false);
  }

  @BeforeEach
  void start() throws IOException {
    port = server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    jmap.close();
    client.close();
    world.close();
  }

  private HttpResponse<String> ask(String method, String path, byte[] body, String... headers)
      throws Exception {
    var publisher =
        body.length == 0
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(body);
    var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(
        request.method(method, publisher).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    return ask("GET", path, new byte[0], headers);
  }

  private HttpResponse<String> api(String json, String... headers) throws Exception {
    return ask("POST", "/jmap/api", json.getBytes(UTF_8), headers);
  }

  private static String basic(String name, String password) {
    String pair = name + "@example.test:" + password;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  private String basic(Account account, AppPassword.Terms terms) {
    String password = credentials.appPasswords().make(account.id(), "test", terms).text();
    return basic(account.name(), password);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return new JsonMapper().readTree(answer.body());
  }

  private static String header(HttpResponse<String> answer, String name) {
    return String.join(", ", answer.headers().allValues(name));
  }

  @Test
  void theSessionObjectTellsWhatThereIs() throws Exception {
    HttpResponse<String> answer = get("/.well-known/jmap", "Authorization", ada);
    assertEquals(200, answer.statusCode());
    assertTrue(header(answer, "Cache-Control").contains("no-store"), answer::toString);
    JsonNode session = json(answer);
    String own = ObjectIds.account(world.ada.id());
    assertEquals("ada@example.test", session.get("username").asString());
    assertEquals("http://localhost:" + port + "/jmap/api", session.get("apiUrl").asString());
    for (String part : List.of("{accountId}", "{blobId}", "{name}", "{type}")) {
      assertTrue(session.get("downloadUrl").asString().contains(part), part);
    }
    assertTrue(session.get("uploadUrl").asString().contains("{accountId}"));
    for (String part : List.of("{types}", "{closeafter}", "{ping}")) {
      assertTrue(session.get("eventSourceUrl").asString().contains(part), part);
    }
    JsonNode core = session.get("capabilities").get("urn:ietf:params:jmap:core");
    assertEquals(2_000, core.get("maxSizeUpload").asInt());
    for (String limit :
        List.of(
            "maxConcurrentUpload",
            "maxSizeRequest",
            "maxConcurrentRequests",
            "maxCallsInRequest",
            "maxObjectsInGet",
            "maxObjectsInSet")) {
      assertTrue(core.get(limit).asInt() > 0, limit);
    }
    assertTrue(core.get("collationAlgorithms").isArray());
    JsonNode account = session.get("accounts").get(own);
    assertTrue(account.get("isPersonal").asBoolean());
    assertFalse(account.get("isReadOnly").asBoolean());
    // RFC 9219 section 3: an empty object in both
    for (JsonNode all : List.of(session.get("capabilities"), account.get("accountCapabilities"))) {
      assertEquals("{}", all.get("urn:ietf:params:jmap:smimeverify").toString());
    }
    JsonNode roles = account.get("accountCapabilities").get("urn:mailstead:params:jmap:roles");
    assertEquals(
        ObjectIds.mailbox(world.ada.id(), world.inbox()),
        roles.get("mailboxIds").get("inbox").asString());
    assertTrue(roles.get("mailboxIds").has("sent"));
    JsonNode mail = account.get("accountCapabilities").get("urn:ietf:params:jmap:mail");
    assertTrue(mail.get("maxMailboxesPerEmail").asInt() >= 1);
    assertTrue(mail.get("maxSizeMailboxName").asInt() >= 100);
    assertTrue(mail.get("mayCreateTopLevelMailbox").asBoolean());
    assertTrue(mail.get("emailQuerySortOptions").toString().contains("receivedAt"));
    assertEquals(own, session.get("primaryAccounts").get("urn:ietf:params:jmap:mail").asString());
    assertEquals(session, json(get("/jmap/session", "Authorization", ada)));
  }

  @Test
  void theSessionStateIsThatOfResponsesAndChangesWithWhatIsShared() throws Exception {
    JsonNode before = json(get("/jmap/session", "Authorization", bob));
    HttpResponse<String> answer =
        api(ECHO, "Authorization", bob, "Content-Type", "application/json");
    assertEquals(before.get("state"), json(answer).get("sessionState"));
    world.share(world.bob, world.inbox(), Right.LOOKUP, Right.READ);
    // What he does not want to see is not there (RFC 9670 section 1.4).
    assertEquals(before, json(get("/jmap/session", "Authorization", bob)));
    world
        .post
        .sharing()
        .subscribe(world.bob.id(), new SharedSubscription(world.ada.id(), world.inbox(), "INBOX"));
    JsonNode after = json(get("/jmap/session", "Authorization", bob));
    assertFalse(before.get("state").equals(after.get("state")));
    JsonNode shared = after.get("accounts").get(ObjectIds.account(world.ada.id()));
    assertEquals("ada@example.test", shared.get("name").asString());
    assertTrue(shared.get("isReadOnly").asBoolean());
    assertFalse(shared.get("isPersonal").asBoolean());
  }

  @Test
  void theOwnPasswordIsGoodWhereNoSecondFactorIsAskedFor() throws Exception {
    credentials.passwords().set(world.ada.id(), "k7wq-3mxn-9pzd");
    assertEquals(
        200, get("/jmap/session", "Authorization", basic("ada", "k7wq-3mxn-9pzd")).statusCode());
  }

  @Test
  void nobodyIsLetInWithoutAProof() throws Exception {
    for (String wrong :
        List.of(
            basic("ada", "wrong"),
            basic("nobody", "wrong"),
            "Basic ###",
            "Basic " + Base64.getEncoder().encodeToString("ada".getBytes(UTF_8)),
            "Bearer nothing",
            "Digest x")) {
      HttpResponse<String> answer = get("/jmap/session", "Authorization", wrong);
      assertEquals(401, answer.statusCode(), wrong);
      assertFalse(answer.body().contains("ada@"), answer.body());
    }
    HttpResponse<String> program = get("/.well-known/jmap");
    assertEquals(401, program.statusCode());
    assertTrue(header(program, "WWW-Authenticate").contains("Bearer"));
    assertTrue(header(program, "WWW-Authenticate").contains("Basic"));
    HttpResponse<String> page = get("/jmap/session", "Sec-Fetch-Site", "same-origin");
    assertEquals(401, page.statusCode());
    assertFalse(header(page, "WWW-Authenticate").contains("Basic"));
  }

  @Test
  void aBrowsersCookieCountsOnOurOwnPagesOnly() throws Exception {
    HttpResponse<String> own =
        get("/jmap/session", "Cookie", "session=x", "Sec-Fetch-Site", "same-origin");
    assertEquals("ada@example.test", json(own).get("username").asString());
    for (String site : List.of("cross-site", "same-site")) {
      HttpResponse<String> other =
          api(
              ECHO,
              "Cookie",
              "session=x",
              "Sec-Fetch-Site",
              site,
              "Content-Type",
              "application/json");
      assertEquals(403, other.statusCode(), site);
    }
    HttpResponse<String> origin =
        api(
            ECHO,
            "Cookie",
            "session=x",
            "Origin",
            "https://evil.example",
            "Content-Type",
            "application/json");
    assertEquals(403, origin.statusCode());
    assertEquals(
        401,
        get("/jmap/session", "Cookie", "session=x", "Authorization", basic("ada", "wrong"))
            .statusCode());
  }

  @Test
  void anAppPasswordToReadOnlyChangesNothing() throws Exception {
    var terms =
        new AppPassword.Terms(AppPassword.Terms.ALL_PROTOCOLS, true, Optional.empty(), List.of());
    String reader = basic(world.ada, terms);
    String own = ObjectIds.account(world.ada.id());
    JsonNode session = json(get("/jmap/session", "Authorization", reader));
    assertTrue(session.get("accounts").get(own).get("isReadOnly").asBoolean());
    HttpResponse<String> set =
        api(
            "{\"using\":[\"urn:ietf:params:jmap:core\",\"urn:ietf:params:jmap:mail\"],"
                + "\"methodCalls\":[[\"Email/set\",{\"accountId\":\""
                + own
                + "\"},\"0\"]]}",
            "Authorization",
            reader,
            "Content-Type",
            "application/json");
    assertTrue(set.body().contains("accountReadOnly"), set.body());
    HttpResponse<String> upload =
        ask("POST", "/jmap/upload/" + own + "/", new byte[3], "Authorization", reader);
    assertEquals(403, upload.statusCode());
  }

  @Test
  void theApiTakesJsonAndNothingElse() throws Exception {
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "")) {
      HttpResponse<String> answer =
          type.isEmpty()
              ? api(ECHO, "Authorization", ada)
              : api(ECHO, "Authorization", ada, "Content-Type", type);
      assertEquals(400, answer.statusCode(), type);
      assertTrue(header(answer, "Content-Type").startsWith("application/problem+json"), type);
      assertEquals("urn:ietf:params:jmap:error:notJSON", json(answer).get("type").asString());
    }
    HttpResponse<String> good =
        api(ECHO, "Authorization", ada, "Content-Type", "Application/JSON; charset=utf-8");
    assertEquals(200, good.statusCode());
    assertTrue(header(good, "Content-Type").startsWith("application/json"));
    assertFalse(get("/jmap/api", "Authorization", ada).statusCode() == 200);
  }

  @Test
  void errorsOfARequestAreProblems() throws Exception {
    HttpResponse<String> answer =
        api(
            "{\"using\":[\"urn:x\"],\"methodCalls\":[]}",
            "Authorization",
            ada,
            "Content-Type",
            "application/json");
    assertEquals(400, answer.statusCode());
    assertEquals(400, json(answer).get("status").asInt());
    assertEquals(
        "urn:ietf:params:jmap:error:unknownCapability", json(answer).get("type").asString());
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/jmap/api"))
            .headers("Authorization", ada, "Content-Type", "application/json")
            .expectContinue(true)
            .POST(HttpRequest.BodyPublishers.ofString(" ".repeat(10_000_001)));
    HttpResponse<String> large = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertEquals("maxSizeRequest", json(large).get("limit").asString());
    assertEquals("urn:ietf:params:jmap:error:limit", json(large).get("type").asString());
  }

  private HttpResponse<String> upload(Account to, String who, byte[] octets, String... type)
      throws Exception {
    String path = "/jmap/upload/" + ObjectIds.account(to.id()) + "/";
    return type.length == 0
        ? ask("POST", path, octets, "Authorization", who)
        : ask("POST", path, octets, "Authorization", who, "Content-Type", type[0]);
  }

  private String blob(String text) throws Exception {
    return json(upload(world.ada, ada, text.getBytes(UTF_8))).get("blobId").asString();
  }

  private String download(String blob, String rest) {
    return "/jmap/download/" + ObjectIds.account(world.ada.id()) + "/" + blob + "/" + rest;
  }

  @Test
  void whatIsUploadedIsToldAndDownloaded() throws Exception {
    HttpResponse<String> made = upload(world.ada, ada, "<b>x</b>".getBytes(UTF_8), "text/html");
    assertEquals(201, made.statusCode());
    JsonNode told = json(made);
    assertEquals(ObjectIds.account(world.ada.id()), told.get("accountId").asString());
    assertEquals("text/html", told.get("type").asString());
    assertEquals(8, told.get("size").asInt());
    HttpResponse<String> read =
        get(
            download(told.get("blobId").asString(), "a%20%22b%22.html?accept=text/html"),
            "Authorization",
            ada);
    assertEquals(200, read.statusCode());
    assertEquals("<b>x</b>", read.body());
    assertTrue(header(read, "Content-Type").startsWith("text/html"), header(read, "Content-Type"));
    assertTrue(header(read, "Content-Security-Policy").contains("sandbox"));
    assertEquals("nosniff", header(read, "X-Content-Type-Options"));
    assertEquals(
        "attachment; filename=\"a _b_.html\"; filename*=UTF-8''a%20%22b%22.html",
        header(read, "Content-Disposition"));
    assertTrue(header(read, "Cache-Control").contains("immutable"));
  }

  @Test
  void aTypeThatIsNoneIsNotSaid() throws Exception {
    String blob = blob("x");
    for (String type : List.of("", "text", "text/html%0d%0aX:y", "text/%22", "a/b/c")) {
      HttpResponse<String> read = get(download(blob, "x?accept=" + type), "Authorization", ada);
      assertEquals("application/octet-stream", header(read, "Content-Type"), type);
    }
    HttpResponse<String> name = get(download(blob, "%C3%A4%0d%0aX:y"), "Authorization", ada);
    if (name.statusCode() == 200) {
      assertTrue(header(name, "Content-Disposition").startsWith("attachment; filename=\"___X:y\""));
    }
    assertEquals("", header(name, "X"));
  }

  @Test
  void aHeadHasNoBody() throws Exception {
    HttpResponse<String> head =
        ask("HEAD", download(blob("four"), "x"), new byte[0], "Authorization", ada);
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
    assertEquals("4", header(head, "Content-Length"));
  }

  @Test
  void blobsOfOthersAreNotThere() throws Exception {
    String blob = blob("secret");
    String theirs = ObjectIds.account(world.bob.id());
    for (String path :
        List.of(
            "/jmap/download/" + theirs + "/" + blob + "/x",
            download("nothing", "x"),
            download(blob + "0", "x"),
            download(blob + "-2", "x"),
            download("G1-1", "x"),
            "/jmap/download/Azz/" + blob + "/x")) {
      assertEquals(404, get(path, "Authorization", ada).statusCode(), path);
    }
    assertEquals(404, get(download(blob, "x"), "Authorization", bob).statusCode());
    world.share(world.bob, world.inbox(), Right.LOOKUP, Right.READ);
    assertEquals(404, get(download(blob, "x"), "Authorization", bob).statusCode());
    assertEquals(401, get(download(blob, "x")).statusCode());
    assertEquals(404, upload(world.bob, ada, new byte[1]).statusCode());
  }

  @Test
  void anUploadThatIsTooLargeIsRefused() throws Exception {
    assertEquals(201, upload(world.ada, ada, new byte[2_000]).statusCode());
    assertEquals(413, upload(world.ada, ada, new byte[2_001]).statusCode());
  }

  @Test
  void anUploadIsForgottenAfterADay() throws Exception {
    String blob = blob("x");
    world.clock.pass(Duration.ofHours(25));
    world.post.retention().purge(world.ada.id(), world.clock.instant());
    assertEquals(404, get(download(blob, "x"), "Authorization", ada).statusCode());
  }
}
