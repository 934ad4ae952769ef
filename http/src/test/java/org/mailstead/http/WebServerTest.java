package org.mailstead.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

class WebServerTest {
  private WebServer server;
  private int port;

  @BeforeEach
  void start() throws IOException {
    var routes =
        new Routes()
            .get("/", _ -> Answer.text(200, "root"))
            .get("/people/{who}", r -> Answer.text(200, "person " + r.captured("who")))
            .get("/people/all", _ -> Answer.text(200, "all"))
            .get("/files/{rest*}", r -> Answer.text(200, "file " + r.captured("rest")))
            .get("/from", r -> Answer.text(200, r.from().getHostAddress() + " " + r.secure()))
            .get("/ask", r -> Answer.text(200, r.query("q").orElse("nothing")))
            .get("/cookie", r -> Answer.text(200, r.cookie("session").orElse("none")))
            .post("/echo", r -> Answer.text(200, new String(r.body(100), UTF_8)))
            .post("/form", r -> Answer.text(200, r.form(1000).toString()))
            .post(
                "/refuse",
                _ -> {
                  throw new Refused(Problem.Kind.EXISTS, "thing.exists", "a \"thing\"</script>");
                })
            .post(
                "/defect",
                _ -> {
                  throw new IllegalStateException("a secret of the inside");
                })
            .on("POST", "/open", Routes.Origin.ANY, _ -> Answer.text(200, "open"));
    var config =
        new WebConfig(
            "127.0.0.1",
            0,
            Optional.empty(),
            Optional.empty(),
            address -> address.getHostAddress().equals("127.0.0.1"));
    server = new WebServer(config, routes);
    port = server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** The whole answer to one request, as it stands on the line. */
  private String ask(String head, String body) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
      String text = head + "\r\nConnection: close\r\n" + length + "\r\n" + body;
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private String get(String path, String... headers) throws IOException {
    return ask(request("GET", path, headers), "");
  }

  private String request(String method, String path, String... headers) {
    String more = headers.length == 0 ? "" : "\r\n" + String.join("\r\n", headers);
    return method + " " + path + " HTTP/1.1\r\nHost: localhost:" + port + more;
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4).strip();
  }

  private static void status(int expected, String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 " + expected + " "), answer);
  }

  @Test
  void aRequestFindsItsRouteAndLiteralsGoFirst() throws IOException {
    assertEquals("root", body(get("/")));
    assertEquals("person ada@example.test", body(get("/people/ada@example.test")));
    assertEquals("person ad\u00c3\u00a4", body(get("/people/ad%C3%A4")));
    assertEquals("all", body(get("/people/all")));
    assertEquals("file a/b c/d", body(get("/files/a/b%20c/d")));
    status(404, get("/people/"));
    status(404, get("/people"));
    status(404, get("/people/a/b"));
    status(404, get("/nothing"));
  }

  @Test
  void aPathCannotClimbOrHideASlash() throws IOException {
    assertEquals("root", body(get("/files/..")));
    status(400, get("/files/%2e%2e%2fx"));
    status(400, get("/people/a%2Fb"));
    status(400, get("/files/a%00b"));
  }

  @Test
  void otherMethodsAreToldWhatThereIs() throws IOException {
    String head = ask(request("HEAD", "/people/x"), "");
    status(200, head);
    assertEquals("", body(head));
    String wrong = ask(request("DELETE", "/people/x"), "");
    status(405, wrong);
    assertTrue(wrong.contains("Allow: GET, HEAD\r\n"), wrong);
    assertTrue(ask(request("OPTIONS", "/echo"), "").contains("Allow: POST, OPTIONS\r\n"));
  }

  @Test
  void aBodyHasALimitWhetherItsLengthIsToldOrNot() throws IOException {
    assertEquals("hello", body(ask(request("POST", "/echo"), "hello")));
    String full = "x".repeat(100);
    assertEquals(full, body(ask(request("POST", "/echo"), full)));
    status(413, ask(request("POST", "/echo"), full + "y"));
    String chunked =
        request("POST", "/echo", "Transfer-Encoding: chunked")
            + "\r\nConnection: close\r\n\r\n65\r\n"
            + full
            + "y\r\n0\r\n";
    status(413, ask(chunked, ""));
  }

  @Test
  void aFormIsReadAndAFieldThatStandsTwiceIsRefused() throws IOException {
    String type = "Content-Type: application/x-www-form-urlencoded; charset=utf-8";
    assertEquals("{a=1 2}", body(ask(request("POST", "/form", type), "a=1+2")));
    status(400, ask(request("POST", "/form", type), "a=1&a=2"));
    status(400, ask(request("POST", "/form", type), "a=%zz"));
    status(400, ask(request("POST", "/form", type), "&".repeat(300)));
    status(400, ask(request("POST", "/form", "Content-Type: text/plain"), "a=1"));
    assertEquals("x", body(get("/ask?q=x&p=y")));
    status(400, get("/ask?q=x&q=y"));
  }

