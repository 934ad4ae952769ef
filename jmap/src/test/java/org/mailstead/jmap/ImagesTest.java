package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.jmap.images.ImagesConfig;
import org.mailstead.post.Right;
import tools.jackson.databind.JsonNode;

/** Pictures that mail names on web servers of strangers. */
class ImagesTest {
  private static final byte[] PNG = "\u0089PNG\r\n\u001a\n and so on".getBytes(ISO_8859_1);

  private final JmapWeb web;
  private final TestWeb outside = TestWeb.IT;

  ImagesTest() throws IOException {
    web = new JmapWeb();
  }

  @AfterEach
  void close() {
    web.close();
  }

  private String email(String html) {
    return web.world.append("From: amy@far.test\nContent-Type: text/html\n\n" + html + "\n");
  }

  private String showing(String... urls) {
    var html = new StringBuilder();
    for (String url : urls) {
      html.append("<img src=\"").append(url.replace("&", "&amp;")).append("\">");
    }
    return email(html.toString());
  }

  private HttpResponse<byte[]> image(String email, String url) throws Exception {
    return image(email, url, web.ada);
  }

  private HttpResponse<byte[]> image(String email, String url, String who) throws Exception {
    String path =
        "/jmap/image/"
            + web.own()
            + "/"
            + email
            + "?url="
            + URLEncoder.encode(url, StandardCharsets.UTF_8);
    return web.get(path, "Authorization", who);
  }

  private static String key(HttpResponse<byte[]> answer) {
    return answer.statusCode() + " " + JmapWeb.json(answer).path("key").asString();
  }

  @Test
  void aPictureIsShownAndNobodyIsToldOfIt() throws Exception {
    outside.page("/a.png?u=1&v", PNG);
    String email = showing("http://one.test/a.png?u=1&v");
    HttpResponse<byte[]> answer = image(email, "http://one.test/a.png?u=1&v");
    assertEquals(200, answer.statusCode(), JmapWeb.text(answer));
    assertArrayEquals(PNG, answer.body());
    assertEquals("image/png", JmapWeb.header(answer, "Content-Type"));
    assertEquals("nosniff", JmapWeb.header(answer, "X-Content-Type-Options"));
    assertEquals("private, max-age=86400", JmapWeb.header(answer, "Cache-Control"));
    assertTrue(
        JmapWeb.header(answer, "Content-Security-Policy")
            .startsWith("sandbox; default-src 'none'"));
    String asked = outside.asked.getFirst();
    for (String telling : List.of("Cookie", "Referer", "Accept-Language", "Authorization", "Via")) {
      assertFalse(asked.contains(telling), asked);
    }
  }

  @Test
  void theSecondReadingAsksNobody() throws Exception {
    outside.page("/a", PNG);
    String email = showing("http://one.test/a");
    assertEquals(200, image(email, "http://one.test/a").statusCode());
    assertEquals(200, image(email, "http://one.test/a").statusCode());
    web.world.share(web.world.bob, web.world.inbox(), Right.LOOKUP, Right.READ);
    assertEquals(200, image(email, "http://one.test/a", web.bob).statusCode());
    assertEquals(1, outside.asked.size());
    web.world.clock.pass(Duration.ofDays(31));
    assertEquals(200, image(email, "http://one.test/a").statusCode());
    assertEquals(2, outside.asked.size(), "it may be another by now");
  }

  @Test
  void whatIsTooLargeToBeKeptIsShownAllTheSame() throws Exception {
    web.world.imagesConfig = new ImagesConfig(true, 10);
    outside.page("/a", PNG);
    String email = showing("http://one.test/a");
    assertArrayEquals(PNG, image(email, "http://one.test/a").body());
    assertArrayEquals(PNG, image(email, "http://one.test/a").body());
    assertEquals(2, outside.asked.size());
  }

  @Test
  void aPictureOfAnySizeIsWhole() throws Exception {
    byte[] large = Arrays.copyOf(PNG, 700_000);
    outside.page("/a", large);
    String email = showing("http://one.test/a");
    assertArrayEquals(large, image(email, "http://one.test/a").body());
    HttpResponse<byte[]> again = image(email, "http://one.test/a");
    assertArrayEquals(large, again.body());
    assertEquals("700000", JmapWeb.header(again, "Content-Length"));
    assertEquals("image/png", JmapWeb.header(again, "Content-Type"));
    assertEquals(1, outside.asked.size());
  }

