package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mailstead.imap.grammar.InternalDate;

/** Plays one script of imaptest against a server. */
final class ImaptestRun implements AutoCloseable {
  private static final DateTimeFormatter FROM_LINE =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy[ Z]", Locale.ROOT);

  private final int port;
  private final ImaptestScript script;
  private final List<Message> mbox;
  private final Map<String, String> variables = new HashMap<>();
  private final List<Connection> connections = new ArrayList<>();
  private int appended;

  /** A message of an mbox, with the date of its From line. */
  record Message(String text, OffsetDateTime date) {}

  /** A connection, and how many messages it has been told of. */
  private static final class Connection {
    private final Talk talk;
    private final int number;
    private int commands;
    private int messages;

    Connection(int port, int number) throws IOException {
      talk = new Talk(port);
      this.number = number;
    }

    String nextTag() {
      return number + "." + ++commands;
    }
  }

  ImaptestRun(int port, String mailbox, ImaptestScript script, byte[] mbox) {
    this.port = port;
    this.script = script;
    this.mbox = messages(new String(mbox, ISO_8859_1));
    variables.put("mailbox", mailbox);
    variables.put("mailbox_url", mailbox);
    variables.put("user", "ada@example.test");
    variables.put("password", TestServer.PASSWORD);
  }

  static List<Message> messages(String mbox) {
    List<Message> messages = new ArrayList<>();
    for (String text : mbox.split("(?m)^From ", -1)) {
      if (!text.isEmpty()) {
        String[] parts = text.split("\n", 2);
        String date = parts[0].substring(parts[0].indexOf(' ')).strip();
        messages.add(new Message(parts[1].replace("\n", "\r\n"), date(date)));
      }
    }
    return messages;
  }

  private static OffsetDateTime date(String text) {
    return switch (FROM_LINE.parseBest(text, OffsetDateTime::from, LocalDateTime::from)) {
      case OffsetDateTime date -> date;
      case LocalDateTime date -> date.atOffset(ZoneOffset.UTC);
      case TemporalAccessor other -> throw new AssertionError(other);
    };
  }

  void play() throws IOException {
    begin();
    for (ImaptestScript.Group group : script.groups()) {
      try {
        play(group);
      } catch (AssertionError e) {
        ImaptestScript.Sent first = group.commands().getFirst();
        throw new AssertionError("line " + first.line + ", " + first.text + ": " + e.getMessage());
      }
    }
  }

  // ---- up to the state that the script begins in

  private void begin() throws IOException {
    for (int i = 0; i < script.connections(); i++) {
      connections.add(new Connection(port, i + 1));
      connections.getLast().talk.line();
    }
    String state = script.header("state", "selected");
    if (state.equals("nonauth")) {
      return;
    }
    for (Connection connection : connections) {
      say(connection, "LOGIN " + variables.get("user") + " " + TestServer.PASSWORD);
    }
    if (state.equals("auth")) {
      return;
    }
    Connection first = connections.getFirst();
    say(first, "CREATE " + variables.get("mailbox"));
    if (state.equals("created")) {
      return;
    }
    String messages = script.header("messages", "all");
    int count = messages.equals("all") ? mbox.size() : Integer.parseInt(messages);
    for (int i = 0; i < count; i++) {
      say(first, append());
    }
    for (Connection connection : connections) {
      say(connection, "SELECT " + variables.get("mailbox"));
    }
  }

  private void say(Connection connection, String command) throws IOException {
    String tag = connection.nextTag();
    connection.talk.send(tag + " " + command + "\r\n");
    String line = response(connection);
    while (!line.startsWith(tag + " ")) {
      line = response(connection);
    }
    if (!line.startsWith(tag + " OK")) {
      throw new AssertionError(command + ": " + line);
    }
  }

  /** The next response; a number of messages that it tells is kept in mind. */
  private static String response(Connection connection) throws IOException {
    String line = connection.talk.response();
    if (line.equals("(closed)")) {
      throw new AssertionError("the connection was closed");
    }
    if (line.matches("\\* \\d+ EXISTS")) {
      connection.messages = Integer.parseInt(line.split(" ", -1)[1]);
    }
    return line;
  }

  private Message next() {
    return mbox.get(appended++ % mbox.size());
  }

  private String append() {
    Message message = next();
    String date = InternalDate.text(message.date());
    return "APPEND " + variables.get("mailbox") + " " + date + literal(message);
  }

  private static String literal(Message message) {
    return " {" + message.text().length() + "+}\r\n" + message.text();
  }

  // ---- commands

  private void play(ImaptestScript.Group group) throws IOException {
    Connection connection = connections.get(group.connection());
    List<Integer> numbers = new ArrayList<>();
    for (int i = 1; i <= connection.messages; i++) {
      numbers.add(i);
    }
    var match = new ImaptestMatch(variables, numbers);
    Map<String, ImaptestScript.Sent> tags = new HashMap<>();
    for (ImaptestScript.Sent command : group.commands()) {
      String tag = connection.nextTag();
      tags.put(tag, command);
      variables.put("tag", tag);
      connection.talk.send(tag + " " + command(match, command.text) + "\r\n");
    }
    List<ImaptestScript.Untagged> left = new ArrayList<>(group.untagged());
    List<String> heard = new ArrayList<>();
    while (!tags.isEmpty()) {
      String line = response(connection);
      heard.add(line);
      int space = line.indexOf(' ');
      ImaptestScript.Sent command = tags.remove(line.substring(0, space));
      if (command != null) {
        tagged(match, command, line.substring(space + 1));
      } else {
        untagged(match, left, line.substring(space + 1));
        expunge(connection, numbers, line);
      }
    }
    left.removeIf(untagged -> !untagged.wanted());
    if (!left.isEmpty()) {
      throw new AssertionError("missing " + left.getFirst().text() + " in " + heard);
    }
  }

  private String command(ImaptestMatch match, String text) {
    if (text.equalsIgnoreCase("append")) {
      return append();
    }
    // Literals are sent unasked: the server has LITERAL+.
    String expanded = match.expand(text).replaceAll("\\{(\\d+)}\r\n", "{$1+}\r\n");
    boolean whole =
        expanded.contains("{") || expanded.toLowerCase(Locale.ROOT).contains("catenate");
    return expanded.toLowerCase(Locale.ROOT).startsWith("append ") && !whole
        ? expanded + literal(next())
        : expanded;
  }

  private static void tagged(ImaptestMatch match, ImaptestScript.Sent command, String line) {
    String wanted = command.result == null ? "" : command.result;
    if (!wanted.isEmpty() && !match.response(wanted, line)) {
      throw new AssertionError("wanted " + wanted + ", got " + line);
    }
  }

  private static void untagged(
      ImaptestMatch match, List<ImaptestScript.Untagged> left, String line) {
    for (var untagged : List.copyOf(left)) {
      if (match.response(untagged.text(), line)) {
        if (!untagged.wanted()) {
          throw new AssertionError("told " + line);
        }
        left.remove(untagged);
      }
    }
  }

  private static void expunge(Connection connection, List<Integer> numbers, String line) {
    if (!line.matches("\\* \\d+ EXPUNGE")) {
      return;
    }
    int gone = Integer.parseInt(line.split(" ", -1)[1]);
    connection.messages--;
    numbers.replaceAll(number -> number == gone ? 0 : number > gone ? number - 1 : number);
  }

  @Override
  public void close() throws IOException {
    for (Connection connection : connections) {
      connection.talk.close();
    }
  }
}
