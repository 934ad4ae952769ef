package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A script of imaptest (https://github.com/dovecot/imaptest, docs/scripted_test.md): a header of
 * {@code key: value} lines, then commands, each with what is to be answered.
 */
record ImaptestScript(Map<String, String> header, List<Group> groups) {
  /** Commands that are sent together, and what must and must not be told until they are done. */
  record Group(int connection, List<Sent> commands, List<Untagged> untagged) {
    Group(int connection) {
      this(connection, new ArrayList<>(), new ArrayList<>());
    }

    boolean isOpen() {
      return commands.stream().anyMatch(command -> command.result == null);
    }
  }

  /** A command of a group. */
  static final class Sent {
    final int line;
    final String name;
    final String text;

    /** The tagged response begins like this; null while it has not been read. */
    @org.jspecify.annotations.Nullable String result;

    Sent(int line, String name, String text) {
      this.line = line;
      this.name = name;
      this.text = text;
    }
  }

  record Untagged(boolean wanted, String text) {}

  String header(String name, String otherwise) {
    return header.getOrDefault(name, otherwise);
  }

  int connections() {
    return Integer.parseInt(header("connections", "1"));
  }

  static ImaptestScript parse(byte[] octets) {
    return new Parsing(new String(octets, ISO_8859_1).split("\n", -1)).script();
  }

  private static final class Parsing {
    private final String[] lines;
    private final Map<String, String> header = new HashMap<>();
    private final List<Group> groups = new ArrayList<>();
    private int at;

    Parsing(String[] lines) {
      this.lines = lines;
    }

    ImaptestScript script() {
      for (; at < lines.length && !lines[at].isBlank(); at++) {
        if (!lines[at].startsWith("#")) {
          String[] pair = lines[at].split(":", 2);
          header.put(pair[0].strip().toLowerCase(Locale.ROOT), pair[1].strip());
        }
      }
      for (; at < lines.length; at++) {
        if (!lines[at].isBlank() && !lines[at].startsWith("#")) {
          int number = at + 1;
          line(number, withLiterals());
        }
      }
      return new ImaptestScript(header, groups);
    }

    /** A line with what stands between {{{ and }}} as literals: ~ takes line ends as they are. */
    private String withLiterals() {
      var text = new StringBuilder(lines[at]);
      while (text.toString().endsWith("{{{")) {
        text.setLength(text.length() - "{{{".length());
        boolean binary = text.toString().endsWith("~");
        List<String> inside = new ArrayList<>();
        for (at++; !lines[at].startsWith("}}}"); at++) {
          inside.add(lines[at]);
        }
        String literal = String.join(binary ? "\n" : "\r\n", inside);
        text.append('{').append(literal.length()).append("}\r\n").append(literal);
        text.append(lines[at].substring("}}}".length()));
      }
      return text.toString();
    }

    private void line(int number, String line) {
      if (line.startsWith("* ") || line.startsWith("! ")) {
        groups.getLast().untagged().add(new Untagged(line.charAt(0) == '*', line.substring(2)));
        return;
      }
      String text = line;
      int connection = 0;
      if (!header.getOrDefault("connections", "1").equals("1")) {
        connection = Integer.parseInt(text.substring(0, text.indexOf(' '))) - 1;
        text = text.substring(text.indexOf(' ') + 1);
      }
      String name = "";
      if (text.matches("(?s)tag\\d+ .*")) {
        name = text.substring(0, text.indexOf(' '));
        text = text.substring(name.length() + 1);
      }
      command(number, connection, name, text);
    }

    private void command(int number, int connection, String name, String text) {
      String word = text.split(" ", 2)[0];
      boolean status = List.of("ok", "no", "bad", "\"\"").contains(word.toLowerCase(Locale.ROOT));
      boolean open = !groups.isEmpty() && groups.getLast().isOpen();
      if (open && status) {
        groups.getLast().commands().stream()
                .filter(command -> command.name.equals(name) && command.result == null)
                .findFirst()
                .orElseThrow()
                .result =
            result(text);
        return;
      }
      if (!open) {
        groups.add(new Group(connection));
      }
      var sent = new Sent(number, name, status ? text.substring(word.length() + 1) : text);
      sent.result = status ? result(word) : null;
      groups.getLast().commands().add(sent);
    }

    private static String result(String text) {
      return text.equals("\"\"") ? "" : text;
    }
  }
}
