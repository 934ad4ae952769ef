package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.signin.Protocol;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Right;
import org.mailstead.words.AccountId;
import tools.jackson.databind.JsonNode;

/** Links that open a blob without a proof, until a time. */
class BlobLinkTest {
  private JmapWeb web;

  @BeforeEach
  void start() throws IOException {
    web = new JmapWeb();
  }

  @AfterEach
  void stop() {
    web.close();
  }

  private String blob(String text) throws Exception {
    HttpResponse<byte[]> made =
        web.octets(
            "POST",
            "/jmap/upload/" + web.own() + "/",
            text.getBytes(UTF_8),
            "Authorization",
            web.ada);
    return JmapWeb.json(made).path("blobId").asString();
  }

  private JsonNode call(String who, String method, String arguments) throws Exception {
    HttpResponse<byte[]> answer =
        web.api(
            "{\"using\":[\"urn:ietf:params:jmap:core\",\"urn:mailstead:params:jmap:bloblink\"],"
                + "\"methodCalls\":[[\""
                + method
                + "\",{"
                + arguments
                + "},\"0\"]]}",
            who);
    return JmapWeb.json(answer).at("/methodResponses/0");
  }

  private JsonNode link(String who, String blob, String more) throws Exception {
    String arguments =
        "\"accountId\":\"%s\",\"blobIds\":[\"%s\"]%s".formatted(web.own(), blob, more);
    return call(who, "Blob/link", arguments);
  }

  private String url(String blob) throws Exception {
    return link(web.ada, blob, "").at("/1/urls").path(blob).asString();
  }

  private int status(String url) throws Exception {
    return web.get(url).statusCode();
  }

  @Test
  void whoeverHasTheLinkSeesTheBlobAndNothingElse() throws Exception {
    String blob = blob("<b>0123456789</b>");
    JsonNode made = link(web.ada, blob, ",\"name\":\"a \\u00e4/%;..txt\",\"type\":\"text/html\"");
    assertEquals("Blob/link", made.path(0).asString(), made::toString);
    assertEquals("2026-01-02T04:04:05Z", made.at("/1/expires").asString(), "an hour");
    HttpResponse<byte[]> read = web.get(made.at("/1/urls").path(blob).asString());
    assertEquals(200, read.statusCode());
    assertEquals("<b>0123456789</b>", JmapWeb.text(read));
    assertEquals("text/html", JmapWeb.header(read, "Content-Type"));
    assertTrue(JmapWeb.header(read, "Content-Security-Policy").contains("sandbox"));
    assertTrue(JmapWeb.header(read, "Content-Disposition").startsWith("attachment"));
    assertEquals("private, no-cache", JmapWeb.header(read, "Cache-Control"));
    String url = url(blob);
    assertEquals("01", JmapWeb.text(web.get(url, "Range", "bytes=3-4")));
    String tag = JmapWeb.header(web.get(url), "ETag");
    assertEquals(304, web.get(url, "If-None-Match", tag).statusCode());
    for (String name : List.of("..", ".", "")) {
      JsonNode odd = link(web.ada, blob, ",\"name\":\"" + name + "\"");
      assertEquals(200, status(odd.at("/1/urls").path(blob).asString()), name);
    }
  }

  @Test
  void itEndsInItsTime() throws Exception {
    String blob = blob("x");
    JsonNode made = link(web.ada, blob, ",\"validFor\":60");
    String url = made.at("/1/urls").path(blob).asString();
    web.world.clock.pass(Duration.ofSeconds(59));
    assertEquals(200, status(url));
    web.world.clock.pass(Duration.ofSeconds(1));
    assertEquals(410, status(url));
  }

  @Test
  void nothingOfItCanBeMadeAnotherThing() throws Exception {
    String blob = blob("mine");
    String other = blob("other");
    String url = url(blob);
    List<String> parts = List.of(url.split("/", -1)); // "", jmap, link, owner, blob, viewer …
    String theirs = ObjectIds.account(web.world.bob.id());
    String never = ObjectIds.account(new AccountId(999_999));
    assertEquals(200, status(url));
    for (String forged :
        List.of(
            url.replace(blob, other),
            url.replace("/link/" + web.own(), "/link/" + theirs),
            url.replace(blob + "/" + web.own(), blob + "/" + theirs),
            url.replace(blob + "/" + web.own(), blob + "/" + never),
            url.replace(parts.get(6), "password"),
            url.replace(parts.get(7), parts.get(7) + "0"),
            url.replace(parts.get(7), "99999999999999999999999"),
            url.replace(parts.get(7), "x"),
            url.replace("/open/", "/" + "A".repeat(43) + "/"),
            url.replace(parts.get(9), "A".repeat(43)),
            url.replace(parts.get(9), "!"),
            url.replace(parts.get(9), parts.get(9).substring(1)),
            url.replace(parts.get(10), "evil.html"),
            url + "?accept=text/html",
            url + "/more")) {
      assertEquals(404, status(forged), forged);
    }
  }

