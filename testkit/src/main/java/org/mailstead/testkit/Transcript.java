package org.mailstead.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plays a conversation of a line protocol against a server. A line's number is the connection; then
 * {@code >} the client says it, {@code <} the server, {@code !} TLS begins, {@code x} the client
 * vanishes. {@code *} at the end of what the server says stands for any tail; {@code $name} takes
 * what stands there, up to a space, and must be the same ever after.
 */
public final class Transcript {
  private static final Pattern NAME = Pattern.compile("\\$([a-z]+)");

  private final int port;
  private final List<String> beginning;
  private final Map<Character, LineClient> clients = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();

  /**
   * @param beginning what each connection begins with, in the same form with any number; may be
   *     empty
   */
  public Transcript(int port, String beginning) {
    this.port = port;
    this.beginning = beginning.lines().toList();
  }

  public void play(String script) {
    List<String> lines = script.lines().toList();
    int at = 0;
    try {
      for (; at < lines.size(); at++) {
        String line = lines.get(at);
        act(client(line.charAt(0)), line);
      }
      for (LineClient client : clients.values()) {
        client.close();
      }
    } catch (IOException | GeneralSecurityException | RuntimeException | AssertionError e) {
      throw new AssertionError("line " + (at + 1) + " of\n" + script + "\n" + e, e);
    }
  }

  private LineClient client(char number) throws IOException, GeneralSecurityException {
    LineClient known = clients.get(number);
    if (known != null) {
      return known;
    }
    var client = new LineClient(port);
    clients.put(number, client);
    for (String line : beginning) {
      act(client, line);
    }
    return client;
  }

  private void act(LineClient client, String line) throws IOException, GeneralSecurityException {
    String text = line.length() > 3 ? line.substring(3) : "";
    switch (line.charAt(1)) {
      case '>' -> client.send(octets(bound(text)) + "\r\n");
      case '<' -> expect(text, client.line());
      case '!' -> client.startTls();
      case 'x' -> client.close();
      default -> throw new AssertionError("no such line: " + line);
    }
  }

  private static String octets(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private String bound(String text) {
    String bound = text;
    for (var name : names.entrySet()) {
      bound = bound.replace("$" + name.getKey(), name.getValue());
    }
    return bound;
  }

  private void expect(String wanted, String line) {
    String bound = bound(wanted);
    Matcher matcher = pattern(octets(bound)).matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("wanted " + bound + ", got " + line);
    }
    Matcher name = NAME.matcher(bound);
    for (int group = 1; name.find(); group++) {
      names.put(name.group(1), matcher.group(group));
    }
  }

  private static Pattern pattern(String wanted) {
    boolean tail = wanted.endsWith("*");
    String body = tail ? wanted.substring(0, wanted.length() - 1) : wanted;
    var regex = new StringBuilder();
    Matcher name = NAME.matcher(body);
    int from = 0;
    while (name.find()) {
      regex.append(Pattern.quote(body.substring(from, name.start()))).append("([^ ]+)");
      from = name.end();
    }
    regex.append(Pattern.quote(body.substring(from))).append(tail ? ".*" : "");
    return Pattern.compile(regex.toString());
  }
}
