package org.mailstead.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.testkit.TestData;

/** The mail page of a whole server, in a real browser. */
class MailPagesTest {
  @TempDir Path folder;

  @Test
  @Tag("foreign")
  void peopleReadAndWriteTheirMail() throws Exception {
    InBrowser.need();
    Foreign.need("python3", "python3");
    try (Running server = Running.start(folder.resolve("home"))) {
      String ada = password(server, "ada");
      InBrowser.run(
          "hostile.js", server, Map.of("MAILSTEAD_ADA", ada), folder.resolve("hostile.txt"));
      seed(server, "ada@example.test", ada);
      var passwords = Map.of("MAILSTEAD_ADA", ada, "MAILSTEAD_BOB", password(server, "bob"));
      // One after the other on what the one before has left, as people do.
      assertAll(
          Stream.of("mail.js", "reading.js", "writing.js", "settings.js", "push.js", "corpus.js")
              .map(script ->
                  () -> InBrowser.run(script, server, passwords, folder.resolve(script + ".txt"))));
    }
  }

  private static String password(Running server, String name) throws Exception {
    String shown = Files.readString(server.home().resolve("out.txt"), UTF_8);
    Matcher line =
        Pattern.compile(Pattern.quote(name) + "@example\\.test +password (\\S+)").matcher(shown);
    assertTrue(line.find(), shown);
    return line.group(1);
  }

  private void seed(Running server, String address, String password) throws Exception {
    Path script = TestData.checkout().resolve("webmail/test/e2e/mail-seed.py");
    Path output = folder.resolve("seed.txt");
    Process process =
        new ProcessBuilder("python3", script.toString(), "" + server.port(143), address, password)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertEquals(0, process.waitFor(), () -> read(output));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  @Test
  @Tag("slow")
  void framesOfMailLoadNothingAndRunNothing() throws Exception {
    try (Running server = Running.start(folder.resolve("home"));
        HttpClient client = HttpClient.newHttpClient()) {
      String origin = "http://localhost:" + server.port(80);
      HttpResponse<String> frame = get(client, origin + "/mailframe.html");
      assertEquals(200, frame.statusCode());
      assertEquals("SAMEORIGIN", header(frame, "X-Frame-Options"));
      String policy = header(frame, "Content-Security-Policy");
      assertTrue(policy.startsWith("default-src 'none'; "), policy);
      assertTrue(policy.contains("img-src data: blob:;"), policy);
      assertTrue(policy.contains("frame-ancestors 'self'"), policy);
      assertTrue(!policy.contains("script-src"), "scripts fall to default-src: " + policy);
      assertEquals(303, get(client, origin + "/mail").statusCode());
      assertEquals(303, get(client, origin + "/mail/folder/F1-1").statusCode());
      HttpResponse<String> worker = get(client, origin + "/mail-worker.js");
      assertEquals("no-cache", header(worker, "Cache-Control"));
      assertEquals(
          "default-src 'none'; script-src 'self'; connect-src 'self'",
          header(worker, "Content-Security-Policy"));
      assertTrue(worker.body().contains("/mailframe.html"), worker::body);
      HttpResponse<String> style = get(client, origin + "/mailframe.css");
      assertEquals("nosniff", header(style, "X-Content-Type-Options"));
    }
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static HttpResponse<String> get(HttpClient client, String address) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