  @Test
  void itCanBeTakenBack() throws Exception {
    String blob = blob("x");
    String before = url(blob);
    String account = "\"accountId\":\"" + web.own() + "\"";
    assertEquals("Blob/unlink", call(web.ada, "Blob/unlink", account).path(0).asString());
    assertEquals(404, status(before));
    String after = url(blob);
    assertEquals(200, status(after));
    assertEquals(404, status(before), "an old one does not come back");
    web.credentials.passwords().set(web.world.ada.id(), "k7wq-3mxn-9pzd");
    assertEquals(404, status(after), "it was given out under another password");
    String again = url(blob);
    web.world.changes.changeAccount(web.world.ada.id(), ada -> ada.withDisabled(true));
    assertEquals(404, status(again), "the account is switched off");
  }

  @Test
  void itEndsWithWhatItWasMadeWith() throws Exception {
    String blob = blob("x");
    String byAppPassword = url(blob);
    String token = web.bearer(web.world.ada, 7, Protocol.JMAP);
    String byToken = link(token, blob, "").at("/1/urls").path(blob).asString();
    assertEquals(200, status(byAppPassword));
    assertEquals(200, status(byToken));
    web.revoke(web.world.ada);
    assertEquals(404, status(byAppPassword));
    assertEquals(200, status(byToken), "it was made with something else");
    web.tokens.clear();
    assertEquals(404, status(byToken));
  }

  private String locked(String blob, String password) throws Exception {
    JsonNode made = link(web.ada, blob, ",\"password\":\"" + password + "\"");
    return made.at("/1/urls").path(blob).asString();
  }

  private HttpResponse<byte[]> typed(String url, String password) throws Exception {
    return web.octets(
        "POST",
        url,
        ("password=" + URLEncoder.encode(password, UTF_8)).getBytes(UTF_8),
        "Content-Type",
        "application/x-www-form-urlencoded",
        "Accept",
        "text/html");
  }

  private static String basic(String password) {
    return "Basic " + Base64.getEncoder().encodeToString(("any:" + password).getBytes(UTF_8));
  }

  @Test
  void oneWithAPasswordAsksForIt() throws Exception {
    String url = locked(blob("mine"), "corr\u00e9ct horse");
    assertFalse(url.contains("/open/"), url);
    assertFalse(url.contains("horse"), url);
    HttpResponse<byte[]> page = web.get(url, "Accept", "text/html", "Accept-Language", "de-AT,en");
    assertEquals(200, page.statusCode());
    assertTrue(JmapWeb.text(page).contains("<html lang=\"de\">"), JmapWeb.text(page));
    assertFalse(JmapWeb.text(page).contains("mine"));
    String policy = JmapWeb.header(page, "Content-Security-Policy");
    assertTrue(policy.matches("default-src 'none'; style-src 'sha256-.{44}'; .*"), policy);
    assertTrue(policy.contains("form-action 'self'"), policy);
    assertEquals("no-store", JmapWeb.header(page, "Cache-Control"));
    HttpResponse<byte[]> wrong = typed(url, "correct horse");
    assertEquals(403, wrong.statusCode());
    assertTrue(JmapWeb.text(wrong).contains("That is not the password."), JmapWeb.text(wrong));
    HttpResponse<byte[]> right = typed(url, "corre\u0301ct horse");
    assertEquals("mine", JmapWeb.text(right), "however the keyboard writes it");
    assertTrue(JmapWeb.header(right, "Content-Disposition").startsWith("attachment"));
  }

  @Test
  void programsSendThePasswordWithTheRequest() throws Exception {
    String url = locked(blob("mine"), "correct horse");
    HttpResponse<byte[]> none = web.get(url);
    assertEquals(401, none.statusCode());
    assertTrue(JmapWeb.header(none, "WWW-Authenticate").startsWith("Basic realm=\"link\""));
    assertEquals("link.locked", JmapWeb.json(none).path("key").asString());
    assertEquals(401, web.get(url, "Authorization", "Bearer x").statusCode());
    assertEquals(401, web.get(url, "Authorization", "Basic !").statusCode());
    HttpResponse<byte[]> wrong = web.get(url, "Authorization", basic("correct house"));
    assertEquals("link.password", JmapWeb.json(wrong).path("key").asString());
    String right = basic("correct horse");
    assertEquals("mine", JmapWeb.text(web.get(url, "Authorization", right)));
    HttpResponse<byte[]> part = web.get(url, "Authorization", right, "Range", "bytes=1-2");
    assertEquals("in", JmapWeb.text(part));
  }

