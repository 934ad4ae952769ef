package org.mailstead.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.testkit.LineClient;

/** Of a whole server: what ManageSieve changes JMAP shows, and the other way round. */
@Tag("slow")
class SieveBesideJmapTest {
  private static final String PASSWORD = "a-password-of-some-length";
  private static final String OWNER = "sam@example.test";

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void oneSeesWhatTheOtherDoes() throws Exception {
    try (Running server = Running.start(folder.resolve("home"))) {
      server.command("account", "add", OWNER, "--password", PASSWORD);
      try (var sieve = new LineClient(server.port(4190))) {
        signIn(sieve);
        String session = get(server, "/jmap/session");
        assertTrue(session.contains("\"sieveExtensions\":["), session);
        String account = found(session, "\"urn:ietf:params:jmap:sieve\":\"(A[0-9a-z]+)\"");

        sieve.send("PUTSCRIPT \"one\" \"keep;\"\r\nSETACTIVE \"one\"\r\n");
        good(sieve, 2);
        String listed = call(server, "SieveScript/get", account, "\"ids\":null");
        String id = found(listed, "\"id\":\"(S[0-9a-z]+)\",\"name\":\"one\"");
        assertTrue(listed.contains("\"isActive\":true"), listed);
        String blob = found(listed, "\"blobId\":\"([^\"]+)\"");
        assertEquals("keep;", get(server, "/jmap/download/" + account + "/" + blob + "/one.sieve"));

        sieve.send("RENAMESCRIPT \"one\" \"two\"\r\n");
        good(sieve, 1);
        String uploaded =
            found(
                send(server, "/jmap/upload/" + account + "/", "application/sieve", "stop;"),
                "\"blobId\":\"([^\"]+)\"");
        String changed =
            call(
                server,
                "SieveScript/set",
                account,
                "\"update\":{\"%s\":{\"name\":\"three\",\"blobId\":\"%s\"}}"
                    .formatted(id, uploaded));
        assertTrue(changed.contains("\"notUpdated\":null"), changed);
        sieve.send("LISTSCRIPTS\r\n");
        assertEquals("\"three\" ACTIVE", sieve.line());
        good(sieve, 1);
        sieve.send("GETSCRIPT \"three\"\r\n");
        assertEquals("{5}", sieve.line());
        assertEquals("stop;", sieve.line());
      }
    }
  }

  private static void signIn(LineClient sieve) throws Exception {
    good(sieve, 1);
    sieve.send("STARTTLS\r\n");
    good(sieve, 1);
    sieve.startTls();
    good(sieve, 1);
    String plain = "\0" + OWNER + "\0" + PASSWORD;
    sieve.send(
        "AUTHENTICATE \"PLAIN\" \"%s\"\r\n"
            .formatted(Base64.getEncoder().encodeToString(plain.getBytes(UTF_8))));
    good(sieve, 1);
  }

  /** Reads up to and with so many lines of success. */
  private static void good(LineClient sieve, int count) throws IOException {
    int left = count;
    while (left > 0) {
      String line = sieve.line();
      assertTrue(!line.startsWith("NO") && !line.startsWith("BYE"), line);
      assertTrue(!line.equals(LineClient.CLOSED), line);
      left -= line.startsWith("OK") ? 1 : 0;
    }
  }

  private static String found(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertTrue(matcher.find(), pattern + " is not in " + text);
    return matcher.group(1);
  }

  private static HttpRequest.Builder request(Running server, String path) {
    String login = OWNER + ":" + PASSWORD;
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port(80) + path))
        .header(
            "Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)));
  }

  private String answer(HttpRequest request) throws Exception {
    var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertTrue(answer.statusCode() < 300, answer.statusCode() + " " + answer.body());
    return answer.body();
  }

  private String get(Running server, String path) throws Exception {
    return answer(request(server, path).build());
  }

  private String send(Running server, String path, String type, String body) throws Exception {
    return answer(
        request(server, path)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private String call(Running server, String method, String account, String arguments)
      throws Exception {
    return send(
        server,
        "/jmap/api",
        "application/json",
        """
        {"using": ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:sieve"],
         "methodCalls": [["%s", {"accountId": "%s", %s}, "0"]]}
        """
            .formatted(method, account, arguments));
  }
}
