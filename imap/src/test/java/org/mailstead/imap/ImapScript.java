package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.store.Engine;

/**
 * Plays a transcript against a server, once over the plain engine and once over the hostile one.
 * The number is the connection, {@code >} the client, {@code <} the server, {@code ~} the server
 * with lines in a row in any order. {@code *} at the end stands for any tail, {@code ...} for
 * anything in between; {@code $name} takes what stands there and must be the same ever after.
 * {@code 0=} is done to the store behind the server. Connections are signed in as ada, {@code b} as
 * bob and {@code e} as eve.
 */
final class ImapScript {
  private static final Pattern NAME = Pattern.compile("\\$([a-z]+)");

  private final Map<Character, Talk> talks = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final TestServer server;
  private final boolean signedIn;

  private ImapScript(TestServer server, boolean signedIn) {
    this.server = server;
    this.signedIn = signedIn;
  }

  static void play(String script) {
    play(TestServer.memory(), script, true, true);
    play(TestServer.hostile(7), script, true, true);
  }

  /** Without signing in: the greeting comes first. */
  static void playFromTheGreeting(boolean plaintextLogin, String script) {
    play(TestServer.memory(), script, plaintextLogin, false);
  }

  private static void play(Engine engine, String script, boolean plaintext, boolean signedIn) {
    try (var server = new TestServer(engine, plaintext)) {
      new ImapScript(server, signedIn).play(script.lines().toList());
    } catch (Exception e) {
      throw new AssertionError(script, e);
    }
  }

  private void play(List<String> lines) throws Exception {
    int at = 0;
    while (at < lines.size()) {
      String line = lines.get(at);
      String text = line.length() > 3 ? line.substring(3) : "";
      if (line.startsWith("0= ")) {
        behind(text);
        at++;
        continue;
      }
      Talk talk = talk(line.charAt(0));
      switch (line.charAt(1)) {
        case '>' -> talk.send(octets(bound(text)) + "\r\n");
        case '<' -> expect(text, line(talk, text), "line " + (at + 1));
        case '~' -> {
          List<String> wanted = new ArrayList<>();
          String start = line.substring(0, 2);
          while (at < lines.size() && lines.get(at).startsWith(start)) {
            wanted.add(lines.get(at++).substring(3));
          }
          anyOrder(wanted, talk);
          continue;
        }
        case '!' -> talk.startTls();
        default -> throw new AssertionError("no such line: " + line);
      }
      at++;
    }
    for (Talk talk : talks.values()) {
      talk.close();
    }
  }

  /** The next line; what every SELECT says of URLs is passed over unless it is asked for. */
  private static String line(Talk talk, String wanted) throws IOException {
    String line = talk.line();
    return line.startsWith("* OK [URLMECH") && !wanted.contains("URLMECH") ? talk.line() : line;
  }

  private void behind(String text) {
    switch (text) {
      case "the log is trimmed" -> server.trim();
      case "a new epoch begins" -> server.beginEpoch();
      default -> throw new AssertionError("what is " + text);
    }
  }

  private static String octets(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private Talk talk(char number) throws IOException {
    Talk known = talks.get(number);
    if (known != null) {
      return known;
    }
    var talk = new Talk(server.port);
    talks.put(number, talk);
    if (signedIn) {
      expect("* OK [CAPABILITY *", talk.line(), "greeting");
      talk.send("in LOGIN " + name(number) + "@example.test " + TestServer.PASSWORD + "\r\n");
      expect("in OK *", talk.line(), "login");
    }
    return talk;
  }

  private String name(char number) {
    String name =
        switch (number) {
          case 'b' -> "bob";
          case 'e' -> "eve";
          default -> "ada";
        };
    return server.account(name).address().local();
  }

  private String bound(String text) {
    String bound = text;
    for (var name : names.entrySet()) {
      bound = bound.replace("$" + name.getKey(), name.getValue());
    }
    return bound;
  }

  private void anyOrder(List<String> wanted, Talk talk) throws IOException {
    List<String> left = new ArrayList<>(wanted);
    while (!left.isEmpty()) {
      String line = line(talk, String.join("", left));
      String found =
          left.stream()
              .filter(one -> pattern(one).matcher(line).matches())
              .findFirst()
              .orElseThrow(() -> new AssertionError("wanted any of " + left + ", got " + line));
      expect(found, line, "lines in any order");
      left.remove(found);
    }
  }

  private void expect(String wanted, String line, String where) {
    Matcher matcher = pattern(wanted).matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError(where + ": wanted " + bound(wanted) + ", got " + line);
    }
    Matcher name = NAME.matcher(bound(wanted));
    for (int group = 1; name.find(); group++) {
      names.put(name.group(1), matcher.group(group));
    }
  }

  private Pattern pattern(String wanted) {
    String text = octets(bound(wanted));
    boolean tail = text.endsWith("*") && text.length() > 1;
    String body = tail ? text.substring(0, text.length() - 1) : text;
    var regex = new StringBuilder();
    Matcher name = NAME.matcher(body);
    int from = 0;
    while (name.find()) {
      regex.append(Pattern.quote(body.substring(from, name.start()))).append("([^] )]+)");
      from = name.end();
    }
    regex.append(Pattern.quote(body.substring(from))).append(tail ? ".*" : "");
    return Pattern.compile(regex.toString().replace("...", "\\E.*\\Q"));
  }
}
