package org.mailstead.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What JMAP's calls cost a client, and how soon many event streams are told: speaks to any server
 * of JMAP, and is run by hand, see docs/benchmarks.md.
 */
final class JmapMeasure {
  private static final int CALLS = 30;
  private static final int ROUNDS = 3;
  private static final int USERS = 50;
  private static final int WARM = 500;
  private static final int PUSHES = 1_000;
  private static final String USING = "\"urn:ietf:params:jmap:core\",\"urn:ietf:params:jmap:mail\"";

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final URI session;
  private final String authorization;
  private final URI api;
  private final String events;
  private final String account;
  private final String inbox;

  private JmapMeasure(String url, String user, String password) throws Exception {
    session = URI.create(url);
    authorization = basic(user.replace("%d", "0"), password);
    String json = send(request(session).build());
    api = session.resolve(found(json, "\"apiUrl\"\\s*:\\s*\"([^\"]+)\""));
    events = found(json, "\"eventSourceUrl\"\\s*:\\s*\"([^\"]+)\"");
    account = found(json, "\"urn:ietf:params:jmap:mail\"\\s*:\\s*\"([^\"]+)\"");
    String boxes = call("[\"Mailbox/query\",{%s,\"filter\":{\"role\":\"inbox\"}},\"0\"]");
    inbox = found(boxes, "\"ids\"\\s*:\\s*\\[\\s*\"([^\"]+)\"");
  }

