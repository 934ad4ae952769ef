package org.mailstead.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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

/** The pages of a whole server, in a real browser, and what they are served with. */
class PagesTest {
  private static final String STRICT = "carol@strict.test";
  private static final String PASSWORD = "carols-own-secret-word";

  @TempDir Path folder;

  @Test
  @Tag("foreign")
  void peopleSignInAndLookAfterTheirAccounts() throws Exception {
    InBrowser.need();
    Foreign.need("python3", "python3");
    Foreign.need("openssl", "openssl");
    Path home = folder.resolve("home");
    int base = Running.freeBase();
    try (Running server = Running.start(home, base)) {
      server.command("settings", "set", "tls.client_certificates", "on"); // from the next start on
    }
    try (Running server = Running.start(home, base)) {
      server.command("domain", "add", "strict.test");
      server.command("account", "add", STRICT, "--password", PASSWORD);
      String told = server.command("domain", "second-factor", "strict.test", "required");
      assertTrue(told.contains("second factor is required"), told);
      server.command("account", "add", "dan@example.test", "--password", PASSWORD);
      String added =
          server.command("oauth-client", "add", "A Program", "--redirect", "http://127.0.0.1/back");
      String way = server.command("sign-in", "reset", "dan@example.test").strip();
      InBrowser.run(
          "pages.js",
          server,
          Map.of(
              "MAILSTEAD_IMAPS",
              "" + server.port(993),
              "MAILSTEAD_CLIENT",
              added.strip().split(" ", -1)[1],
              "MAILSTEAD_RESET",
              way,
              "MAILSTEAD_PEOPLE",
              people(server)),
          folder.resolve("browser.txt"));
    }
  }

  /** The passwords that a try-out showed when it began, and that of who was added. */
  private static String people(Running server) throws IOException {
    String shown = Files.readString(server.home().resolve("out.txt"), UTF_8);
    Matcher line = Pattern.compile("(\\S+@example\\.test) +password (\\S+)").matcher(shown);
    var json = new StringBuilder("{\"" + STRICT + "\":\"" + PASSWORD + "\"");
    while (line.find()) {
      json.append(",\"%s\":\"%s\"".formatted(line.group(1), line.group(2)));
    }
    return json.append("}").toString();
  }

  @Test
  @Tag("slow")
  void pagesAreServedWithWhatKeepsThemSafe() throws Exception {
    try (Running server = Running.start(folder.resolve("home"));
        HttpClient client = HttpClient.newHttpClient()) {
      String origin = "http://localhost:" + server.port(80);
      HttpResponse<String> start = get(client, origin + "/");
      assertTrue(start.body().contains("href=\"/account\""), start.body());

      HttpResponse<String> closed = get(client, origin + "/account/a%2fb?x=1");
      assertEquals(400, closed.statusCode(), "a hidden slash");
      closed = get(client, origin + "/account/activity?x=1&y=2");
      assertEquals(303, closed.statusCode());
      assertEquals(
          List.of("/signin?to=%2Faccount%2Factivity%3Fx%3D1%26y%3D2"),
          closed.headers().allValues("Location"));

      String standing = get(client, origin + "/api/signin").body();
      assertTrue(standing.startsWith("{\"signedIn\":false,\"brand\":{"), standing);
      assertEquals(401, get(client, origin + "/api/account").statusCode());

      HttpResponse<String> page = get(client, origin + "/signin?to=/account");
      assertEquals(200, page.statusCode());
      String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
      assertTrue(policy.contains("require-trusted-types-for 'script'"), policy);
      assertTrue(policy.contains("frame-ancestors 'none'"), policy);
      // What the policy forbids must not be there, or the page would be broken.
      assertTrue(!page.body().contains("<style"), page.body());
      assertTrue(!Pattern.compile("<script(?![^>]* src=)").matcher(page.body()).find());

      Matcher script = Pattern.compile("src=\"(/assets/[^\"]+\\.js)\"").matcher(page.body());
      assertTrue(script.find(), page.body());
      HttpResponse<String> asset = get(client, origin + script.group(1));
      assertEquals(200, asset.statusCode());
      assertTrue(
          asset.headers().firstValue("Cache-Control").orElse("").contains("immutable"),
          asset.headers().toString());
      assertTrue(get(client, origin + "/licences.txt").body().contains("svelte"));
    }
  }

  private static HttpResponse<String> get(HttpClient client, String address) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
