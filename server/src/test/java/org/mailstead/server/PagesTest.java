package org.mailstead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.http.Routes;
import org.mailstead.http.WebConfig;
import org.mailstead.http.WebServer;
import org.mailstead.identity.rights.Holding;
import org.mailstead.identity.rights.Role;
import org.mailstead.identity.rights.Scope;
import org.mailstead.signin.SignInServer;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.TenantId;

class PagesTest {
  private static final String SERVED =
      """
      hostname = "mail.example.test"
      [ports]
      https = 443
      imaps = 993
      submission = 587
      """;

  @TempDir Path folder;

  private static Pages pages(Typed home) throws IOException {
    BootConfig config = home.core.config();
    var signIn =
        new SignInServer(
            home.core.signIn(),
            home.core.directory(),
            home.core.authenticator(),
            home.core.oauth(),
            home.core.provider(),
            home.core.post(),
            home.core.brands(),
            MailPrograms.of(config).signIn(false),
            home.core.clock());
    return new Pages(
        Pages.built(),
        new StartPage(config, home.core.settings(), home.core.directory(), home.core.roles()),
        signIn);
  }

  private static HttpResponse<String> get(Routes routes, String path) throws Exception {
    try (var server = new WebServer(WebConfig.plain("127.0.0.1", 0), routes);
        HttpClient client = HttpClient.newHttpClient()) {
      var asked = URI.create("http://127.0.0.1:" + server.start() + path);
      return client.send(
          HttpRequest.newBuilder(asked).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void whereThereIsTlsStrangersAreSentThere() throws Exception {
    try (var home = new Typed(folder, SERVED)) {
      assertEquals(Optional.of("https://mail.example.test"), WebSite.of(home.core.config()).safe());
      assertEquals(200, get(pages(home).routes(), "/signin").statusCode());
      HttpResponse<String> account = get(pages(home).routes(), "/account/activity?a=b");
      assertEquals(303, account.statusCode());
      assertEquals(
          List.of("/signin?to=%2Faccount%2Factivity%3Fa%3Db"),
          account.headers().allValues("Location"));
    }
  }

  @Test
  void aTryOutIsServedInTheClearForThisMachineHasNoWireToListenAt() throws Exception {
    try (var home = new Typed(folder)) {
      assertEquals(Optional.empty(), WebSite.of(home.core.config()).safe());
      assertEquals(200, get(pages(home).routes(), "/signin").statusCode());
    }
  }

  @Test
  void withoutAnOwnerTheStartPageSaysSoAndNamesThePortsThatAreOn() throws Exception {
    try (var home = new Typed(folder, SERVED)) {
      String page = get(pages(home).routes(), "/").body();
      assertTrue(page.contains("no owner yet"), page);
      assertTrue(page.contains("<a href=\"/welcome\">"), page);
      assertTrue(page.contains("journalctl -u mailstead"), page);
      assertTrue(!page.matches("(?s).*/welcome#[a-z0-9].*"), "the code is for the console alone");
      assertTrue(page.contains("<a href=\"/account\">"), page);
      assertTrue(page.contains("<td>reading (IMAP)</td>"), page);
      assertTrue(page.contains("<code>993</code></td><td>TLS</td>"), page);
      assertTrue(page.contains("<code>587</code></td><td>STARTTLS</td>"), page);
      assertTrue(!page.contains("POP3"), page);
    }
  }

  @Test
  void withAnOwnerItLeadsToOnesMail() throws Exception {
    try (var home = new Typed(folder, SERVED)) {
      home.core.signing().domain("example.test", TenantId.FIRST);
      var ada = new EmailAddress("ada", "example.test");
      AccountId id = home.core.changes().addAccount(ada, "Ada").id();
      home.core.roles().grant(id, new Holding(Role.OWNER, new Scope.Everywhere()));
      HttpResponse<String> start = get(pages(home).routes(), "/");
      assertEquals(303, start.statusCode());
      assertEquals(List.of("/mail"), start.headers().allValues("Location"));
    }
  }
}
