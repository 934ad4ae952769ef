package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.jmap.search.SearchMethods;
import org.mailstead.testkit.TnefFile;
import org.mailstead.testkit.TnefFile.Property;
import tools.jackson.databind.JsonNode;

/** What is in a winmail.dat, over JMAP (our own). */
class WinmailJmapTest {
  private static final byte[] TNEF =
      new TnefFile(1252)
          .message(
              Property.octets(TnefFile.HTML, "<b>Grüße</b>".getBytes(UTF_8)),
              Property.number(TnefFile.INTERNET_CODE_PAGE, 65_001))
          .file(
              "a.txt",
              "first".getBytes(UTF_8),
              Property.text(TnefFile.MIME_TAG, "text/plain"),
              Property.text(TnefFile.CONTENT_ID, "c1"))
          .file(
              "evil.html",
              "<script>alert(1)</script>".getBytes(UTF_8),
              Property.text(TnefFile.MIME_TAG, "text/html"))
          .bytes();

  private JmapWeb web;

  @BeforeEach
  void start() throws IOException {
    web = new JmapWeb();
  }

  @AfterEach
  void stop() {
    web.close();
  }

  private static String mail(String text, byte[] tnef) {
    return """
    From: ada@example.test
    Subject: packed
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary=b

    --b
    Content-Type: text/plain

    %s
    --b
    Content-Type: application/ms-tnef; name=winmail.dat
    Content-Transfer-Encoding: base64
    Content-Disposition: attachment; filename=winmail.dat

    %s
    --b--
    """
        .formatted(text, new String(Base64.getMimeEncoder().encode(tnef), US_ASCII))
        .replace("\r\n", "\n");
  }

  private JsonNode unpacked(String id) throws Exception {
    return call(
            "Email/get", "\"ids\": [\"%s\"], \"properties\": [\"unpacked\"]".formatted(id), true)
        .at("/list/0/unpacked");
  }

  private JsonNode call(String method, String arguments, boolean using) throws Exception {
    String request =
        """
        {"using": ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"%s],
         "methodCalls": [["%s", {"accountId": "%s", %s}, "0"]]}
        """
            .formatted(
                using ? ", \"urn:mailstead:params:jmap:unpacked\"" : "",
                method,
                web.own(),
                arguments);
    return JmapWeb.json(web.api(request, web.ada)).at("/methodResponses/0/1");
  }

  private HttpResponse<byte[]> download(JsonNode file, String who, String... more)
      throws Exception {
    List<String> headers = new ArrayList<>(List.of("Authorization", who));
    headers.addAll(List.of(more));
    String path =
        "/jmap/download/"
            + web.own()
            + "/"
            + file.path("blobId").asString()
            + "/x?accept=text/html";
    return web.get(path, headers.toArray(String[]::new));
  }

  @Test
  void filesInsideAreFiles() throws Exception {
    JsonNode files = unpacked(web.world.append(mail("hello", TNEF))).path("2");
    assertEquals(2, files.size());
    JsonNode first = files.get(0);
    assertEquals("a.txt", first.path("name").asString());
    assertEquals("text/plain", first.path("type").asString());
    assertEquals("c1", first.path("cid").asString());
    assertEquals(5, first.path("size").asInt());
    assertEquals("first", JmapWeb.text(download(first, web.ada)));
    assertEquals(206, download(first, web.ada, "Range", "bytes=1-2").statusCode());
    assertEquals("ir", JmapWeb.text(download(first, web.ada, "Range", "bytes=1-2")));
  }

  @Test
  void nothingInsideRuns() throws Exception {
    JsonNode evil = unpacked(web.world.append(mail("hello", TNEF))).path("2").get(1);
    HttpResponse<byte[]> answer = download(evil, web.ada);
    assertEquals(200, answer.statusCode());
    assertTrue(JmapWeb.header(answer, "Content-Security-Policy").startsWith("sandbox;"));
    assertTrue(JmapWeb.header(answer, "Content-Disposition").startsWith("attachment;"));
  }

  @Test
  void nobodyElseSeesIt() throws Exception {
    JsonNode first = unpacked(web.world.append(mail("hello", TNEF))).path("2").get(0);
    assertEquals(404, download(first, web.bob).statusCode());
  }

