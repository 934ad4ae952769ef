package org.mailstead.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Second factors and app passwords on a whole server, with clients of others. */
@Tag("slow")
class SignInServerTest {
  private static final String EVE = "eve@example.test";
  private static final String PASSWORD = "a-password-of-some-length";

  @TempDir Path folder;

  /** A browser, as far as calls are concerned. */
  private static final class Visit {
    private final HttpClient client =
        HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String origin;

    Visit(Running server) {
      origin = "http://localhost:" + server.port(80);
    }

    HttpResponse<String> call(String method, String path, String json) throws Exception {
      var body =
          json.isEmpty()
              ? HttpRequest.BodyPublishers.noBody()
              : HttpRequest.BodyPublishers.ofString(json);
      return client.send(
          HttpRequest.newBuilder(URI.create(origin + path))
              .method(method, body)
              .header("Content-Type", "application/json")
              .header("Origin", origin)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }

    String post(String path, String json) throws Exception {
      HttpResponse<String> answer = call("POST", path, json);
      assertTrue(answer.statusCode() < 300, answer.body());
      return answer.body();
    }
  }

  private static String field(String json, String name) {
    var matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    assertTrue(matcher.find(), json);
    return matcher.group(1);
  }

  /** What an authenticator app shows (RFC 6238), made here from the standard alone. */
  private static String code(String secret, long later) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(Base32.decode(secret), "HmacSHA1"));
    long step = Instant.now().getEpochSecond() / 30 + later;
    byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
    int number = ByteBuffer.wrap(hash, hash[19] & 15, 4).getInt() & 0x7fffffff;
    return "%06d".formatted(number % 1_000_000);
  }

  private static String signIn(String password) {
    return "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(EVE, password);
  }

  @Test
  void withASecondFactorProgramsHavePasswordsOfTheirOwn() throws Exception {
    Foreign.need("python3", "python3");
    try (Running server = Running.start(folder.resolve("home"))) {
      server.command("account", "add", EVE, "--password", PASSWORD);
      var visit = new Visit(server);
      assertEquals(401, visit.call("GET", "/api/account", "").statusCode());
      assertEquals(401, visit.call("POST", "/api/signin/password", signIn("wrong")).statusCode());
      assertEquals(
          "signed-in", field(visit.post("/api/signin/password", signIn(PASSWORD)), "state"));
      String setUp = visit.post("/api/account/totp", "{\"name\":\"Phone\"}");
      String secret = field(setUp, "secret");
      String confirm = "/api/account/totp/" + field(setUp, "id") + "/confirm";
      assertEquals(401, visit.call("POST", confirm, "{\"code\":\"000000\"}").statusCode());
      assertTrue(
          visit.post(confirm, "{\"code\":\"" + code(secret, 0) + "\"}").contains("recoveryCodes"));
      String full = made(visit, "{\"name\":\"All\"}");
      String read = made(visit, "{\"name\":\"Reader\",\"readOnly\":true}");
      String imap = made(visit, "{\"name\":\"Phone\",\"protocols\":[\"imap\"]}");
      String script = Foreign.script(folder, "signin.py");
      String base = Integer.toString(server.portBase());
      assertEquals(
          "all as it should be\n",
          Foreign.run(folder, 60, "python3", script, base, EVE, PASSWORD, full, read, imap)
              .orFail()
              .output());
      anotherBrowserNeedsTheCode(server, secret);
      whatIsTakenAwayEndsAtOnce(server, visit, imap);
      commandsTellOfIt(server);
    }
  }

  /** Authlib gets a token, curl and mutt read and send mail with it. */
  @Test
  void programsAreLetInByToken() throws Exception {
    Foreign.need("curl", "curl");
    Foreign.need("mutt", "mutt");
    try (Running server = Running.start(folder.resolve("home"))) {
      server.command("account", "add", EVE, "--password", PASSWORD);
      String redirect = "http://127.0.0.1/back";
      String added = server.command("oauth-client", "add", "A Program", "--redirect", redirect);
      String client = added.strip().split(" ", -1)[1];
      assertTrue(server.command("oauth-client", "list").contains("A Program"));
      var visit = new Visit(server);
      HttpResponse<String> in = visit.call("POST", "/api/signin/password", signIn(PASSWORD));
      String cookie = in.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
      String[] tokens =
          Foreign.run(
                  folder,
                  60,
                  "/usr/bin/python3",
                  Foreign.script(folder, "oauth.py"),
                  visit.origin,
                  client,
                  redirect,
                  cookie,
                  EVE)
              .orFail()
              .output()
              .strip()
              .split(" ", -1);
      Files.writeString(folder.resolve("mail.eml"), "Subject: by token\r\n\r\nhello\r\n");
      curl(
              server,
              tokens[0],
              "smtps",
              465,
              "--mail-from",
              EVE,
              "--mail-rcpt",
              EVE,
              "-T",
              "mail.eml")
          .orFail();
      // The other one tells the owner that a program was let in.
      assertTrue(inbox(server, tokens[0]).contains("(MESSAGES 2)"), inbox(server, tokens[0]));
      assertTrue(curl(server, tokens[0], "pop3s", 995).orFail().output().startsWith("1 "), "POP3");
      String no = curl(server, tokens[0] + "x", "imaps", 993).output();
      assertTrue(no.contains("Login denied") || no.contains("Authentication"), no);
      mutt(server, tokens[0]);
      String programs = visit.call("GET", "/api/account/programs", "").body();
      String gone = "/api/account/programs/" + field(programs, "id");
      assertEquals(204, visit.call("DELETE", gone, "").statusCode());
      assertTrue(curl(server, tokens[0], "imaps", 993).code() != 0);
    }
  }

  private Foreign.Ended curl(Running server, String token, String scheme, int port, String... more)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "-sSk", "--oauth2-bearer", token));
    command.addAll(List.of("--user", EVE, "--max-time", "20"));
    command.add(scheme + "://127.0.0.1:" + server.port(port) + "/");
    command.addAll(List.of(more));
    return Foreign.run(folder, 30, command.toArray(new String[0]));
  }

  private String inbox(Running server, String token) throws Exception {
    return curl(server, token, "imaps", 993, "-X", "STATUS INBOX (MESSAGES)").orFail().output();
  }

  private void mutt(Running server, String token) throws Exception {
    Path saved = folder.resolve("saved.mbox");
    Files.writeString(
        folder.resolve("muttrc"),
        """
        set spoolfile="imaps://localhost:%d/INBOX"
        set folder="imaps://localhost:%d/"
        set certificate_file="%s"
        set imap_user="%s"
        set imap_authenticators="xoauth2"
        set imap_oauth_refresh_command="echo %s"
        set ssl_starttls=no
        set ssl_force_tls=no
        set header_cache=""
        set copy=no
        set confirmcreate=no
        set delete=no
        push "<limit>~s token<enter><save-message>%s<enter>y<exit>"
        """
            .formatted(
                server.port(993),
                server.port(993),
                server.home().resolve("tls/certificate.pem"),
                EVE,
                token,
                saved));
    String mutt = "TERM=vt100 timeout --foreground -k 5 30 mutt -n -F " + folder.resolve("muttrc");
    Foreign.run(folder, 60, "script", "-qec", mutt, "/dev/null");
    assertTrue(Files.readString(saved).contains("by token"));
  }

  private static String made(Visit visit, String json) throws Exception {
    return field(visit.post("/api/account/app-passwords", json), "password");
  }

  private static void anotherBrowserNeedsTheCode(Running server, String secret) throws Exception {
    var other = new Visit(server);
    String needs = other.post("/api/signin/password", signIn(PASSWORD));
    assertEquals("second-factor", field(needs, "state"));
    assertEquals(401, other.call("GET", "/api/account", "").statusCode());
    String second =
        "{\"ticket\":\"%s\",\"code\":\"%s\"}".formatted(field(needs, "ticket"), code(secret, 1));
    assertEquals("signed-in", field(other.post("/api/signin/second", second), "state"));
    assertEquals(200, other.call("GET", "/api/account/security", "").statusCode());
    HttpResponse<String> replay = other.call("POST", "/api/signin/second", second);
    assertEquals(401, replay.statusCode());
    assertEquals("login.second-factor", field(replay.body(), "key"));
    String evil =
        new Visit(server)
            .client
            .send(
                HttpRequest.newBuilder(URI.create(other.origin + "/api/signin/password"))
                    .POST(HttpRequest.BodyPublishers.ofString(signIn(PASSWORD)))
                    .header("Content-Type", "application/json")
                    .header("Origin", "https://evil.example")
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    assertEquals("request.elsewhere", field(evil, "key"));
  }

  private static void whatIsTakenAwayEndsAtOnce(Running server, Visit visit, String imap)
      throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port(143))) {
      socket.setSoTimeout(30_000);
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      in.readLine();
      String login = "a LOGIN " + EVE + " " + imap + "\r\nb IDLE\r\n";
      socket.getOutputStream().write(login.getBytes(UTF_8));
      assertTrue(in.readLine().startsWith("a OK"));
      assertTrue(in.readLine().startsWith("+"));
      String overview = visit.call("GET", "/api/account/security", "").body();
      assertTrue(overview.contains("\"with\":\"Phone\""), overview);
      var id =
          Pattern.compile("\"id\":\"([0-9a-f]+)\",\"name\":\"Phone\",\"made\":[0-9]+,\"readOnly\"")
              .matcher(overview);
      assertTrue(id.find(), overview);
      HttpResponse<String> gone =
          visit.call("DELETE", "/api/account/app-passwords/" + id.group(1), "");
      assertEquals(204, gone.statusCode());
      String bye = in.readLine();
      assertNotNull(bye);
      assertTrue(bye.startsWith("* BYE"), bye);
      assertNull(in.readLine());
    }
  }

  private void commandsTellOfIt(Running server) throws Exception {
    String factors = server.command("sign-in", "factors", EVE);
    assertTrue(factors.contains("app  Phone") && factors.contains("10 recovery codes"), factors);
    String apps = server.command("app-password", "list", EVE);
    assertTrue(apps.contains("All  for everything  last used"), apps);
    assertTrue(apps.contains("Reader  for everything, to read only"), apps);
    assertFalse(apps.contains("Phone"), apps);
    String history = server.command("sign-in", "history", EVE);
    assertTrue(history.contains("REFUSED: login.app-password"), history);
    assertTrue(history.contains("web  127.0.0.1  browser"), history);
    assertTrue(server.command("sign-in", "list", EVE).contains("browser  127.0.0.1"));
    server.command("sign-in", "forget-factors", EVE, "--yes");
    assertEquals("", server.command("sign-in", "list", EVE));
    var visit = new Visit(server);
    assertEquals("signed-in", field(visit.post("/api/signin/password", signIn(PASSWORD)), "state"));
    String way = server.command("sign-in", "reset", EVE).strip();
    String token = way.substring(way.indexOf('#') + 1);
    String weak = "{\"token\":\"" + token + "\",\"password\":\"Password2026\"}";
    assertEquals(403, visit.call("POST", "/api/signin/reset", weak).statusCode());
    String good = "{\"token\":\"" + token + "\",\"password\":\"a better one, and longer\"}";
    visit.post("/api/signin/reset", good);
    assertEquals(410, visit.call("POST", "/api/signin/reset", good).statusCode());
    assertEquals(401, visit.call("GET", "/api/account", "").statusCode());
    visit.post("/api/signin/password", signIn("a better one, and longer"));
    assertTrue(
        server
            .command("domain", "second-factor", "example.test", "required")
            .contains("is required"));
    assertTrue(server.command("domain", "list").contains("second factor required"));
    assertEquals(
        "set-up",
        field(
            new Visit(server).post("/api/signin/password", signIn("a better one, and longer")),
            "state"));
  }
}
