package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.testkit.TnefFile;

/** Small pictures of attachments (our own). */
class ThumbnailsTest {
  private JmapWeb web;

  @BeforeEach
  void start() throws IOException {
    web = new JmapWeb();
  }

  @AfterEach
  void stop() {
    web.close();
  }

  private static byte[] picture() throws IOException {
    var image = new BufferedImage(800, 600, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xffffff);
    var out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, "png", out));
    return out.toByteArray();
  }

  /** The blob of the only part but the text. */
  private String blob(String type, byte[] content) throws Exception {
    String id =
        web.world.append(
            """
            Content-Type: multipart/mixed; boundary=b

            --b

            hello
            --b
            Content-Type: %s
            Content-Transfer-Encoding: base64

            %s
            --b--
            """
                .formatted(
                    type,
                    new String(Base64.getMimeEncoder().encode(content), US_ASCII)
                        .replace("\r\n", "\n")));
    String request =
        """
        {"using": ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"],
         "methodCalls": [["Email/get",
           {"accountId": "%s", "ids": ["%s"], "properties": ["blobId"]}, "0"]]}
        """
            .formatted(web.own(), id);
    return JmapWeb.json(web.api(request, web.ada))
            .at("/methodResponses/0/1/list/0/blobId")
            .asString()
        + "-2";
  }

  private HttpResponse<byte[]> get(String blob, String query, String... headers) throws Exception {
    return web.get("/jmap/thumbnail/" + web.own() + "/" + blob + query, headers);
  }

  private HttpResponse<byte[]> get(String blob, String query) throws Exception {
    return get(blob, query, "Authorization", web.ada);
  }

  private static String size(HttpResponse<byte[]> answer) throws IOException {
    assertEquals(200, answer.statusCode(), () -> JmapWeb.text(answer));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(answer.body()));
    return image.getWidth() + "x" + image.getHeight();
  }

  private static void assertRefused(int status, String key, HttpResponse<byte[]> answer) {
    assertEquals(status, answer.statusCode());
    assertTrue(JmapWeb.text(answer).contains(key), () -> JmapWeb.text(answer));
  }

  @Test
  void picturesAreShownSmall() throws Exception {
    // Whatever type the sender says: it is a picture by its octets.
    String blob = blob("application/octet-stream", picture());
    assertEquals("256x192", size(get(blob, "")));
    assertEquals("64x48", size(get(blob, "?size=64")));
    assertEquals("512x384", size(get(blob, "?size=512")));
    HttpResponse<byte[]> answer = get(blob, "?size=100");
    assertEquals("image/jpeg", JmapWeb.header(answer, "Content-Type"));
    assertTrue(JmapWeb.header(answer, "Content-Security-Policy").startsWith("sandbox;"));
    assertEquals("private, immutable, max-age=31536000", JmapWeb.header(answer, "Cache-Control"));
  }

  @Test
  void whoHasItIsNotGivenItAgain() throws Exception {
    String blob = blob("image/png", picture());
    String tag = JmapWeb.header(get(blob, "?size=100"), "ETag");
    HttpResponse<byte[]> again =
        get(blob, "?size=100", "Authorization", web.ada, "If-None-Match", tag);
    assertEquals(304, again.statusCode());
    assertEquals(tag, JmapWeb.header(again, "ETag"));
    HttpResponse<byte[]> other =
        get(blob, "?size=101", "Authorization", web.ada, "If-None-Match", tag);
    assertEquals(200, other.statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"63", "513", "", "-1", "x", "99999999999"})
  void sizesHaveLimits(String size) throws Exception {
    assertRefused(400, "thumbnail.size", get(blob("image/png", picture()), "?size=" + size));
  }

  @Test
  void whatIsNoPictureIsRefused() throws Exception {
    byte[] text = "<svg onload='alert(1)'/>".getBytes(US_ASCII);
    assertRefused(404, "thumbnail.none", get(blob("image/svg+xml", text), ""));
    byte[] broken = Arrays.copyOf(picture(), 60);
    assertRefused(404, "thumbnail.none", get(blob("image/png", broken), ""));
    assertRefused(404, "blob.missing", get("G1-vvv", ""));
  }

  @Test
  void bombsAreRefused() throws Exception {
    ByteBuffer bomb = ByteBuffer.wrap(picture()).putInt(16, 60_000).putInt(20, 60_000);
    var crc = new CRC32();
    crc.update(bomb.array(), 12, 17);
    bomb.putInt(29, (int) crc.getValue());
    assertRefused(413, "thumbnail.too-large", get(blob("image/png", bomb.array()), ""));
  }

  @Test
  void nobodyElseSeesIt() throws Exception {
    String blob = blob("image/png", picture());
    assertEquals(404, get(blob, "", "Authorization", web.bob).statusCode());
    assertEquals(401, get(blob, "", "Accept", "image/png").statusCode());
  }

  @Test
  void picturesInWinmailAreShownToo() throws Exception {
    byte[] tnef = new TnefFile(1252).file("a.png", picture()).bytes();
    assertEquals("256x192", size(get(blob("application/ms-tnef", tnef) + "-t1", "")));
  }

  @Test
  void theSessionTellsWhere() throws Exception {
    String url =
        JmapWeb.json(web.get("/jmap/session", "Authorization", web.ada))
            .at("/capabilities/urn:mailstead:params:jmap:thumbnails/thumbnailUrl")
            .asString();
    assertTrue(url.endsWith("/jmap/thumbnail/{accountId}/{blobId}?size={size}"), url);
  }
}