  @Test
  void theLockIsPartOfTheLink() throws Exception {
    String blob = blob("mine");
    String url = locked(blob, "correct horse");
    String other = locked(blob, "another horse");
    List<String> parts = List.of(url.split("/", -1));
    String opened = url.replace(parts.get(8), "open");
    assertEquals(404, status(opened));
    String foreign = url.replace(parts.get(8), List.of(other.split("/", -1)).get(8));
    assertEquals(404, web.get(foreign, "Authorization", basic("another horse")).statusCode());
    assertEquals(404, typed(url.replace(parts.get(9), "A".repeat(43)), "x").statusCode());
    web.world.clock.pass(Duration.ofHours(1));
    assertEquals(410, web.get(url, "Accept", "text/html").statusCode());
    for (String weak : List.of("", "1234567", "x".repeat(201))) {
      JsonNode error = link(web.ada, blob, ",\"password\":\"" + weak + "\"");
      assertEquals("invalidArguments", error.at("/1/type").asString(), weak);
    }
  }

  @Test
  void guessingIsStopped() throws Exception {
    String blob = blob("mine");
    String url = locked(blob, "correct horse");
    for (int i = 0; i < 10; i++) {
      assertEquals(403, typed(url, "guess " + i).statusCode(), "" + i);
    }
    HttpResponse<byte[]> late = typed(url, "correct horse");
    assertEquals(429, late.statusCode(), "no more are looked at");
    assertTrue(JmapWeb.text(late).contains("too many"), JmapWeb.text(late));
    String second = locked(blob, "second horse");
    assertEquals(200, typed(second, "second horse").statusCode());
    for (int i = 0; i < 20; i++) {
      String next = locked(blob, "correct horse " + i);
      assertEquals(403, typed(next, "guess").statusCode(), "" + i);
    }
    assertEquals(429, typed(second, "second horse").statusCode(), "from that network");
    web.world.clock.pass(Duration.ofMinutes(10));
    assertEquals(200, typed(second, "second horse").statusCode());
    for (int i = 0; i < 40; i++) {
      assertEquals(200, typed(second, "second horse").statusCode(), "who knows it is not stopped");
    }
  }

  @Test
  void itShowsWhatItsMakerMaySee() throws Exception {
    String email = web.world.append("From: amy@far.test\n\nHi\n");
    String blob = "G" + email.substring(1);
    web.world.share(web.world.bob, web.world.inbox(), Right.LOOKUP, Right.READ);
    JsonNode made = link(web.bob, blob, "");
    String url = made.at("/1/urls").path(blob).asString();
    assertEquals(200, status(url), made::toString);
    web.world.share(web.world.bob, web.world.inbox());
    assertEquals(404, status(url), "no more than that");
  }

  @Test
  void whatIsAskedInTheWrongWayIsRefused() throws Exception {
    String blob = blob("x");
    for (String wrong :
        List.of(
            ",\"validFor\":0",
            ",\"validFor\":604801",
            ",\"validFor\":-1",
            ",\"validFor\":\"1\"",
            ",\"name\":\"a\\nb\"",
            ",\"name\":\"" + "x".repeat(201) + "\"",
            ",\"type\":7",
            ",\"other\":1")) {
      JsonNode error = link(web.ada, blob, wrong);
      assertEquals("invalidArguments", error.at("/1/type").asString(), wrong);
    }
    JsonNode none = link(web.ada, "U1-99999", "");
    assertEquals("U1-99999", none.at("/1/notFound/0").asString());
    assertTrue(none.at("/1/urls").isNull());
    assertEquals("accountNotFound", link(web.bob, blob, "").at("/1/type").asString());
    String many = "\"U1-1\"";
    for (int i = 2; i <= 101; i++) {
      many += ",\"U1-" + i + "\"";
    }
    JsonNode large =
        call(
            web.ada, "Blob/link", "\"accountId\":\"" + web.own() + "\",\"blobIds\":[" + many + "]");
    assertEquals("requestTooLarge", large.at("/1/type").asString());
    JsonNode session = JmapWeb.json(web.get("/jmap/session", "Authorization", web.ada));
    JsonNode capability =
        session
            .path("accounts")
            .path(web.own())
            .path("accountCapabilities")
            .path("urn:mailstead:params:jmap:bloblink");
    assertEquals(604_800, capability.path("maxValidFor").asInt());
    assertFalse(session.path("primaryAccounts").path(BLOBLINK).isMissingNode());
  }

  private static final String BLOBLINK = "urn:mailstead:params:jmap:bloblink";
}
