package org.mailstead.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.wire.dns.ZoneFileResolver;

/** The web of strangers, against servers of a test that mean no good. */
@Timeout(60)
class OutsideWebTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

  /** The test's web is 127.0.0.1 alone; all else that is not public is as forbidden as ever. */
  private static final String ZONE =
      """
      one.test.      A 127.0.0.1
      two.test.      A 127.0.0.1
      within.test.   A 127.0.0.2
      six.test.      AAAA ::1
      cloud.test.    A 169.254.169.254
      mixed.test.    A 127.0.0.1
      mixed.test.    A 10.0.0.1
      mixed6.test.   A 127.0.0.1
      mixed6.test.   AAAA fd00::1
      2130706433.    A 127.0.0.1
      """;

  @TempDir Path folder;

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final TestServer server = TestServer.plain(this::answer);
  private final OutsideWeb web = web(server.port, server.port, Duration.ofSeconds(20));

  OutsideWebTest() throws IOException {}

  @AfterEach
  void close() {
    server.close();
  }

  private static Resolver resolver() throws IOException {
    return new ZoneFileResolver(new ByteArrayInputStream(ZONE.getBytes(ISO_8859_1)), false);
  }

  private OutsideWeb web(int plain, int encrypted, Duration whole) throws IOException {
    var reach = new OutsideWeb.Reach(HERE::equals, plain, encrypted);
    return new OutsideWeb(resolver(), new Connector(server.wire), whole, reach);
  }

  /** Answers what stands for the path, and notes all that was sent. */
  private void answer(Connection connection) throws IOException {
    var request = new StringBuilder();
    String path = "";
    while (connection.in().readLine(9000) instanceof Line.Text text) {
      String line = text.latin1();
      path = path.isEmpty() ? line.split(" ", 3)[1] : path;
      if (line.isEmpty()) {
        break;
      }
      request.append(line).append('\n');
    }
    if (request.isEmpty()) {
      return; // who does not like the certificate goes without a word
    }
    if (request.indexOf("POST") == 0) {
      request.append(new String(connection.in().readOctets(3), ISO_8859_1));
    }
    asked.add(request.toString());
    String page = pages.getOrDefault(path, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
    connection.out().write(page.getBytes(ISO_8859_1));
    connection.out().flush();
  }

  private static String page(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static String redirect(int status, String to) {
    return "HTTP/1.1 " + status + " x\r\nLocation: " + to + "\r\nContent-Length: 9\r\n\r\n";
  }

  private HttpReply get(String url) throws IOException {
    return get(web, url);
  }

  private static HttpReply get(OutsideWeb web, String url) throws IOException {
    return web.get(WebAddress.parse(url).orElseThrow(), "image/*", 1000);
  }

  private static String body(HttpReply reply) {
    return new String(reply.body(), ISO_8859_1);
  }

  @Test
  void nothingIsToldOfWhoAsks() throws Exception {
    pages.put("/a?b", page("hello"));
    assertEquals("hello", body(get("http://one.test/a?b")));
    assertEquals(
        List.of(
            """
            GET /a?b HTTP/1.1
            Accept: image/*
            Host: one.test
            User-Agent: Mailstead
            Connection: close
            """),
        asked);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsFollowed(int status) throws Exception {
    pages.put("/a", redirect(status, "//two.test/b"));
    pages.put("/b", page("there"));
    assertEquals("there", body(get("http://one.test/a")));
    assertTrue(asked.getLast().contains("Host: two.test\n"), asked.getLast());
    assertFalse(asked.getLast().contains("Referer"));
  }

  @Test
  void redirectsEnd() {
    pages.put("/a", redirect(302, "/a"));
    assertThrows(IOException.class, () -> get("http://one.test/a"));
    assertEquals(6, asked.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://2130706433/",
        "http://within.test/",
        "http://six.test/",
        "http://cloud.test/",
        "http://mixed.test/",
        "http://mixed6.test/",
        "http://nowhere.test/",
        "http://one.test:22/",
        "file:///etc/passwd"
      })
  void noRedirectLeadsInside(String inside) {
    pages.put("/a", redirect(302, inside));
    pages.put("/", page("secret"));
    assertThrows(IOException.class, () -> get("http://one.test/a"));
    assertEquals(1, asked.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"within", "six", "cloud", "mixed", "mixed6", "nowhere"})
  void noNameLeadsInside(String name) {
    pages.put("/", page("secret"));
    assertThrows(IOException.class, () -> get("http://" + name + ".test/"));
    assertEquals(List.of(), asked);
  }

  @Test
  void theInternetIsNotThisMachine() throws Exception {
    pages.put("/", page("secret"));
    var reach = new OutsideWeb.Reach(OutsideWeb.Reach.INTERNET.allowed(), server.port, server.port);
    var strict =
        new OutsideWeb(resolver(), new Connector(server.wire), Duration.ofSeconds(20), reach);
    assertThrows(IOException.class, () -> get(strict, "http://one.test/"));
    assertEquals(List.of(), asked);
  }

  @Test
  void aPostGoesWhereItIsToGoAndNoFurther() throws Exception {
    pages.put("/a", redirect(307, "/b"));
    HttpReply reply =
        web.post(
            WebAddress.parse("http://one.test/a").orElseThrow(),
            "text/plain",
            "x=y".getBytes(ISO_8859_1),
            100);
    assertEquals(307, reply.status());
    assertEquals(1, asked.size());
    assertTrue(asked.getFirst().endsWith("Connection: close\nx=y"), asked.getFirst());
  }

  @Test
  void anAnswerThatDripsIsOverWhenItsTimeIs() throws Exception {
    try (var slow =
        TestServer.plain(connection -> {
          connection.out().print("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n").flush();
          for (int i = 0; i < 400; i++) {
            connection.out().print("x").flush();
            pause(50);
          }
        })) {
      long began = System.nanoTime();
      OutsideWeb hasty = web(slow.port, slow.port, Duration.ofSeconds(1));
      assertThrows(IOException.class, () -> get(hasty, "http://one.test/"));
      assertTrue(System.nanoTime() - began < Duration.ofSeconds(10).toNanos());
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBodyWithoutEndIsNotReadToIt() throws Exception {
    var sent = new AtomicInteger();
    try (var endless =
        TestServer.plain(connection -> {
          connection.out().print("HTTP/1.1 200 OK\r\n\r\n");
          while (true) {
            connection.out().print("x".repeat(10_000)).flush();
            sent.addAndGet(10_000);
          }
        })) {
      OutsideWeb one = web(endless.port, endless.port, Duration.ofSeconds(20));
      assertThrows(IOException.class, () -> get(one, "http://one.test/"));
    }
    assertTrue(sent.get() < 50_000_000, "it was read on and on");
  }

  @Test
  void aHostIsAskedByAFewAtOnceAndTheOthersWait() throws Exception {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var done = new CountDownLatch(10);
    try (var busy =
        TestServer.plain(connection -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          pause(100);
          now.decrementAndGet();
          connection.out().print(page("x")).flush();
        })) {
      OutsideWeb one = web(busy.port, busy.port, Duration.ofSeconds(20));
      for (int i = 0; i < 10; i++) {
        Thread.ofVirtual()
            .start(() -> {
              try {
                get(one, "http://one.test/");
                done.countDown();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
      }
      assertTrue(done.await(30, TimeUnit.SECONDS), "not all had their turn");
    }
    assertTrue(most.get() <= 4, most + " at once");
  }

  @Test
  void theCertificateHasToBeForTheName() throws Exception {
    var files = TestServer.files(folder, "server", "one.test");
    try (var secure = TestServer.tls(new Certificates(List.of(files)), this::answer)) {
      pages.put("/", page("hello"));
      pages.put("/down", redirect(302, "http://one.test/"));
      var reach = new OutsideWeb.Reach(HERE::equals, server.port, secure.port);
      var connector = new Connector(server.wire, TestServer.storeOf(files));
      var known = new OutsideWeb(resolver(), connector, Duration.ofSeconds(20), reach);
      assertEquals("hello", body(get(known, "https://one.test/")));
      assertThrows(HttpsCalls.Impostor.class, () -> get(known, "https://two.test/"));
      OutsideWeb unknown = web(server.port, secure.port, Duration.ofSeconds(20));
      assertThrows(HttpsCalls.Impostor.class, () -> get(unknown, "https://one.test/"));
      int before = asked.size();
      assertThrows(IOException.class, () -> get(known, "https://one.test/down"));
      assertEquals(before + 1, asked.size(), "from a safe line to an open one");
    }
  }
}
