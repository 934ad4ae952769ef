package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.signin.Protocol;
import org.mailstead.post.ObjectIds;

/** How much one account does at once over HTTP; who has a token, and who has it no more. */
class ConcurrencyTest {
  private static final String ECHO =
      "{\"using\":[\"urn:ietf:params:jmap:core\"],\"methodCalls\":[[\"Core/echo\",{},\"0\"]]}";

  private static final int BEGUN = 20_000;

  private JmapWeb web;
  private final List<Socket> sockets = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    web = new JmapWeb();
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    web.close();
  }

  /**
   * A request whose body's end is still to come: it has its turn. What it has sent is enough for
   * minutes, at the rate that is the slowest.
   */
  private Socket begun(String path, int length, String authorization) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), web.port);
    sockets.add(socket);
    socket.setSoTimeout(20_000);
    send(
        socket,
        "POST " + path + " HTTP/1.1",
        "Content-Type: application/json",
        "Content-Length: " + (BEGUN + length),
        "Authorization: " + authorization);
    socket.getOutputStream().write(" ".repeat(BEGUN).getBytes(UTF_8));
    return socket;
  }

  private static void send(Socket socket, String... lines) throws IOException {
    String head = String.join("\r\n", lines) + "\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(ISO_8859_1));
  }

  private static String status(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))
        .readLine()
        .substring(9, 12);
  }

  /**
   * Asks until it is refused. What asks has a turn too, for a moment, which one of those that began
   * may have found missing: it was answered at once, and begins again.
   */
  private HttpResponse<byte[]> untilRefused(String path, String what) throws Exception {
    HttpResponse<byte[]> answer;
    int tries = 0;
    do {
      for (Socket socket : List.copyOf(sockets)) {
        if (socket.getInputStream().available() > 0) {
          sockets.remove(socket);
          socket.close();
          begun(path, what.length(), web.ada);
        }
      }
      answer =
          web.octets(
              "POST",
              path,
              what.getBytes(UTF_8),
              "Authorization",
              web.ada,
              "Content-Type",
              "application/json");
      Thread.sleep(20);
    } while (answer.statusCode() != 429 && ++tries < 200);
    return answer;
  }

  @Test
  void tenRequestsOfAnAccountAreDoneAtOnceAndNoMore() throws Exception {
    for (int i = 0; i < 10; i++) {
      begun("/jmap/api", ECHO.length(), web.ada);
    }
    HttpResponse<byte[]> refused = untilRefused("/jmap/api", ECHO);
    assertEquals(429, refused.statusCode());
    assertEquals("urn:ietf:params:jmap:error:limit", JmapWeb.json(refused).at("/type").asString());
    assertEquals("maxConcurrentRequests", JmapWeb.json(refused).at("/limit").asString());
    assertEquals(200, web.api(ECHO, web.bob).statusCode(), "others have turns of their own");
    for (Socket socket : sockets) {
      socket.getOutputStream().write(ECHO.getBytes(UTF_8));
      assertEquals("200", status(socket));
    }
    assertEquals(200, web.api(ECHO, web.ada).statusCode(), "and then there are turns again");
  }

  @Test
  void fourUploadsOfAnAccountAreTakenAtOnceAndNoMore() throws Exception {
    String path = "/jmap/upload/" + web.own() + "/";
    for (int i = 0; i < 4; i++) {
      begun(path, 3, web.ada);
    }
    HttpResponse<byte[]> refused = untilRefused(path, "abc");
    assertEquals(429, refused.statusCode());
    assertEquals("maxConcurrentUpload", JmapWeb.json(refused).at("/limit").asString());
    assertEquals(200, web.api(ECHO, web.ada).statusCode(), "requests are counted by themselves");
    String theirs = "/jmap/upload/" + ObjectIds.account(web.world.bob.id()) + "/";
    assertEquals(
        201, web.octets("POST", theirs, new byte[3], "Authorization", web.bob).statusCode());
    sockets.removeFirst().close(); // it goes without having sent all
    int status = 429;
    for (int i = 0; i < 200 && status == 429; i++) {
      status = web.octets("POST", path, new byte[3], "Authorization", web.ada).statusCode();
      Thread.sleep(20);
    }
    assertEquals(201, status, "its turn is free");
  }

  @Test
  void aTokenForJmapOpensIt() throws Exception {
    String token = web.bearer(web.world.ada, 7, Protocol.JMAP, Protocol.IMAP);
    HttpResponse<byte[]> session = web.get("/.well-known/jmap", "Authorization", token);
    assertEquals(200, session.statusCode());
    assertEquals("ada@example.test", JmapWeb.json(session).path("username").asString());
    assertEquals(200, web.api(ECHO, token).statusCode());
    assertEquals(401, web.api(ECHO, token + "x").statusCode());
    HttpResponse<byte[]> other = web.api(ECHO, web.bearer(web.world.ada, 8, Protocol.IMAP));
    assertNotEquals(200, other.statusCode(), "one for something else");
    web.tokens.clear();
    web.credentials.appPasswords().list(web.world.ada.id());
    web.revoke(web.world.ada); // something of the account changes: it is looked at anew
    int status = 200;
    for (int i = 0; i < 200 && status == 200; i++) {
      Thread.sleep(20);
      status = web.api(ECHO, token).statusCode();
    }
    assertEquals(401, status, "one that was taken away");
  }

  @Test
  void anEventStreamEndsWhenTheAppPasswordIsTakenAway() throws Exception {
    var socket = new Socket(InetAddress.getLoopbackAddress(), web.port);
    sockets.add(socket);
    socket.setSoTimeout(20_000);
    send(socket, "GET /jmap/events?types=* HTTP/1.1", "Authorization: " + web.ada);
    var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    for (String line = in.readLine(); !": here".equals(line); line = in.readLine()) {
      assertTrue(line != null, "it begins");
    }
    web.revoke(web.world.ada);
    String line = in.readLine();
    while (line != null && !line.equals("0")) {
      line = in.readLine();
    }
    assertEquals("0", line, "the last chunk");
  }
}
