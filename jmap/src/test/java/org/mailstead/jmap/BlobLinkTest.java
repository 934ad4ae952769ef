package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
            url.replace(parts.get(6), parts.get(6) + "0"),
            url.replace(parts.get(6), "99999999999999999999999"),
            url.replace(parts.get(6), "x"),
            url.replace(parts.get(7), "A".repeat(43)),
            url.replace(parts.get(7), "!"),
            url.replace(parts.get(7), parts.get(7).substring(1)),
            url.replace(parts.get(8), "evil.html"),
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