  private static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  private static String found(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException(pattern + " is not in " + text);
    }
    return matcher.group(1);
  }

  private HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).header("Authorization", authorization);
  }

  private String send(HttpRequest request) throws Exception {
    var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200 || answer.body().contains("[\"error\"")) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private String call(String calls) throws Exception {
    String body =
        "{\"using\":[%s],\"methodCalls\":[%s]}"
            .formatted(USING, calls.replace("%s", "\"accountId\":\"" + account + "\""));
    return send(
        request(api)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private void measure(String name, String calls) throws Exception {
    var times = new double[CALLS];
    for (int i = 0; i < CALLS; i++) {
      long begin = System.nanoTime();
      call(calls);
      times[i] = (System.nanoTime() - begin) / 1e6;
    }
    Arrays.sort(times);
    System.out.printf("%-36s median %6.1f ms, p95 %6.1f ms%n", name, times[15], times[28]);
  }

  private void calls() throws Exception {
    String query =
        "[\"Email/query\",{%s,\"filter\":{\"inMailbox\":\""
            + inbox
            + "\"},"
            + "\"sort\":[{\"property\":\"receivedAt\",\"isAscending\":false}],\"limit\":50},\"q\"]";
    String get =
        ",[\"Email/get\",{%s,\"#ids\":{\"resultOf\":\"q\",\"name\":\"Email/query\","
            + "\"path\":\"/ids\"},\"properties\":[\"threadId\",\"mailboxIds\",\"keywords\","
            + "\"hasAttachment\",\"from\",\"subject\",\"receivedAt\",\"size\",\"preview\"]},\"g\"]";
    for (int i = 0; i < ROUNDS; i++) {
      measure("the newest 50: query and get", query + get);
      measure("query alone", query);
      measure(
          "threads, and how many",
          query.replace(
              "\"limit\":50", "\"limit\":50,\"collapseThreads\":true,\"calculateTotal\":true"));
      measure(
          "two words in any text, newest 50",
          query.replace("\"inMailbox\":\"" + inbox + "\"", "\"text\":\"invoice contract\"") + get);
      measure("Mailbox/get", "[\"Mailbox/get\",{%s},\"0\"]");
      measure("Core/echo", "[\"Core/echo\",{},\"0\"]");
    }
  }

  // ---- event streams

  private String eventPath() {
    String url =
        events.replace("{types}", "*").replace("{closeafter}", "no").replace("{ping}", "0");
    return URI.create(url).getRawSchemeSpecificPart().replaceFirst("^//[^/]*", "");
  }

  private void events(int count, String user, String password) throws Exception {
    String path = eventPath();
    var told = new AtomicLong();
    var last = new AtomicLong();
    var open = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      String who = basic(user.replace("%d", Integer.toString(i % USERS)), password);
      Thread.startVirtualThread(() -> follow(who, path, open, told, last));
    }
    open.await(5, TimeUnit.MINUTES);
    System.out.println("open: " + (count - open.getCount()));
    Thread.sleep(10_000);
    for (int i = 0; i < ROUNDS; i++) {
      told.set(0);
      long begin = System.nanoTime();
      call("[\"Mailbox/set\",{%s,\"create\":{\"k\":{\"name\":\"m" + begin + "\"}}},\"0\"]");
      double answered = (System.nanoTime() - begin) / 1e6;
      int mine = user.contains("%d") ? (count + USERS - 1) / USERS : count;
      while (told.get() < mine && System.nanoTime() - begin < 60_000_000_000L) {
        Thread.sleep(5);
      }
      System.out.printf(
          "answered %.0f ms; %d told, the last %.0f ms after it was asked%n",
          answered, told.get(), (last.get() - begin) / 1e6);
    }
  }

  /**
   * How long after a change was asked for one stream tells of it: no shorter than from its commit.
   */
  private void push() throws Exception {
    var told = new AtomicLong();
    var last = new AtomicLong();
    var open = new CountDownLatch(1);
    String path = eventPath();
    Thread.startVirtualThread(() -> follow(authorization, path, open, told, last));
    open.await(1, TimeUnit.MINUTES);
    Thread.sleep(2_000);
    String newest = call("[\"Email/query\",{%s,\"limit\":1},\"0\"]");
    String email = found(newest, "\"ids\"\\s*:\\s*\\[\\s*\"([^\"]+)\"");
    var asked = new double[PUSHES];
    var answered = new double[PUSHES];
    for (int i = -WARM; i < PUSHES; i++) {
      long before = told.get();
      long begin = System.nanoTime();
      String seen = i % 2 == 0 ? "true" : "null";
      call(
          "[\"Email/set\",{%s,\"update\":{\""
              + email
              + "\":{\"keywords/measured\":"
              + seen
              + "}}},\"0\"]");
      long answer = System.nanoTime();
      while (told.get() == before) {
        Thread.onSpinWait();
      }
      if (i >= 0) {
        asked[i] = (last.get() - begin) / 1e6;
        answered[i] = (last.get() - answer) / 1e6;
      }
      Thread.sleep(5);
    }
    Arrays.sort(asked);
    Arrays.sort(answered);
    System.out.printf(
        "told after it was asked for: median %.1f ms, p99 %.1f ms; after the answer: %.1f, %.1f ms%n",
        asked[PUSHES / 2],
        asked[PUSHES * 99 / 100],
        answered[PUSHES / 2],
        answered[PUSHES * 99 / 100]);
  }

  private void follow(
      String who, String path, CountDownLatch open, AtomicLong told, AtomicLong last) {
    try (var socket = new Socket(InetAddress.getByName(session.getHost()), session.getPort())) {
      String head =
          "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\n\r\n"
              .formatted(path, session.getAuthority(), who);
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8), 512);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("HTTP/1.1 200")) {
          open.countDown();
        } else if (line.startsWith("event: state")) {
          last.set(System.nanoTime());
          told.incrementAndGet();
        }
      }
    } catch (IOException e) {
      System.out.println("a stream ended: " + e);
    }
  }

  /**
   * @param args the session's address, user (with %d for u0 to u49), password; and how many event
   *     streams, push for one, or nothing for calls
   */
  public static void main(String[] args) throws Exception {
    var measure = new JmapMeasure(args[0], args[1], args[2]);
    if (args.length > 3 && args[3].equals("push")) {
      measure.push();
    } else if (args.length > 3) {
      measure.events(Integer.parseInt(args[3]), args[1], args[2]);
    } else {
      measure.calls();
    }
    System.exit(0);
  }
}