  @Test
  void pagesOfOtherSitesChangeNothing() throws IOException {
    status(200, ask(request("POST", "/echo", "Origin: http://localhost:" + port), "x"));
    status(200, ask(request("POST", "/echo", "Sec-Fetch-Site: same-origin"), "x"));
    status(403, ask(request("POST", "/echo", "Origin: https://evil.example"), "x"));
    status(403, ask(request("POST", "/echo", "Origin: null"), "x"));
    status(403, ask(request("POST", "/echo", "Origin: http://localhost:1"), "x"));
    status(403, ask(request("POST", "/echo", "Sec-Fetch-Site: cross-site"), "x"));
    status(403, ask(request("POST", "/echo", "Sec-Fetch-Site: same-site"), "x"));
    status(200, ask(request("POST", "/open", "Origin: https://other.example"), "x"));
    status(200, get("/", "Sec-Fetch-Site: cross-site"));
  }

  @Test
  void everyAnswerIsSafeAndTellsNothingOfTheInside() throws IOException {
    for (String answer :
        List.of(
            get("/"),
            get("/nothing"),
            ask(request("POST", "/refuse"), "x"),
            ask(request("POST", "/defect"), "x"))) {
      assertTrue(answer.contains("X-Content-Type-Options: nosniff\r\n"), answer);
      assertTrue(answer.contains("frame-ancestors 'none'"), answer);
      assertTrue(answer.contains("Cache-Control: no-store\r\n"), answer);
      assertFalse(answer.contains("secret"), answer);
      assertFalse(answer.toLowerCase(java.util.Locale.ROOT).contains("jetty"), answer);
    }
    String broken = ask("GET / HTTP/1.1\r\nHost: a\r\nHost: b", "");
    status(400, broken);
    assertFalse(broken.toLowerCase(java.util.Locale.ROOT).contains("jetty"), broken);
    status(431, get("/", "X-Long: " + "x".repeat(20_000)));
  }

  @Test
  void aProblemIsJsonThatCannotBreakOut() throws IOException {
    String answer = ask(request("POST", "/refuse"), "x");
    status(409, answer);
    assertTrue(answer.contains("Content-Type: application/problem+json\r\n"), answer);
    assertEquals(
        "{\"status\":409,\"title\":\"EXISTS\",\"key\":\"thing.exists\","
            + "\"arguments\":[\"a \\\"thing\\\"</script>\"]}",
        body(answer));
  }

  @Test
  void aProxyIsBelievedOnlyWhenItIsTrustedAndOnlyForItsOwnHop() throws IOException {
    assertEquals("127.0.0.1 false", body(get("/from")));
    String forged = "X-Forwarded-For: 10.9.9.9, 192.0.2.7";
    assertEquals("192.0.2.7 true", body(get("/from", forged, "X-Forwarded-Proto: https")));
    assertEquals("127.0.0.1 false", body(get("/from", "X-Forwarded-For: nonsense")));
    assertEquals("2001:db8:0:0:0:0:0:1 false", body(get("/from", "X-Forwarded-For: 2001:db8::1")));
    try (var closed =
        new WebServer(
            WebConfig.plain("127.0.0.1", 0),
            new Routes().get("/", r -> Answer.text(200, r.from() + " " + r.secure())))) {
      port = closed.start();
      assertEquals("/127.0.0.1 false", body(get("/", forged, "X-Forwarded-Proto: https")));
    }
  }

  @Test
  void aCookieIsForThisHostAlone() throws IOException {
    assertEquals("none", body(get("/cookie")));
    assertEquals("abc", body(get("/cookie", "Cookie: session=abc")));
    assertEquals("none", body(get("/cookie", "Cookie: session=a", "X-Forwarded-Proto: https")));
    assertEquals("b", body(get("/cookie", "Cookie: __Host-session=b", "X-Forwarded-Proto: https")));
    assertEquals(
        "__Host-session=v; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=60",
        new Cookie("session", "v", Optional.of(Duration.ofMinutes(1)), true, true).toString());
    assertThrows(
        IllegalArgumentException.class,
        () -> new Cookie("session", "a; Domain=x", Optional.empty(), true, true));
    assertThrows(
        IllegalArgumentException.class, () -> Answer.of(303).with("Location", "/\r\nX-Bad: 1"));
  }

  @Test
  void twoHandlersOfOneRouteAreADefect() {
    var routes = new Routes().get("/a/{b}", _ -> Answer.of(200));
    assertThrows(IllegalArgumentException.class, () -> routes.get("/a/{b}", _ -> Answer.of(200)));
    assertEquals(Set.of("GET", "HEAD"), routes.methods(List.of("a", "x")));
    assertEquals(1, new Routes().add(routes).all().size());
  }

  @Test
  void strangersAreSentToThePortWithTlsAndNothingIsTakenFromThem() throws IOException {
    var config =
        new WebConfig(
            "127.0.0.1",
            0,
            Optional.empty(),
            Optional.of("https://mail.example"),
            address -> address.isLoopbackAddress());
    try (var open =
        new WebServer(
            config,
            new Routes()
                .get("/page", _ -> Answer.text(200, "page"))
                .get("/.well-known/acme-challenge/{token}", _ -> Answer.text(200, "proof"))
                .post("/page", _ -> Answer.text(200, "taken")))) {
      port = open.start();
      String stranger = "X-Forwarded-For: 203.0.113.7";
      String moved = get("/page?a=b", stranger);
      status(308, moved);
      assertTrue(moved.contains("Location: https://mail.example/page?a=b\r\n"), moved);
      status(403, ask(request("POST", "/page", stranger), "x"));
      assertEquals("proof", body(get("/.well-known/acme-challenge/x", stranger)));
      assertEquals("page", body(get("/page", stranger, "X-Forwarded-Proto: https")));
      assertEquals("page", body(get("/page")));
    }
  }
}