  @Test
  void theTextIsOfferedWhenThereIsNoOther() throws Exception {
    JsonNode files = unpacked(web.world.append(mail("", TNEF))).path("2");
    assertEquals(3, files.size());
    JsonNode body = files.get(2);
    assertTrue(body.path("isBody").asBoolean());
    assertEquals("text/html", body.path("type").asString());
    assertEquals("\ufeff<b>Grüße</b>", JmapWeb.text(download(body, web.ada)));
  }

  @Test
  void whatCannotBeReadIsNull() throws Exception {
    JsonNode broken = unpacked(web.world.append(mail("hello", "no TNEF".getBytes(UTF_8))));
    assertTrue(broken.has("2") && broken.path("2").isNull());
    assertTrue(unpacked(web.world.append(EmailGetTest.mail("a", ""))).isNull());
  }

  @Test
  void itIsThereForWhoKnowsOfIt() throws Exception {
    String id = web.world.append(mail("hello", TNEF));
    String arguments = "\"ids\": [\"%s\"], \"properties\": [\"unpacked\"]".formatted(id);
    assertEquals("invalidArguments", call("Email/get", arguments, false).path("type").asString());
    assertTrue(
        JmapWeb.text(web.get("/jmap/session", "Authorization", web.ada)).contains("jmap:unpacked"));
  }

  @Test
  void messagesInBlobsHaveItToo() throws Exception {
    String id = web.world.append(mail("hello", TNEF));
    String blob =
        call("Email/get", "\"ids\": [\"%s\"], \"properties\": [\"blobId\"]".formatted(id), true)
            .at("/list/0/blobId")
            .asString();
    JsonNode parsed =
        call(
            "Email/parse",
            "\"blobIds\": [\"%s\"], \"properties\": [\"unpacked\"]".formatted(blob),
            true);
    JsonNode file = parsed.path("parsed").path(blob).path("unpacked").path("2").get(0);
    assertEquals("first", JmapWeb.text(download(file, web.ada)));
  }

  @Test
  void blobsThatAreNotThereAreNotFound() throws Exception {
    JsonNode first = unpacked(web.world.append(mail("hello", TNEF))).path("2").get(0);
    String blob = first.path("blobId").asString();
    for (String other :
        List.of(
            blob.replace("-t1", "-t9"),
            blob.replace("-2-t1", "-1-t1"),
            blob + "-t1",
            blob + "-1")) {
      String path = "/jmap/download/" + web.own() + "/" + other + "/x";
      int status = web.get(path, "Authorization", web.ada).statusCode();
      assertEquals(other.endsWith("-t1-1") ? 200 : 404, status, other);
    }
  }

  private List<String> zip(String id) throws Exception {
    List<String> names = new ArrayList<>();
    String path = "/jmap/attachments/" + web.own() + "/" + id + "/files.zip";
    HttpResponse<byte[]> answer = web.get(path, "Authorization", web.ada);
    try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName() + " " + zip.readAllBytes().length);
      }
    }
    return names;
  }

  @Test
  void theZipHasTheFilesInstead() throws Exception {
    assertEquals(List.of("a.txt 5", "evil.html 25"), zip(web.world.append(mail("hello", TNEF))));
    byte[] empty = new TnefFile(1252).bytes();
    assertEquals(
        List.of("winmail.dat " + empty.length), zip(web.world.append(mail("hello", empty))));
    assertEquals(
        List.of("winmail.dat 7"), zip(web.world.append(mail("hello", "no TNEF".getBytes(UTF_8)))));
  }

  @Test
  void whatIsInsideIsFound() {
    try (var world = JmapWorld.indexed()) {
      var script = new JmapScript(world).using(SearchMethods.CAPABILITY);
      byte[] tnef =
          new TnefFile(1252)
              .message(Property.text(TnefFile.BODY, "hedgehogs sleep"))
              .file("Quarterly.txt", "badgers dig".getBytes(UTF_8))
              .bytes();
      script.set("e", world.append(mail("", tnef)));
      world.awaitIndex();
      for (String typed : List.of("badgers", "filename:quarterly", "hedgehogs")) {
        script.play(
            """
            > ["Email/query", {"accountId": "$ada", "filter": {"search": "%s"}}, "0"]
            < ["Email/query", {"accountId": "$ada", "queryState": "*", "canCalculateChanges": true,
                "position": 0, "ids": ["$e"], "searched": "*"}, "0"]
            """
                .formatted(typed));
      }
    }
  }
}
