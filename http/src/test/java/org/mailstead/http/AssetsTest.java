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
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssetsTest {
  @TempDir Path program;
  private WebServer server;
  private int port;

  @BeforeEach
  void start() throws IOException {
    write("pages/files.txt", "page.html\npage.html.br\npage.html.gz\nassets/a-1f.js\nicon.svg\n");
    write("pages/page.html", "plain page");
    write("pages/page.html.br", "page in brotli");
    write("pages/page.html.gz", "page in gzip");
    write("pages/assets/a-1f.js", "script");
    write("pages/icon.svg", "<svg/>");
    write("pages/secret.txt", "not on the list");
    write("secret.txt", "beside the folder");
    Assets assets = Assets.read(loader(), "pages");
    server =
        new WebServer(
            WebConfig.plain("127.0.0.1", 0),
            new Routes().add(assets.routes()).get("/page", assets.page("page.html")));
    port = server.start();
  }

  private void write(String path, String text) throws IOException {
    Path file = program.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private ClassLoader loader() throws IOException {
    return new URLClassLoader(new URL[] {program.toUri().toURL()}, null);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String ask(String method, String path, String... headers) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      String text =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
              + more
              + "\r\n";
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private static String field(String answer, String name) {
    Matcher matcher = Pattern.compile("(?m)^" + name + ": ([^\r\n]*)").matcher(answer);
    return matcher.find() ? matcher.group(1) : "";
  }

  @Test
  void aPageIsAskedForAnewAndSentOnlyWhenItChanged() throws IOException {
    String first = ask("GET", "/page");
    assertEquals("plain page", body(first));
    assertEquals("no-cache", field(first, "Cache-Control"));
    assertEquals("text/html; charset=utf-8", field(first, "Content-Type"));
    assertEquals("nosniff", field(first, "X-Content-Type-Options"));
    String tag = field(first, "ETag");
    String again = ask("GET", "/page", "If-None-Match: \"other\", W/" + tag);
    assertTrue(again.startsWith("HTTP/1.1 304 "), again);
    assertEquals("", body(again));
    assertEquals(tag, field(again, "ETag"));
    assertTrue(ask("GET", "/page", "If-None-Match: *").startsWith("HTTP/1.1 304 "));
    assertTrue(ask("GET", "/page", "If-None-Match: \"other\"").startsWith("HTTP/1.1 200 "));
  }

  @Test
  void aPageMayRunOnlyOurScriptsAndBeFramedByNobody() throws IOException {
    String policy = field(ask("GET", "/page"), "Content-Security-Policy");
    assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"));
    assertTrue(policy.contains("frame-ancestors 'none'"), policy);
    assertTrue(policy.contains("connect-src 'self'"), policy);
    assertTrue(policy.contains("require-trusted-types-for 'script'"), policy);
    assertFalse(policy.contains("unsafe"), policy);
  }

  @Test
  void theSmallestFormIsSentThatTheClientTakes() throws IOException {
    assertForm("br", "page in brotli", "gzip, deflate, br, zstd");
    assertForm("gzip", "page in gzip", "gzip, deflate");
    assertForm("gzip", "page in gzip", "br;q=0, GZIP;q=0.5");
    assertForm("", "plain page", "identity");
    assertForm("", "plain page", "br; q=0.0, gzip;q=0");
    assertForm("", "plain page", "brotli, xgzip");
    String script = ask("GET", "/assets/a-1f.js", "Accept-Encoding: br");
    assertEquals("", field(script, "Content-Encoding"), "one that the build has not packed");
  }

  private void assertForm(String coding, String body, String accepted) throws IOException {
    String answer = ask("GET", "/page", "Accept-Encoding: " + accepted);
    assertEquals(coding, field(answer, "Content-Encoding"), accepted);
    assertEquals(body, body(answer), accepted);
    assertEquals("Accept-Encoding", field(answer, "Vary"));
    // A cache must not hand one form to somebody who asks about another.
    String other = ask("GET", "/page", "If-None-Match: " + field(answer, "ETag"));
    assertEquals(coding.isEmpty() ? "304" : "200", other.split(" ", 3)[1]);
  }

  @Test
  void whatHasAHashInItsNameIsKeptForEver() throws IOException {
    String script = ask("GET", "/assets/a-1f.js");
    assertEquals("script", body(script));
    assertEquals("public, max-age=31536000, immutable", field(script, "Cache-Control"));
    assertEquals("text/javascript; charset=utf-8", field(script, "Content-Type"));
    assertEquals("no-cache", field(ask("GET", "/icon.svg"), "Cache-Control"));
    assertEquals("image/svg+xml", field(ask("GET", "/icon.svg"), "Content-Type"));
  }

  @Test
  void headSendsNoBody() throws IOException {
    String head = ask("HEAD", "/page", "Accept-Encoding: br");
    assertTrue(head.startsWith("HTTP/1.1 200 "), head);
    assertEquals("14", field(head, "Content-Length"));
    assertEquals("br", field(head, "Content-Encoding"));
    assertEquals("", body(head));
  }

  @Test
  void nothingButTheListedFilesCanBeHad() throws IOException {
    for (String path :
        new String[] {
          "/secret.txt",
          "/files.txt",
          "/page.html",
          "/assets/../secret.txt",
          "/assets/..%2fsecret.txt",
          "/assets/%2e%2e/%2e%2e/secret.txt",
          "/assets/..;/secret.txt",
          "/assets/a-1f.js%00.txt",
          "/assets/a-1f.js/",
          "/assets//a-1f.js",
          "/assets/",
          "/assets\\..\\secret.txt",
        }) {
      String answer = ask("GET", path);
      assertTrue(answer.matches("(?s)HTTP/1.1 40[04] .*"), path + " gave " + answer);
    }
    assertTrue(ask("POST", "/assets/a-1f.js").startsWith("HTTP/1.1 405 "));
  }

  @Test
  void aBuildWithoutPagesIsTold() throws IOException {
    ClassLoader loader = loader();
    assertThrows(IOException.class, () -> Assets.read(loader, "nowhere"));
    Assets assets = Assets.read(loader, "pages");
    assertThrows(IllegalArgumentException.class, () -> assets.page("other.html"));
    write("pages/files.txt", "gone.js\n");
    assertThrows(IOException.class, () -> Assets.read(loader, "pages"));
    write("pages/files.txt", "tool.exe\n");
    write("pages/tool.exe", "x");
    assertThrows(IllegalArgumentException.class, () -> Assets.read(loader, "pages"));
  }
}
