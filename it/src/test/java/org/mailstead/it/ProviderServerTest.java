package org.mailstead.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.testkit.TestData;

/** A whole server whose people sign in at a provider that others wrote. */
@Tag("foreign")
class ProviderServerTest {
  @TempDir Path folder;

  @Test
  void peopleOfAProviderSignIn() throws Exception {
    Foreign.need("node", "nodejs");
    Foreign.need("python3", "python3");
    Foreign.need("chromium", "chromium");
    try (Running server = Running.start(folder.resolve("home"))) {
      String origin = "http://localhost:" + server.port(80);
      int port = Running.freePort();
      Path webmail = TestData.checkout().resolve("webmail");
      Files.createDirectories(folder.resolve("provider"));
      Process provider =
          Peers.start(
              folder.resolve("provider"),
              Map.of("DEBUG", ""),
              "node",
              webmail.resolve("test/e2e/provider.js").toString(),
              "" + port,
              origin + "/signin/callback");
      try {
        Peers.awaitPort(provider, "127.0.0.1", port, folder.resolve("provider/words.txt"));
        server.command("domain", "add", "corp.test");
        String set =
            server.commandWith(
                "a secret: of 50% of the client",
                "domain",
                "sign-in",
                "corp.test",
                "oidc",
                "--issuer",
                "http://127.0.0.1:" + port,
                "--client",
                "mailstead",
                "--password-stdin",
                "--name",
                "Corp",
                "--make-accounts");
        assertTrue(set.contains(origin + "/signin/callback"), set);
        String tested = server.command("domain", "sign-in", "test", "corp.test");
        assertTrue(tested.contains("ok     1 keys at") && !tested.contains("WRONG"), tested);
        assertEquals(
            "/signin?to=%2Faccount%2Fsign-in\n200 ada@corp.test The person ada\n",
            person(origin, "ada"));
        assertEquals(
            "/signin?to=%2Faccount%2Fsign-in\n200 ada@corp.test The person ada\n",
            person(origin, "ada"));
        assertEquals(
            "/signin?problem=login.provider-address\n401 None None\n", person(origin, "eve"));
        browser(server, webmail, "http://127.0.0.1:" + port);
        String history = server.command("sign-in", "list", "ada@corp.test");
        assertTrue(history.contains("by fed"), history);
      } finally {
        Peers.stop(provider);
      }
    }
  }

  private void browser(Running server, Path webmail, String provider) throws Exception {
    var builder =
        new ProcessBuilder("node", "test/e2e/sent.js")
            .directory(webmail.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("browser.txt").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "MAILSTEAD_URL",
                "http://localhost:" + server.port(80),
                "MAILSTEAD_PROVIDER",
                provider,
                "MAILSTEAD_OUT",
                webmail.resolve("target/pictures").toString()));
    Process process = builder.start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    if (!ended) {
      Peers.stop(process);
    }
    String said = Files.readString(folder.resolve("browser.txt"));
    assertTrue(ended && process.exitValue() == 0, said + "\n" + server.log());
  }

  private String person(String origin, String name) throws Exception {
    return Foreign.run(
            folder, 60, "/usr/bin/python3", Foreign.script(folder, "provider.py"), origin, name)
        .orFail()
        .output();
  }
}
