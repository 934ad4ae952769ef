package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.signin.AppPassword;
import tools.jackson.databind.JsonNode;

/** Uploads that go on after a break (the IETF's draft "Resumable Uploads for HTTP"). */
class PartialUploadTest {
  private static final String PART = "application/partial-upload";

  private JmapWeb web;
  private String path;

  @BeforeEach
  void start() throws IOException {
    web = new JmapWeb();
    path = "/jmap/upload/" + web.own() + "/";
  }

  @AfterEach
  void stop() {
    web.close();
  }

  private HttpResponse<byte[]> ask(String method, String at, byte[] body, String... headers)
      throws Exception {
    List<String> all = new ArrayList<>(List.of("Authorization", web.ada));
    all.addAll(List.of(headers));
    return web.octets(method, at, body, all.toArray(String[]::new));
  }

  private HttpResponse<byte[]> begin(byte[] body, String... headers) throws Exception {
    List<String> all = new ArrayList<>(List.of("Upload-Complete", "?0"));
    all.addAll(List.of(headers));
    return ask("POST", path, body, all.toArray(String[]::new));
  }

  private HttpResponse<byte[]> add(String at, long offset, boolean last, byte[] body)
      throws Exception {
    return ask(
        "PATCH",
        at,
        body,
        "Upload-Offset",
        Long.toString(offset),
        "Upload-Complete",
        last ? "?1" : "?0",
        "Content-Type",
        PART);
  }

  private static String location(HttpResponse<byte[]> begun) {
    assertEquals(201, begun.statusCode(), () -> JmapWeb.text(begun));
    return JmapWeb.header(begun, "Location");
  }

  private byte[] download(JsonNode made) throws Exception {
    String blob = made.path("blobId").asString();
    return ask("GET", "/jmap/download/" + web.own() + "/" + blob + "/x", new byte[0]).body();
  }

  private static void at(long offset, boolean complete, HttpResponse<byte[]> answer) {
    assertEquals(Long.toString(offset), JmapWeb.header(answer, "Upload-Offset"));
    assertEquals(complete ? "?1" : "?0", JmapWeb.header(answer, "Upload-Complete"));
  }

  private static byte[] octets(int size) {
    byte[] octets = new byte[size];
    new Random(size).nextBytes(octets);
    return octets;
  }

  @Test
  void whatComesInPartsIsOneUploadInTheEnd() throws Exception {
    byte[] whole = octets(300_000);
    HttpResponse<byte[]> begun =
        begin(Arrays.copyOf(whole, 1_000), "Content-Type", "image/png", "Upload-Length", "300000");
    String at = location(begun);
    at(1_000, false, begun);
    assertTrue(JmapWeb.header(begun, "Upload-Limit").contains("max-size=2000000"));
    HttpResponse<byte[]> told = ask("HEAD", at, new byte[0]);
    assertEquals(204, told.statusCode());
    at(1_000, false, told);
    assertEquals("300000", JmapWeb.header(told, "Upload-Length"));
    assertEquals("no-store", JmapWeb.header(told, "Cache-Control"));
    HttpResponse<byte[]> more = add(at, 1_000, false, Arrays.copyOfRange(whole, 1_000, 200_000));
    assertEquals(204, more.statusCode());
    at(200_000, false, more);
    HttpResponse<byte[]> last = add(at, 200_000, true, Arrays.copyOfRange(whole, 200_000, 300_000));
    assertEquals(201, last.statusCode());
    at(300_000, true, last);
    JsonNode made = JmapWeb.json(last);
    assertEquals(web.own(), made.path("accountId").asString());
    assertEquals("image/png", made.path("type").asString());
    assertEquals(300_000, made.path("size").asInt());
    assertArrayEquals(whole, download(made));
    at(300_000, true, ask("HEAD", at, new byte[0]));
    HttpResponse<byte[]> again = add(at, 300_000, true, new byte[0]);
    assertEquals(made, JmapWeb.json(again), "who lost the answer gets it again");
  }

  @Test
  void onePartMayBeAll() throws Exception {
    byte[] whole = "all at once".getBytes(UTF_8);
    HttpResponse<byte[]> made = ask("POST", path, whole, "Upload-Complete", "?1");
    assertEquals(201, made.statusCode());
    at(11, true, made);
    assertArrayEquals(whole, download(JmapWeb.json(made)));
    HttpResponse<byte[]> empty = begin(new byte[0]);
    HttpResponse<byte[]> done = add(location(empty), 0, true, new byte[0]);
    assertEquals(0, JmapWeb.json(done).path("size").asInt(-1));
    HttpResponse<byte[]> plain = ask("POST", path, whole);
    assertEquals("", JmapWeb.header(plain, "Upload-Offset"), "an upload as ever");
  }

