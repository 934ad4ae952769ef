package org.mailstead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.admin.AdminServer;
import org.mailstead.admin.FirstOwner;
import org.mailstead.admin.Given;
import org.mailstead.admin.Operation;
import org.mailstead.http.Routes;
import org.mailstead.http.WebConfig;
import org.mailstead.http.WebServer;
import org.mailstead.identity.Account;
import org.mailstead.identity.audit.Actor;
import org.mailstead.identity.audit.AuditEntry;
import org.mailstead.identity.audit.AuditQuery;
import org.mailstead.identity.rights.Caller;
import org.mailstead.identity.rights.Holding;
import org.mailstead.identity.rights.Right;
import org.mailstead.identity.rights.Role;
import org.mailstead.identity.rights.Scope;
import org.mailstead.words.Refused;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Administration by HTTP: who may what, and that nothing is left out. */
class AdminApiTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String CODE = "abcd-efgh";

  @TempDir Path folder;
  private Typed home;
  private WebServer web;
  private String origin;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws Exception {
    home = new Typed(folder);
    home.good("domain", "add", "example.test");
    home.good("domain", "add", "other.test");
    for (String name : List.of("ada@example.test", "bob@example.test", "eve@other.test")) {
      home.good("account", "add", name, "--password", "a-password-of-some-length");
    }
    var admin = new AdminServer(home.core::admin);
    web =
        new WebServer(
            WebConfig.plain("127.0.0.1", 0),
            new Routes()
                .add(admin.routes(_ -> Optional.empty()))
                .add(new FirstOwner(home.core.admin(), CODE).routes()));
    origin = "http://127.0.0.1:" + web.start();
  }

  @AfterEach
  void stop() throws Exception {
    web.close();
    home.close();
  }

  /** What came back. */
  private record Got(int status, String body, HttpResponse<String> whole) {
    JsonNode json() {
      return MAPPER.readTree(body);
    }

    String key() {
      return json().path("key").asString();
    }
  }

  private Got ask(String method, String path, String token, String json) throws Exception {
    return ask(method, path, token, json, Map.of());
  }

  private Got ask(
      String method, String path, String token, String json, Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin + path))
            .method(
                method,
                json.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(json))
            .header("Content-Type", "application/json");
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    headers.forEach(request::header);
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Got(answer.statusCode(), answer.body(), answer);
  }

  private Got good(String method, String path, String token, String json) throws Exception {
    Got got = ask(method, "/api/admin" + path, token, json);
    assertTrue(got.status < 300, method + " " + path + ": " + got.body);
    return got;
  }

  /** A program's token for a role. */
  private String token(String role, String scope) {
    String said = home.good("token", "add", "test", role, "--scope", scope, "--json");
    return MAPPER.readTree(said).get("token").asString();
  }

  /** An operation as the description has it. */
  private record Described(String id, String method, String path, String right, JsonNode node) {
    /** With something in each place. */
    String filled() {
      return path.replace("{address}", "ada@example.test")
          .replace("{alias}", "other@example.test")
          .replace("{name}", "example.test")
          .replaceAll("\\{[a-z]+\\}", "none");
    }

    String body() {
      JsonNode schema =
          node.path("requestBody").path("content").path("application/json").path("schema");
      if (schema.isMissingNode()) {
        return "";
      }
      var body = MAPPER.createObjectNode();
      for (JsonNode name : schema.path("required")) {
        JsonNode one = schema.path("properties").path(name.asString());
        switch (one.path("type").asString()) {
          case "array" -> body.putArray(name.asString()).add("x@example.test");
          case "integer" -> body.put(name.asString(), 1);
          case "boolean" -> body.put(name.asString(), true);
          default ->
              body.put(
                  name.asString(),
                  one.has("enum") ? one.get("enum").get(0).asString() : "x@example.test");
        }
      }
      return body.toString();
    }

    String query() {
      var query = new StringBuilder("?");
      for (JsonNode one : node.path("parameters")) {
        if (one.path("in").asString().equals("query") && one.path("required").asBoolean()) {
          query.append(one.path("name").asString()).append("=x&");
        }
      }
      return query.toString();
    }
  }

  private List<Described> described(String token) throws Exception {
    JsonNode api = good("GET", "/openapi.json", token, "").json();
    assertEquals("3.1.0", api.get("openapi").asString());
    List<Described> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : api.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> one : path.getValue().properties()) {
        all.add(
            new Described(
                one.getValue().get("operationId").asString(),
                one.getKey().toUpperCase(java.util.Locale.ROOT),
                path.getKey(),
                one.getValue().path("x-right").asString(),
                one.getValue()));
      }
    }
    return all;
  }

  private Got ask(Described one, String token) throws Exception {
    return ask(one.method, "/api/admin" + one.filled() + one.query(), token, one.body());
  }

  @Test
  void nothingIsDoneForStrangersNorForThoseWhoMayNot() throws Exception {
    List<Described> all = described(token("owner", "*"));
    assertTrue(all.size() >= 40, all.size() + " operations");
    long before = home.core.directory().accounts().size();
    for (Described one : all) {
      Got none = ask(one, "");
      assertEquals(401, none.status, one.id);
      assertEquals("login.needed", none.key(), one.id);
      assertEquals("Bearer", none.whole.headers().firstValue("WWW-Authenticate").orElse(""));
      Got wrong = ask(one, "mailstead_" + "0".repeat(48));
      assertEquals(401, wrong.status, one.id);
      assertEquals("admin.token", wrong.key(), one.id);
    }
    for (Role role : Role.values()) {
      if (role == Role.OWNER) {
        continue;
      }
      String token = token(role.word(), "*");
      for (Described one : all) {
        boolean lacks =
            !one.right.isEmpty()
                && role.rights().stream().map(Right::word).noneMatch(one.right::equals);
        if (lacks) {
          Got got = ask(one, token);
          assertEquals(403, got.status, role + " " + one.id + " " + got.body);
          assertEquals("admin.right", got.key(), role + " " + one.id);
        }
      }
    }
    assertEquals(before, home.core.directory().accounts().size());
  }

  @Test
  void whoHasAnotherDomainReachesNothingHere() throws Exception {
    String token = token("domain-admin", "other.test");
    String before = home.good("account", "list") + home.good("domain", "list");
    for (Described one : described(token("owner", "*"))) {
      if (one.id.equals("me")) {
        continue;
      }
      Got got = ask(one, token);
      boolean empty = got.status == 200 && got.json().path("items").isArray();
      if (empty) {
        for (JsonNode item : got.json().get("items")) {
          assertFalse(item.toString().contains("example.test"), one.id + " " + item);
        }
      } else {
        assertTrue(
            got.status == 403 || got.status == 404 || got.status == 400,
            one.id + " " + got.status + " " + got.body);
      }
    }
    assertEquals(before, home.good("account", "list") + home.good("domain", "list"));
  }

  @Test
  void anOwnerDoesItAll() throws Exception {
    String owner = token("owner", "*");
    JsonNode made =
        good("POST", "/accounts", owner, "{\"address\":\"zoe@example.test\",\"name\":\"Zoë\"}")
            .json();
    assertEquals("zoe@example.test", made.get("address").asString());
    assertTrue(made.get("password").asString().length() >= 16);
    JsonNode changed =
        good(
                "PATCH",
                "/accounts/zoe@example.test",
                owner,
                "{\"quotaBytes\":1000,\"disabled\":true}")
            .json();
    assertEquals(1000, changed.get("quotaBytes").asLong());
    assertTrue(changed.get("disabled").asBoolean());
    assertEquals("Zoë", changed.get("name").asString());
    good("PUT", "/accounts/zoe@example.test/aliases/z@other.test", owner, "");
    JsonNode found = good("GET", "/accounts?query=z@other", owner, "").json().get("items");
    assertEquals(1, found.size());
    assertEquals("z@other.test", found.get(0).get("aliases").get(0).asString());
    good("PUT", "/groups/team@example.test", owner, "{\"members\":[\"zoe@example.test\"]}");
    assertEquals(
        "group.empty",
        ask("PUT", "/api/admin/groups/team@example.test", owner, "{\"members\":[]}").key());
    good("POST", "/domains", owner, "{\"name\":\"third.test\"}");
    JsonNode records = good("GET", "/domains/third.test/records", owner, "").json();
    assertEquals("MX", records.get("items").get(0).get("type").asString());
    assertEquals(2, good("GET", "/domains/third.test/dkim", owner, "").json().get("items").size());
    good("DELETE", "/domains/third.test", owner, "");
    String reset = good("POST", "/accounts/zoe@example.test/reset", owner, "").body;
    assertTrue(reset.contains("/signin/reset#"), reset);
    good("POST", "/test-mail", owner, "{\"to\":\"bob@example.test\"}");
    JsonNode overview = good("GET", "/overview", owner, "").json();
    assertEquals(24, overview.get("mail").size());
    assertEquals(4, overview.get("accounts").asInt());
    good("DELETE", "/accounts/zoe@example.test", owner, "");
    assertEquals(404, ask("GET", "/api/admin/accounts/zoe@example.test", owner, "").status);
    good("POST", "/tenants", owner, "{\"name\":\"Acme\"}");
    good("PATCH", "/tenants/Acme", owner, "{\"mostDomains\":1}");
    good("POST", "/domains", owner, "{\"name\":\"acme.test\",\"tenant\":\"Acme\"}");
    assertEquals(
        "tenant.domains",
        ask("POST", "/api/admin/domains", owner, "{\"name\":\"b.test\",\"tenant\":\"Acme\"}")
            .key());
  }

  @Test
  void whatIsGivenIsChecked() throws Exception {
    String owner = token("owner", "*");
    String accounts = "/api/admin/accounts";
    for (String body :
        List.of(
            "{}",
            "[]",
            "{\"address\":7}",
            "{\"address\":\"x@example.test\",\"admin\":true}",
            "{\"address\":\"x@example.test\",\"quotaBytes\":-1}",
            "{\"address\":\"x@example.test\",\"quotaBytes\":1e3}",
            "{\"address\":\"x@example.test\",\"address\":\"y@example.test\"}",
            "{\"address\":\"x@example.test\",\"language\":\"xx\"}",
            "{\"address\":\"" + "x".repeat(600) + "@example.test\"}",
            "{\"address\":\"no address\"}",
            "{\"address\":\"x@example.test\",\"password\":\"short\"}")) {
      Got got = ask("POST", accounts, owner, body);
      assertTrue(got.status == 400 || got.status == 403, body + " " + got.status + got.body);
    }
    assertEquals(400, ask("GET", accounts + "?what=1", owner, "").status);
    assertEquals(400, ask("GET", accounts + "?limit=1&limit=2", owner, "").status);
    assertEquals(400, ask("GET", "/api/admin/audit?after=x", owner, "").status);
    assertEquals(
        "request.elsewhere",
        ask("POST", accounts, owner, "{}", Map.of("Origin", "https://evil.test")).key());
    assertEquals(404, ask("POST", accounts, owner, "{\"address\":\"x@no.test\"}").status);
    assertEquals(3, home.core.directory().accounts().size());
  }

  @Test
  void nobodyReachesAboveHimself() throws Exception {
    home.good("role", "grant", "ada@example.test", "owner");
    home.good("role", "grant", "bob@example.test", "auditor", "--scope", "example.test");
    String help = token("help-desk", "*");
    String admin = token("admin", "*");
    for (String call : List.of("password", "reset", "forget-factors", "end-sessions")) {
      String caller = call.equals("password") ? admin : help;
      Got got = ask("POST", "/api/admin/accounts/ada@example.test/" + call, caller, call(call));
      assertEquals("admin.above", got.key(), call);
    }
    assertEquals(
        "admin.above", ask("DELETE", "/api/admin/accounts/ada@example.test", admin, "").key());
    assertEquals(
        "admin.above",
        ask("PUT", "/api/admin/roles/bob@example.test", admin, "{\"role\":\"owner\"}").key());
    assertEquals(
        "admin.above", ask("DELETE", "/api/admin/roles/ada@example.test", admin, "").key());
    assertEquals(
        "token.by-token",
        ask("POST", "/api/admin/tokens", admin, "{\"name\":\"x\",\"role\":\"auditor\"}").key());
    String domain = token("domain-admin", "other.test");
    assertEquals(
        404,
        ask("PUT", "/api/admin/accounts/eve@other.test/aliases/e@example.test", domain, "").status);
    assertEquals(403, ask("POST", "/api/admin/domains", domain, "{\"name\":\"n.test\"}").status);
    assertEquals(403, ask("DELETE", "/api/admin/domains/other.test", domain, "").status);
    home.good("account", "disable", "eve@other.test");
    Got last =
        ask(
            "PATCH",
            "/api/admin/accounts/ada@example.test",
            token("owner", "*"),
            "{\"disabled\":true}");
    assertEquals("role.last-owner", last.key());
  }

  @Test
  void theHelpDeskGivesLinksAndNoPasswords() throws Exception {
    String set = "/api/admin/accounts/bob@example.test/password";
    Got refused = ask("POST", set, token("help-desk", "example.test"), "{}");
    assertEquals(403, refused.status);
    assertEquals("admin.right", refused.key());
    String reset = "/api/admin/accounts/bob@example.test/reset";
    // It would see a link: without a recovery address it has none to send.
    Got none = ask("POST", reset, token("help-desk", "example.test"), "{}");
    assertEquals("recovery.none", none.key());
    Got shown = ask("POST", reset, token("domain-admin", "example.test"), "{}");
    assertTrue(shown.json().get("link").asString().contains("/signin/reset#"), shown.body);
    Got asked = ask("POST", reset, token("domain-admin", "example.test"), "{\"send\":true}");
    assertEquals("recovery.none", asked.key());
    assertEquals(404, ask("POST", set, token("domain-admin", "other.test"), "{}").status);
    Got made = ask("POST", set, token("domain-admin", "example.test"), "{}");
    assertEquals(200, made.status, made.body);
    assertFalse(made.json().get("password").asString().isEmpty());
  }

  private String own(Role role) {
    Account bob = home.account("bob@example.test");
    String address = bob.address().toString();
    var caller =
        new Caller(
            new Actor.Person(bob.id(), address),
            "192.0.2.1",
            List.of(new Holding(role, new Scope.Everywhere())),
            true);
    var admin = new AdminServer(home.core::admin);
    Operation set = admin.operation("delegate.set").orElseThrow();
    Given given = Given.of(set, List.of("ada@example.test", address), Map.of("--access", "read"));
    try {
      admin.run(caller, set, given);
    } catch (Refused e) {
      return e.problem().key();
    }
    return home.good("delegate", "list", "ada@example.test");
  }

  @Test
  void nobodyMakesHimselfADelegateButAnOwner() {
    assertEquals("admin.right", own(Role.ADMIN));
    assertEquals("admin.right", own(Role.DOMAIN_ADMIN));
    assertFalse(home.good("delegate", "list", "ada@example.test").contains("bob@"));
    assertTrue(own(Role.OWNER).contains("bob@example.test"));
  }

  private static String call(String name) {
    return name.equals("password") ? "{}" : "";
  }

  private List<AuditEntry> logged(String action) {
    List<AuditEntry> found = new ArrayList<>();
    home.core
        .audit()
        .each(
            AuditQuery.everything(),
            entry -> {
              if (entry.event().action().equals(action)) {
                found.add(entry);
              }
            });
    return found;
  }

  @Test
  void whatIsChangedIsLoggedWithoutSecrets() throws Exception {
    String help = token("help-desk", "example.test");
    good(
        "POST",
        "/accounts/bob@example.test/password",
        token("domain-admin", "example.test"),
        "{\"password\":\"correct horse battery\"}");
    ask("DELETE", "/api/admin/accounts/bob@example.test", help, "");
    AuditEntry set = logged("account.password").getFirst();
    assertTrue(set.event().actor().startsWith("token "), set.toString());
    assertEquals("bob@example.test", set.event().subject());
    assertEquals("example.test", set.event().domain());
    assertEquals("127.0.0.1", set.event().from());
    List<AuditEntry> refused = logged("account.remove");
    assertEquals("admin.right", refused.getLast().outcome());
    assertEquals(refused.getFirst().number(), refused.getLast().about());
    assertEquals("operator", logged("account.add").getFirst().event().actor());
    var all = new StringBuilder();
    home.core.audit().each(AuditQuery.everything(), entry -> all.append(entry.text()));
    assertFalse(all.toString().contains("correct horse"), "a password of the API");
    assertFalse(all.toString().contains("a-password-of-some-length"), "one of a command line");

    String auditor = token("auditor", "example.test");
    JsonNode seen = good("GET", "/audit", auditor, "").json();
    for (JsonNode item : seen.get("items")) {
      assertFalse(item.toString().contains("other.test"), item.toString());
    }
    String owner = token("owner", "*");
    assertTrue(good("GET", "/audit/verify", owner, "").json().get("good").asBoolean());
    Got export = good("GET", "/audit/export", owner, "");
    assertTrue(export.body.lines().count() > 5);
    assertEquals(1, logged("audit.export").size());
    String noted = URLEncoder.encode("1:" + "0".repeat(64), StandardCharsets.US_ASCII);
    assertFalse(
        good("GET", "/audit/verify?noted=" + noted, owner, "").json().get("good").asBoolean());
  }

  @Test
  void theFirstOwnerNeedsTheCodeAndComesOnce() throws Exception {
    String wish =
        """
        {"code":"%s","domain":"fresh.test","address":"me@fresh.test","name":"Me",
         "password":"%s"}\
        """;
    assertTrue(ask("GET", "/api/welcome", "", "").json().get("open").asBoolean());
    Got wrong = ask("POST", "/api/welcome", "", wish.formatted("nope", "correct horse battery"));
    assertEquals("welcome.code", wrong.key());
    Got weak = ask("POST", "/api/welcome", "", wish.formatted(CODE, "password12"));
    assertEquals(403, weak.status, weak.body);
    assertTrue(home.core.directory().domain("fresh.test").isEmpty());
    Got taken =
        ask(
            "POST",
            "/api/welcome",
            "",
            wish.formatted(CODE, "correct horse battery")
                .replace("me@fresh.test", "ada@example.test")
                .replace("fresh.test", "example.test"));
    assertEquals("address.exists", taken.key());
    Got made = ask("POST", "/api/welcome", "", wish.formatted(CODE, "correct horse battery"));
    assertEquals(200, made.status, made.body);
    assertTrue(home.core.roles().hasOwner());
    assertFalse(ask("GET", "/api/welcome", "", "").json().get("open").asBoolean());
    Got again = ask("POST", "/api/welcome", "", wish.formatted(CODE, "correct horse battery"));
    assertEquals("welcome.done", again.key());
  }

  @Test
  void theCommandLineDoesTheSame() {
    JsonNode list = MAPPER.readTree(home.good("account", "list", "--json"));
    assertEquals(3, list.get("items").size());
    assertTrue(home.good("account", "show", "ada@example.test").contains("ada@example.test"));
    home.good("role", "grant", "ada@example.test", "help-desk", "--scope", "example.test");
    assertTrue(home.good("role", "list").contains("help-desk"));
    Typed.Said said = home.type("account", "show", "nobody@example.test", "--json");
    assertEquals(ExitCode.REFUSED, said.code());
    assertEquals(
        "account.missing", MAPPER.readTree(said.out()).get("problem").get("key").asString());
    assertEquals(ExitCode.USAGE, home.type("role", "grant", "ada@example.test").code());
    home.good("group", "set", "team@example.test", "ada@example.test", "bob@example.test");
    assertTrue(home.good("group", "list").contains("bob@example.test"));
    String completion = home.good("completion");
    assertTrue(completion.contains("complete -F"), "for bash");
    assertTrue(completion.contains("forget-factors"), "every command");
    assertTrue(home.good("account", "change", "--help").contains("--quota-bytes"));
  }
}