  @Test
  void whatManyWantAtOnceIsAskedForOnce() throws Exception {
    outside.page("/a", PNG);
    outside.pause = Duration.ofMillis(300);
    String email = showing("http://one.test/a");
    List<Callable<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(() -> image(email, "http://one.test/a").statusCode());
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(all)) {
        assertEquals(200, done.get());
      }
    }
    assertEquals(1, outside.asked.size());
  }

  @Test
  void onlyWhatTheEmailShowsIsAskedFor() throws Exception {
    outside.page("/a", PNG);
    outside.page("/b", PNG);
    String email =
        email("<img src='http://one.test/a'><a href='http://one.test/b'>b</a> http://one.test/b");
    String other = showing("http://one.test/b");
    assertEquals("404 image.elsewhere", key(image(email, "http://one.test/b")));
    assertEquals("404 image.elsewhere", key(image(email, "http://one.test/")));
    assertEquals("404 image.elsewhere", key(image(email, "")));
    assertEquals("404 message.missing", key(image("M9-9", "http://one.test/a")));
    assertEquals(401, web.get("/jmap/image/" + web.own() + "/" + email).statusCode());
    assertEquals("404 account.missing", key(image(email, "http://one.test/a", web.bob)));
    assertEquals(List.of(), outside.asked);
    assertEquals(200, image(other, "http://one.test/b").statusCode());
  }

  @Test
  void anotherPageCannotUseTheBrowsersSession() throws Exception {
    String email = showing("http://one.test/a");
    outside.page("/a", PNG);
    String path = "/jmap/image/" + web.own() + "/" + email + "?url=http://one.test/a";
    var own = web.get(path, "Cookie", "session=x", "Sec-Fetch-Site", "same-origin");
    assertEquals(200, own.statusCode());
    var others = web.get(path, "Cookie", "session=x", "Sec-Fetch-Site", "cross-site");
    assertEquals(403, others.statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/a",
        "http://[::1]/a",
        "http://2130706433/a",
        "http://169.254.169.254/latest/meta-data/",
        "https://one.test:8443/a",
        "file:///etc/passwd",
        "data:image/png;base64,iVBORw0KGgo="
      })
  void whatIsNoPublicAddressIsNoPicture(String url) throws Exception {
    assertEquals("404 image.elsewhere", key(image(showing(url), url)));
    assertEquals(List.of(), outside.asked);
  }

  @Test
  void insideIsNotReachedAndNothingIsToldOfIt() throws Exception {
    outside.page("/down", "302 Found", "Location: http://127.0.0.1/", new byte[0]);
    outside.page("/loop", "302 Found", "Location: /loop", new byte[0]);
    String email =
        showing(
            "http://inside.test/", "http://one.test/down", "http://one.test/loop", "//two.test/");
    assertEquals("503 image.unreachable", key(image(email, "http://inside.test/")));
    assertEquals("503 image.unreachable", key(image(email, "http://one.test/down")));
    assertEquals("503 image.unreachable", key(image(email, "http://one.test/loop")));
    assertEquals("503 image.unreachable", key(image(email, "//two.test/")), "a wrong certificate");
  }

  @Test
  void whatIsNoPictureIsNotShown() throws Exception {
    String svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write(PNG);
      gzip.write(new byte[1_000_000]);
    }
    outside.page("/svg", "200 OK", "Content-Type: image/png", svg.getBytes(ISO_8859_1));
    outside.page("/html", "<html><b>x</b></html>".getBytes(ISO_8859_1));
    outside.page("/gzip", "200 OK", "Content-Encoding: gzip", zipped.toByteArray());
    outside.page("/204", "204 No Content", "X: y", new byte[0]);
    outside.page("/404", "404 Not Found", "Content-Type: image/png", PNG);
    outside.page("/none", new byte[0]);
    for (String path : List.of("/svg", "/html", "/gzip", "/204", "/404", "/none")) {
      String url = "http://one.test" + path;
      assertEquals("404 image.none", key(image(showing(url), url)), path);
    }
  }

  @Test
  void whatIsTooLargeOrCutIsNotShown() throws Exception {
    outside.raw("/large", "HTTP/1.1 200 OK\r\nContent-Length: 10485761\r\n\r\n", PNG);
    outside.raw("/cut", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", PNG);
    for (String path : List.of("/large", "/cut")) {
      String url = "http://one.test" + path;
      assertEquals("503 image.unreachable", key(image(showing(url), url)), path);
    }
  }

  @Test
  void aFailureIsRememberedForAWhile() throws Exception {
    String email = showing("http://one.test/late");
    assertEquals("404 image.none", key(image(email, "http://one.test/late")));
    outside.page("/late", PNG);
    assertEquals("404 image.none", key(image(email, "http://one.test/late")));
    assertEquals(1, outside.asked.size());
    web.world.clock.pass(Duration.ofMinutes(3));
    assertEquals(200, image(email, "http://one.test/late").statusCode());
  }

  @Test
  void itIsInTheSessionUnlessItIsOff() throws Exception {
    JsonNode session = JmapWeb.json(web.get("/jmap/session", "Authorization", web.ada));
    assertEquals(
        "http://localhost:" + web.port + "/jmap/image/{accountId}/{emailId}?url={url}",
        session
            .path("capabilities")
            .path("urn:mailstead:params:jmap:images")
            .path("imageUrl")
            .asString());
    web.world.imagesConfig = new ImagesConfig(false, 0);
    JsonNode without = JmapWeb.json(web.get("/jmap/session", "Authorization", web.ada));
    assertTrue(
        without.path("capabilities").path("urn:mailstead:params:jmap:images").isMissingNode());
    assertEquals("403 image.off", key(image(showing("http://one.test/a"), "http://one.test/a")));
  }
}
