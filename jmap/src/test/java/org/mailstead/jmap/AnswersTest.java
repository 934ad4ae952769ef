package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What answers look like on the way: packed, in parts, for pages of other sites. */
class AnswersTest {
  private static final String PAGES = "https://pages.example";

  private JmapWeb web;

  @BeforeEach
  void start() throws IOException {
    web = new JmapWeb();
  }

  @AfterEach
  void stop() {
    web.close();
  }

  private static String echo(int length) {
    return "{\"using\":[\"urn:ietf:params:jmap:core\"],\"methodCalls\":[[\"Core/echo\",{\"x\":\""
        + "abcdefgh".repeat(length / 8)
        + "\"},\"0\"]]}";
  }

  private HttpResponse<byte[]> ask(String json, String accepted) throws Exception {
    return web.octets(
        "POST",
        "/jmap/api",
        json.getBytes(UTF_8),
        "Authorization",
        web.ada,
        "Content-Type",
        "application/json",
        "Accept-Encoding",
        accepted);
  }

  private static byte[] unpacked(HttpResponse<byte[]> answer) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
  }

  @Test
  void answersOfMethodsArePackedForWhoeverTakesThat() throws Exception {
    byte[] plain = ask(echo(20_000), "identity").body();
    for (String accepted : List.of("gzip", "br, GZIP;q=0.5", "deflate,gzip ; q=1")) {
      HttpResponse<byte[]> answer = ask(echo(20_000), accepted);
      assertEquals("gzip", JmapWeb.header(answer, "Content-Encoding"), accepted);
      assertTrue(JmapWeb.header(answer, "Vary").contains("Accept-Encoding"));
      assertTrue(answer.body().length < plain.length / 10);
      assertArrayEquals(plain, unpacked(answer));
    }
    for (String accepted : List.of("br", "gzip;q=0", "gzip; q=0.000", "x-gzip-y", "*")) {
      HttpResponse<byte[]> answer = ask(echo(20_000), accepted);
      assertEquals("", JmapWeb.header(answer, "Content-Encoding"), accepted);
      assertArrayEquals(plain, answer.body());
      assertTrue(JmapWeb.header(answer, "Vary").contains("Accept-Encoding"));
    }
    assertEquals("", JmapWeb.header(ask(echo(8), "gzip"), "Content-Encoding"), "it is small");
  }

  /** Whoever counts octets on the line learns little from a few more or less. */
  @Test
  void theLengthOfWhatIsPackedIsNotOfTheContentAlone() throws Exception {
    Set<Integer> lengths = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      lengths.add(ask(echo(20_000), "gzip").body().length);
    }
    assertTrue(lengths.size() > 5, lengths::toString);
  }

  @Test
  void theSessionObjectIsPackedAndErrorsAndDownloadsAreNot() throws Exception {
    HttpResponse<byte[]> session =
        web.get("/jmap/session", "Authorization", web.ada, "Accept-Encoding", "gzip");
    assertEquals("gzip", JmapWeb.header(session, "Content-Encoding"));
    assertTrue(new String(unpacked(session), UTF_8).contains("apiUrl"));
    HttpResponse<byte[]> blob = download("x".repeat(5_000), "Accept-Encoding", "gzip");
    assertEquals("", JmapWeb.header(blob, "Content-Encoding"));
    assertEquals(5_000, blob.body().length);
    assertEquals("", JmapWeb.header(ask("{", "gzip"), "Content-Encoding"));
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

  private HttpResponse<byte[]> download(String text, String... headers) throws Exception {
    return fetch("GET", blob(text), headers);
  }

  private HttpResponse<byte[]> fetch(String method, String blob, String... headers)
      throws Exception {
    String[] all = new String[headers.length + 2];
    all[0] = "Authorization";
    all[1] = web.ada;
    System.arraycopy(headers, 0, all, 2, headers.length);
    return web.octets(
        method, "/jmap/download/" + web.own() + "/" + blob + "/a.txt", new byte[0], all);
  }

  @Test
  void aPartOfABlobCanBeAskedFor() throws Exception {
    String blob = blob("0123456789");
    String[][] cases = {
      {"bytes=0-3", "0123", "bytes 0-3/10"},
      {"bytes=4-", "456789", "bytes 4-9/10"},
      {"bytes=-3", "789", "bytes 7-9/10"},
      {"bytes=-99", "0123456789", "bytes 0-9/10"},
      {"bytes=9-9", "9", "bytes 9-9/10"},
      {"bytes=5-999999999999999999", "56789", "bytes 5-9/10"},
    };
    for (String[] one : cases) {
      HttpResponse<byte[]> part = fetch("GET", blob, "Range", one[0]);
      assertEquals(206, part.statusCode(), one[0]);
      assertEquals(one[1], JmapWeb.text(part));
      assertEquals(one[2], JmapWeb.header(part, "Content-Range"));
      assertTrue(JmapWeb.header(part, "Content-Security-Policy").contains("sandbox"));
      assertTrue(JmapWeb.header(part, "Content-Disposition").startsWith("attachment"));
    }
    for (String none : List.of("bytes=10-", "bytes=5-4", "bytes=-0", "bytes=99-100")) {
      HttpResponse<byte[]> part = fetch("GET", blob, "Range", none);
      assertEquals(416, part.statusCode(), none);
      assertEquals("bytes */10", JmapWeb.header(part, "Content-Range"));
    }
    for (String other :
        List.of(
            "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "bytes=", "bytes=1-99999999999999999999")) {
      HttpResponse<byte[]> whole = fetch("GET", blob, "Range", other);
      assertEquals(200, whole.statusCode(), other);
      assertEquals("0123456789", JmapWeb.text(whole));
      assertEquals("bytes", JmapWeb.header(whole, "Accept-Ranges"));
    }
    HttpResponse<byte[]> head = fetch("HEAD", blob, "Range", "bytes=2-4");
    assertEquals("3", JmapWeb.header(head, "Content-Length"));
    HttpResponse<byte[]> empty = fetch("GET", blob("x").replaceAll("$", ""), "Range", "bytes=0-0");
    assertEquals("x", JmapWeb.text(empty));
  }

  @Test
  void aBlobThatTheClientHasIsNotSentAgain() throws Exception {
    String blob = blob("0123456789");
    String tag = JmapWeb.header(fetch("GET", blob), "ETag");
    assertTrue(tag.matches("\"[^\"]+\""), tag);
    for (String known : List.of(tag, "\"x\", " + tag, "*", "W/" + tag)) {
      HttpResponse<byte[]> same = fetch("GET", blob, "If-None-Match", known);
      assertEquals(304, same.statusCode(), known);
      assertEquals(0, same.body().length);
      assertEquals(tag, JmapWeb.header(same, "ETag"));
      assertTrue(JmapWeb.header(same, "Cache-Control").contains("immutable"));
    }
    assertEquals(200, fetch("GET", blob, "If-None-Match", "\"x\"").statusCode());
    assertFalse(tag.equals(JmapWeb.header(fetch("GET", blob("0123456789")), "ETag")));
    assertEquals(206, fetch("GET", blob, "Range", "bytes=0-1", "If-Range", tag).statusCode());
    assertEquals(200, fetch("GET", blob, "Range", "bytes=0-1", "If-Range", "\"x\"").statusCode());
    String path = "/jmap/download/" + web.own() + "/" + blob + "/a.txt";
    assertEquals(401, web.get(path, "If-None-Match", tag).statusCode(), "nobody is told");
    assertEquals(404, web.get(path, "If-None-Match", tag, "Authorization", web.bob).statusCode());
  }

  private HttpResponse<byte[]> before(String path, String origin, String method) throws Exception {
    return web.octets(
        "OPTIONS",
        path,
        new byte[0],
        "Origin",
        origin,
        "Access-Control-Request-Method",
        method,
        "Access-Control-Request-Headers",
        "authorization,content-type");
  }

  @Test
  void pagesThatAreNamedMayAskWithAProofOfTheirOwn() throws Exception {
    HttpResponse<byte[]> asked = before("/jmap/api", PAGES, "POST");
    assertEquals(204, asked.statusCode());
    assertEquals(PAGES, JmapWeb.header(asked, "Access-Control-Allow-Origin"));
    assertEquals("POST", JmapWeb.header(asked, "Access-Control-Allow-Methods"));
    String sent = JmapWeb.header(asked, "Access-Control-Allow-Headers");
    assertTrue(sent.contains("Authorization") && sent.contains("Content-Type"), sent);
    assertEquals("", JmapWeb.header(asked, "Access-Control-Allow-Credentials"));
    HttpResponse<byte[]> answer =
        web.get("/jmap/session", "Authorization", web.ada, "Origin", PAGES);
    assertEquals(200, answer.statusCode());
    assertEquals(PAGES, JmapWeb.header(answer, "Access-Control-Allow-Origin"));
    assertTrue(JmapWeb.header(answer, "Vary").contains("Origin"));
    assertEquals("", JmapWeb.header(answer, "Access-Control-Allow-Credentials"));
    HttpResponse<byte[]> refused = web.get("/jmap/session", "Origin", PAGES);
    assertEquals(403, refused.statusCode(), "errors can be read too");
    assertEquals(PAGES, JmapWeb.header(refused, "Access-Control-Allow-Origin"));
    HttpResponse<byte[]> cookie =
        web.get(
            "/jmap/session",
            "Cookie",
            "session=x",
            "Origin",
            PAGES,
            "Sec-Fetch-Site",
            "cross-site");
    assertEquals(403, cookie.statusCode(), "a cookie is no proof there");
  }

  @Test
  void otherPagesAreToldNothing() throws Exception {
    for (String origin :
        List.of(
            "https://evil.example",
            "http://pages.example",
            "https://pages.example:444",
            "https://pages.example.evil.example",
            "https://PAGES.example",
            "null")) {
      HttpResponse<byte[]> asked = before("/jmap/api", origin, "POST");
      assertEquals("", JmapWeb.header(asked, "Access-Control-Allow-Origin"), origin);
      assertEquals("", JmapWeb.header(asked, "Access-Control-Allow-Methods"), origin);
      HttpResponse<byte[]> answer =
          web.get("/jmap/session", "Authorization", web.ada, "Origin", origin);
      assertEquals("", JmapWeb.header(answer, "Access-Control-Allow-Origin"), origin);
      assertTrue(JmapWeb.header(answer, "Vary").contains("Origin"), "caches keep them apart");
    }
  }
}
