package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.mailstead.http.WebConfig;
import org.mailstead.http.WebServer;
import org.mailstead.identity.Account;
import org.mailstead.identity.signin.AppPassword;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.Bearers;
import org.mailstead.identity.signin.Credentials;
import org.mailstead.identity.signin.Protocol;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.identity.signin.SignInConfig;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.post.ObjectIds;
import org.mailstead.words.AccountId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JMAP at a port, with people who can sign in. */
final class JmapWeb implements AutoCloseable {
  static final long MAX_UPLOAD = 2_000_000;

  final JmapWorld world = new JmapWorld();
  final Credentials credentials =
      new Credentials(
          world.store, world.directory, new Secrets(new byte[32]), SignInConfig.NONE, world.clock);

  /** Tokens that programs have. */
  final Map<String, Bearers.Bearer> tokens = new ConcurrentHashMap<>();

  volatile boolean sessionOpen = true;
  final JmapServer jmap;
  final WebServer server;
  final HttpClient client = HttpClient.newHttpClient();
  final int port;
  final String ada;
  final String bob;

  JmapWeb() throws IOException {
    var bearers =
        new Bearers() {
          @Override
          public Optional<Bearer> find(String token) {
            return Optional.ofNullable(tokens.get(token));
          }

          @Override
          public boolean isThere(AccountId account, long grant) {
            return tokens.values().stream().anyMatch(bearer -> bearer.grant() == grant);
          }
        };
    jmap =
        new JmapServer(
            world.post,
            Optional.empty(),
            world.signed,
            world.counter,
            world.snoozes,
            world.sweeps,
            world.jobMethods,
            world.pusher,
            world.vapid,
            world.web,
            world.images,
            world.directory,
            new Authenticator(world.store, world.directory, credentials, bearers, world.clock),
            new Browsers(
                request -> request.cookie("session").map(_ -> session()), _ -> sessionOpen),
            () ->
                new JmapConfig(MAX_UPLOAD, JmapWorld.MAX_MESSAGE, Set.of("https://pages.example")),
            _ -> false,
            world.clock);
    server = new WebServer(WebConfig.plain("127.0.0.1", 0), jmap.routes());
    port = server.start();
    ada = basic(world.ada, AppPassword.Terms.EVERYTHING);
    bob = basic(world.bob, AppPassword.Terms.EVERYTHING);
  }

  private WebSession session() {
    Instant now = world.clock.instant();
    return new WebSession(
        world.ada.id(), 1, now, now, now, false, "127.0.0.1", "a browser", Set.of("pwd"), false);
  }

  String own() {
    return ObjectIds.account(world.ada.id());
  }

  String basic(Account account, AppPassword.Terms terms) {
    String password = credentials.appPasswords().make(account.id(), "test", terms).text();
    String pair = account.name() + "@example.test:" + password;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  /** Takes all app passwords of an account away. */
  void revoke(Account account) {
    credentials
        .appPasswords()
        .list(account.id())
        .forEach(password -> credentials.appPasswords().remove(account.id(), password.id()));
  }

  String bearer(Account account, long grant, Protocol... opens) {
    tokens.put("token-" + grant, new Bearers.Bearer(account.id(), grant, Set.of(opens)));
    return "Bearer token-" + grant;
  }

  HttpResponse<byte[]> octets(String method, String path, byte[] body, String... headers)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return octets("GET", path, new byte[0], headers);
  }

  HttpResponse<byte[]> api(String json, String authorization) throws Exception {
    return octets(
        "POST",
        "/jmap/api",
        json.getBytes(UTF_8),
        "Authorization",
        authorization,
        "Content-Type",
        "application/json");
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), UTF_8);
  }

  static JsonNode json(HttpResponse<byte[]> answer) {
    return JsonMapper.builder().build().readTree(answer.body());
  }

  static String header(HttpResponse<?> answer, String name) {
    return String.join(", ", answer.headers().allValues(name));
  }

  @Override
  public void close() {
    server.close();
    jmap.close();
    client.close();
    world.close();
  }
}
