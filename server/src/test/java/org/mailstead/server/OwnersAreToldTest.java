package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.http.WebConfig;
import org.mailstead.http.WebServer;
import org.mailstead.identity.Account;
import org.mailstead.identity.audit.AuditEvent;
import org.mailstead.identity.audit.AuditQuery;
import org.mailstead.post.MailboxView;
import org.mailstead.signin.SignInServer;
import org.mailstead.words.EmailAddress;

/** What others do to an account lies in its INBOX a moment later, in its owner's language. */
class OwnersAreToldTest {
  private static final String ADA = "ada@example.test";
  private static final String BOB = "bob@example.test";
  private static final String PASSWORD = "a-password-of-some-length";
  private static final int MOST_LOOKS = 200;

  @TempDir Path folder;

  private Typed home() throws Exception {
    var home = new Typed(folder);
    home.good("domain", "add", "example.test");
    home.good("account", "add", ADA, "--password", PASSWORD);
    home.good("account", "add", BOB, "--password", PASSWORD);
    home.good("account", "change", ADA, "--language", "de");
    return home;
  }

  private static List<String> inbox(Core core, String address) {
    Account account =
        core.directory().account(EmailAddress.parse(address).orElseThrow()).orElseThrow();
    MailboxView view =
        core.post().view(account.id(), core.post().mailboxes().tree(account.id()).inbox().id());
    List<String> all = new ArrayList<>();
    for (int i = 0; i < view.size(); i++) {
      all.add(core.post().emails().get(account.id(), view.email(i)).preview());
    }
    return all;
  }

  private static void told(Typed home, String words) throws InterruptedException {
    for (int look = 0; look < MOST_LOOKS; look++) {
      if (inbox(home.core, ADA).stream().anyMatch(one -> one.contains(words))) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("not told: " + words + "; but " + inbox(home.core, ADA));
  }

  @Test
  void ofWhatTheCommandLineDoes() throws Exception {
    try (Typed home = home()) {
      assertEquals(List.of(), inbox(home.core, ADA), "a new account's password is no news");
      home.good("account", "password", ADA);
      told(home, "für Ihr Konto ein neues Passwort gesetzt");
      home.good("sign-in", "reset", ADA);
      told(home, "mit dem sich für Ihr Konto ein neues Passwort setzen lässt");
      home.core.credentials().recoveryCodes().renew(home.account(ADA).id());
      home.good("sign-in", "forget-factors", ADA, "--yes");
      told(home, "alle zweiten Faktoren Ihres Kontos entfernt");
      home.good("delegate", "set", ADA, BOB, "--access", "read", "--send-as");
      told(home, "darf von jetzt an für Sie handeln");
      home.good("delegate", "remove", ADA, BOB);
      told(home, "darf nicht mehr für Sie handeln");
      assertEquals(5, inbox(home.core, ADA).size());
      assertEquals(List.of(), inbox(home.core, BOB));
      assertTrue(
          inbox(home.core, ADA).stream().anyMatch(one -> one.contains("Verwaltung dieses Servers")),
          inbox(home.core, ADA).toString());
    }
  }

  @Test
  void ofWhatOperationsDoAndTheLogSaysThatTheyWere() throws Exception {
    try (Typed home = home()) {
      home.good("account", "password", ADA, "--json");
      told(home, "für Ihr Konto ein neues Passwort gesetzt");
      home.good("account", "reset", ADA, "--json");
      told(home, "mit dem sich für Ihr Konto ein neues Passwort setzen lässt");
      home.core.credentials().recoveryCodes().renew(home.account(ADA).id());
      home.good("account", "forget-factors", ADA, "--json");
      told(home, "alle zweiten Faktoren Ihres Kontos entfernt");
      home.good("delegate", "set", ADA, BOB, "--access", "read", "--json");
      told(home, "darf von jetzt an für Sie handeln");
      var actions = new TreeSet<String>();
      logged(home, event -> event.actor().equals("server") && event.subject().equals(ADA))
          .forEach(event -> {
            assertEquals("operator", event.details().get("by"));
            actions.add(event.action());
          });
      assertEquals(
          List.of("delegate.told", "factors.told", "password.told", "reset.told"),
          List.copyOf(actions));
    }
  }

  private static List<AuditEvent> logged(Typed home, Predicate<AuditEvent> which) {
    List<AuditEvent> found = new ArrayList<>();
    home.core
        .audit()
        .each(
            AuditQuery.everything(),
            entry -> {
              if (which.test(entry.event())) {
                found.add(entry.event());
              }
            });
    return found;
  }

  @Test
  void ofWhatIsDoneAtTheirOwnPageWhichTheLogCallsTheirs() throws Exception {
    try (Typed home = home()) {
      var signIn =
          new SignInServer(
              home.core.signIn(),
              home.core.directory(),
              home.core.authenticator(),
              home.core.oauth(),
              home.core.provider(),
              home.core.post(),
              home.core.brands(),
              MailPrograms.of(home.core.config()).signIn(false),
              home.core.clock());
      try (var server = new WebServer(WebConfig.plain("127.0.0.1", 0), signIn.routes());
          HttpClient client = HttpClient.newHttpClient()) {
        String origin = "http://127.0.0.1:" + server.start();
        String own = "{\"name\":\"" + ADA + "\",\"password\":\"" + PASSWORD + "\"}";
        HttpResponse<String> in =
            send(client, origin + "/api/signin/password", "POST", own, "none=1");
        String cookie = in.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        String set = origin + "/api/account/delegates/" + BOB;
        assertEquals(204, send(client, set, "PUT", "{\"access\":\"full\"}", cookie).statusCode());
        told(home, "darf von jetzt an für Sie handeln");
      }
      List<AuditEvent> own = logged(home, event -> event.action().equals("delegate.set"));
      assertEquals(1, own.size());
      assertEquals(ADA, own.getFirst().actor());
      assertEquals(BOB, own.getFirst().details().get("member"));
      assertEquals("127.0.0.1", own.getFirst().from());
    }
  }

  private static HttpResponse<String> send(
      HttpClient client, String to, String method, String json, String cookie) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(to))
            .method(method, HttpRequest.BodyPublishers.ofString(json, UTF_8))
            .header("Content-Type", "application/json")
            .header("Cookie", cookie)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void evenWhenTheHomeIsClosedAtOnce() throws Exception {
    BootConfig config;
    try (Typed home = home()) {
      config = home.core.config();
      for (int i = 0; i < 20; i++) {
        home.good("account", "password", ADA);
      }
    }
    var again = new Home(folder.resolve("home"));
    try (Core core = Core.open(again, config, InstantSource.system())) {
      assertEquals(20, inbox(core, ADA).size());
    }
  }
}