  /** The connection goes in the middle of a part: what had come is there. */
  @Test
  void aPartThatBreaksOffIsKeptAsFarAsItCame() throws Exception {
    byte[] whole = octets(100_000);
    String at = location(begin(new byte[0]));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), web.port)) {
      String head =
          String.join(
              "\r\n",
              "PATCH " + at + " HTTP/1.1",
              "Host: localhost",
              "Authorization: " + web.ada,
              "Upload-Offset: 0",
              "Upload-Complete: ?1",
              "Content-Type: " + PART,
              "Content-Length: 100000",
              "",
              "");
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      socket.getOutputStream().write(whole, 0, 60_000);
    }
    long offset = 0;
    for (int i = 0; i < 200 && offset == 0; i++) {
      Thread.sleep(50);
      offset = Long.parseLong(JmapWeb.header(ask("HEAD", at, new byte[0]), "Upload-Offset"));
    }
    assertEquals(60_000, offset, "it said that it was the last, and was not whole");
    byte[] rest = Arrays.copyOfRange(whole, 60_000, 100_000);
    HttpResponse<byte[]> last = add(at, offset, true, rest);
    assertArrayEquals(whole, download(JmapWeb.json(last)));
  }

  @Test
  void offsetsThatLieChangeNothing() throws Exception {
    String at = location(begin("0123456789".getBytes(UTF_8)));
    for (long wrong : List.of(0L, 9L, 11L, 999_999_999_999_999L)) {
      HttpResponse<byte[]> refused = add(at, wrong, false, new byte[5]);
      assertEquals(409, refused.statusCode());
      assertEquals(10, JmapWeb.json(refused).path("expected-offset").asInt());
      assertEquals(wrong, JmapWeb.json(refused).path("provided-offset").asLong());
      at(10, false, refused);
    }
    String[][] cases = {
      {"Upload-Complete", "?0", "Content-Type", PART},
      {"Upload-Offset", "-1", "Upload-Complete", "?0", "Content-Type", PART},
      {"Upload-Offset", "x", "Upload-Complete", "?0", "Content-Type", PART},
      {"Upload-Offset", "10", "Upload-Complete", "yes", "Content-Type", PART},
      {"Upload-Offset", "10", "Content-Type", PART},
    };
    for (String[] headers : cases) {
      assertEquals(400, ask("PATCH", at, new byte[1], headers).statusCode());
    }
    String[] noPart = {"Upload-Offset", "10", "Upload-Complete", "?0", "Content-Type", "a/b"};
    assertEquals(415, ask("PATCH", at, new byte[1], noPart).statusCode());
    at(10, false, ask("HEAD", at, new byte[0]));
  }

  @Test
  void itIsNoLargerThanWasSaidAndThanMayBe() throws Exception {
    assertEquals(413, begin(new byte[0], "Upload-Length", "2000001").statusCode());
    String said = location(begin(new byte[5], "Upload-Length", "10"));
    assertEquals(413, add(said, 5, true, new byte[6]).statusCode());
    assertEquals(400, add(said, 5, true, new byte[3]).statusCode(), "it is too short");
    at(8, false, ask("HEAD", said, new byte[0]));
    assertEquals(201, add(said, 8, true, new byte[2]).statusCode());
    String open = location(begin(new byte[1_500_000]));
    assertEquals(413, add(open, 1_500_000, false, new byte[500_001]).statusCode());
    assertEquals(204, add(open, 1_500_000, false, new byte[500_000]).statusCode());
  }

  @Test
  void twoPartsAtTheSameTimeAreNotMixed() throws Exception {
    String at = location(begin(new byte[0]));
    List<Integer> codes = java.util.Collections.synchronizedList(new ArrayList<>());
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      byte[] mine = new byte[50_000];
      Arrays.fill(mine, (byte) ('a' + i));
      all.add(
          Thread.startVirtualThread(() -> {
            try {
              codes.add(add(at, 0, false, mine).statusCode());
            } catch (Exception e) {
              codes.add(0);
            }
          }));
    }
    for (Thread thread : all) {
      thread.join();
    }
    codes.sort(null);
    assertEquals(List.of(204, 409, 409), codes);
    byte[] whole = download(JmapWeb.json(add(at, 50_000, true, new byte[0])));
    assertEquals(50_000, whole.length);
    for (byte octet : whole) {
      assertEquals(whole[0], octet);
    }
  }

  @Test
  void othersDoNotSeeIt() throws Exception {
    String at = location(begin(new byte[5]));
    assertEquals(404, web.octets("HEAD", at, new byte[0], "Authorization", web.bob).statusCode());
    assertEquals(401, web.octets("HEAD", at, new byte[0]).statusCode());
    assertEquals(404, ask("HEAD", path + "999999", new byte[0]).statusCode());
    assertEquals(404, ask("HEAD", path + "x", new byte[0]).statusCode());
    var terms =
        new AppPassword.Terms(AppPassword.Terms.ALL_PROTOCOLS, true, Optional.empty(), List.of());
    String reader = web.basic(web.world.ada, terms);
    assertEquals(
        403,
        web.octets("POST", path, new byte[1], "Authorization", reader, "Upload-Complete", "?0")
            .statusCode());
  }

  @Test
  void itIsForgottenWhenThatIsWantedAndAfterADay() throws Exception {
    String at = location(begin(new byte[5]));
    assertEquals(204, ask("DELETE", at, new byte[0]).statusCode());
    assertEquals(404, ask("HEAD", at, new byte[0]).statusCode());
    assertEquals(404, add(at, 5, true, new byte[0]).statusCode());
    String other = location(begin(new byte[5]));
    web.world.clock.pass(Duration.ofHours(25));
    assertEquals(404, ask("HEAD", other, new byte[0]).statusCode());
    web.world.post.retention().purge(web.world.ada.id(), web.world.clock.instant());
    assertEquals(404, ask("HEAD", other, new byte[0]).statusCode());
  }

  @Test
  void anAccountHasNoMoreThanSoMany() throws Exception {
    String first = location(begin(new byte[0]));
    for (int i = 1; i < 20; i++) {
      location(begin(new byte[0]));
    }
    assertEquals(507, begin(new byte[0]).statusCode());
    assertEquals(204, ask("DELETE", first, new byte[0]).statusCode());
    location(begin(new byte[0]));
  }
}
