package org.mailstead.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new server gets its owner by the pages alone, in a real browser, who then administers it. */
class AdminPagesTest {
  private static final Pattern LINK = Pattern.compile("http\\S+/welcome#\\S+\\n");

  @TempDir Path folder;

  @Test
  @Tag("foreign")
  void anOwnerSetsTheServerUpAndLooksAfterIt() throws Exception {
    InBrowser.need();
    try (Running server = Running.start(folder.resolve("home"))) {
      InBrowser.run(
          "admin.js",
          server,
          Map.of("MAILSTEAD_WELCOME", link(server)),
          folder.resolve("browser.txt"));
    }
  }

  /** As the console shows it: the server is ready only once it has said so. */
  private static String link(Running server) throws Exception {
    String console = Files.readString(server.home().resolve("out.txt"));
    Matcher link = LINK.matcher(console);
    assertTrue(link.find(), console);
    return link.group().strip();
  }

  @Test
  @Tag("slow")
  void theFirstStepsAreForEverybodyAndTheRestForThoseWhoHaveSignedIn() throws Exception {
    try (Running server = Running.start(folder.resolve("home"));
        HttpClient client = HttpClient.newHttpClient()) {
      String origin = "http://localhost:" + server.port(80);
      String start = get(client, origin + "/").body();
      assertTrue(start.contains("no owner yet") && start.contains("href=\"/welcome\""), start);
      HttpResponse<String> first = get(client, origin + "/welcome");
      assertEquals(200, first.statusCode());
      String policy = first.headers().firstValue("Content-Security-Policy").orElseThrow();
      assertTrue(policy.contains("require-trusted-types-for 'script'"), policy);
      String code = link(server).split("#", -1)[1];
      assertTrue(!start.contains(code), "the code is for whoever sees the console");
      assertTrue(!first.body().contains(code), "the code is for whoever sees the console");
      assertTrue(!get(client, origin + "/api/welcome").body().contains(code));

      HttpResponse<String> closed = get(client, origin + "/admin/audit?actor=ada");
      assertEquals(303, closed.statusCode());
      assertEquals(
          List.of("/signin?to=%2Fadmin%2Faudit%3Factor%3Dada"),
          closed.headers().allValues("Location"));
      assertEquals(401, get(client, origin + "/api/admin/me").statusCode());
    }
  }

  private static HttpResponse<String> get(HttpClient client, String address) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
