package org.mailstead.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server whose people an OpenLDAP knows, and programs of others that sign in. */
@Tag("foreign")
class DirectoryServerTest {
  private static final String ADA = "ada@corp.test";
  private static final String FRESH = "another-word-of-some-length";

  @TempDir Path folder;

  @Test
  void peopleOfADirectorySignInEverywhere() throws Exception {
    Slapd.need();
    Foreign.need("python3", "python3");
    Foreign.need("curl", "curl");
    try (Slapd slapd = Slapd.start(folder.resolve("slapd"), Running.freePort());
        Running server = Running.start(folder.resolve("home"))) {
      server.command("domain", "add", "corp.test");
      String set =
          server.commandWith(
              Slapd.READER_PASSWORD,
              "domain",
              "sign-in",
              "corp.test",
              "ldap",
              "--server",
              slapd.url(),
              "--ca",
              slapd.authorities(),
              "--base",
              Slapd.BASE,
              "--reader",
              Slapd.READER,
              "--password-stdin",
              "--group",
              "cn=mail," + Slapd.BASE,
              "--mail-groups",
              Slapd.BASE,
              "--make-accounts",
              "--change-password");
      assertTrue(set.contains("groups of corp.test: 1"), set);
      String groups = server.command("group", "list", "--json");
      assertTrue(
          groups.contains("all@corp.test")
              && groups.contains("ada@corp.test")
              && groups.contains("eve@corp.test"),
          groups);
      assertTrue(server.command("domain", "list").contains("sign-in by " + slapd.url()));
      String tested =
          server.commandWith(
              Slapd.PASSWORD, "domain", "sign-in", "test", "corp.test", ADA, "--password-stdin");
      assertEquals(6, tested.lines().filter(line -> line.startsWith("ok ")).count(), tested);
      programs(server, "all");
      assertTrue(curl(server, ADA, Slapd.PASSWORD).contains("INBOX"), "curl took SCRAM");
      assertTrue(curl(server, "countess@corp.test", Slapd.PASSWORD).contains("INBOX"));
      assertFalse(curl(server, "eve@corp.test", Slapd.PASSWORD).contains("INBOX"), "in no group");
      String accounts = server.command("account", "list");
      assertTrue(accounts.contains(ADA) && !accounts.contains("eve@corp.test"), accounts);

      changed(server, slapd);
      Process idle =
          Foreign.start(
              folder,
              "python3",
              Foreign.script(folder, "directory.py"),
              "idle",
              "" + server.portBase(),
              ADA,
              FRESH);
      assertEquals("idling\n", line(idle));
      slapd.lock("ada");
      assertEquals("the server said goodbye\n", line(idle));
      assertEquals(0, idle.waitFor());
      assertFalse(curl(server, ADA, FRESH).contains("INBOX"));
      accounts = server.command("account", "list");
      assertTrue(accounts.contains("barred by the directory"), accounts);
      server.command("domain", "sign-in", "corp.test", "local");
      accounts = server.command("account", "list");
      assertFalse(accounts.contains("barred by the directory"), accounts);
    }
  }

  private void programs(Running server, String what) throws Exception {
    assertEquals(
        "all as it should be\n",
        Foreign.run(
                folder,
                60,
                "python3",
                Foreign.script(folder, "directory.py"),
                what,
                "" + server.portBase(),
                ADA,
                Slapd.PASSWORD)
            .orFail()
            .output());
  }

  private String curl(Running server, String name, String password) throws Exception {
    return Foreign.run(
            folder,
            30,
            "curl",
            "-sSk",
            "--user",
            name + ":" + password,
            "imaps://127.0.0.1:" + server.port(993))
        .output();
  }

  static String line(Process process) throws Exception {
    var out = new StringBuilder();
    for (int c = process.getInputStream().read(); c >= 0; c = process.getInputStream().read()) {
      out.append((char) c);
      if (c == '\n') {
        break;
      }
    }
    return out.toString();
  }

  /** By the page, into the directory, which then takes the new one and no longer the old one. */
  private static void changed(Running server, Slapd slapd) throws Exception {
    String origin = "http://localhost:" + server.port(80);
    try (HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
      assertEquals(
          200,
          post(
              client,
              origin,
              "/api/signin/password",
              "{\"name\":\"" + ADA + "\",\"password\":\"" + Slapd.PASSWORD + "\"}"));
      String wrong = "{\"old\":\"wrong\",\"password\":\"" + FRESH + "\"}";
      assertEquals(403, post(client, origin, "/api/account/password", wrong));
      assertTrue(slapd.takes("ada", Slapd.PASSWORD));
      String right = "{\"old\":\"" + Slapd.PASSWORD + "\",\"password\":\"" + FRESH + "\"}";
      assertEquals(204, post(client, origin, "/api/account/password", right));
    }
    assertTrue(slapd.takes("ada", FRESH));
    assertFalse(slapd.takes("ada", Slapd.PASSWORD));
  }

  private static int post(HttpClient client, String origin, String path, String json)
      throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(origin + path))
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .header("Content-Type", "application/json")
                .header("Origin", origin)
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return answer.statusCode();
  }

  @Test
  void mailGoesOnWhileTheDirectoryIsDown() throws Exception {
    Slapd.need();
    Foreign.need("curl", "curl");
    try (Running server = Running.start(folder.resolve("home"))) {
      server.command("domain", "add", "corp.test");
      try (Slapd slapd = Slapd.start(folder.resolve("slapd"), Running.freePort())) {
        server.commandWith(
            Slapd.READER_PASSWORD,
            "domain",
            "sign-in",
            "corp.test",
            "ldap",
            "--server",
            slapd.url(),
            "--ca",
            slapd.authorities(),
            "--base",
            Slapd.BASE,
            "--reader",
            Slapd.READER,
            "--password-stdin",
            "--make-accounts");
        assertTrue(curl(server, ADA, Slapd.PASSWORD).contains("INBOX"));
      }
      assertTrue(curl(server, ADA, Slapd.PASSWORD).contains("INBOX"), "remembered");
      assertFalse(curl(server, ADA, "wrong").contains("INBOX"));
      assertFalse(curl(server, "eve@corp.test", Slapd.PASSWORD).contains("INBOX"), "never seen");
      var tested = server.tried("domain", "sign-in", "test", "corp.test");
      assertEquals(1, tested.code());
      assertTrue(tested.output().startsWith("WRONG  ldaps://"), tested.output());
    }
  }
}
