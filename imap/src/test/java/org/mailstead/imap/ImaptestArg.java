package org.mailstead.imap;

import java.util.ArrayList;
import java.util.List;

/** What a response consists of: words, strings, lists. */
sealed interface ImaptestArg {
  /** An atom, a quoted string or a literal, one character for each octet. */
  record Text(String text, boolean atom) implements ImaptestArg {}

  record Nil() implements ImaptestArg {}

  record Items(List<ImaptestArg> items) implements ImaptestArg {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** Reads a line, in which literals stand as the wire has them. */
  static List<ImaptestArg> parse(String line) {
    return new Reading(line).all();
  }

  /** A place in a line. */
  final class Reading {
    private final String line;
    private int at;

    Reading(String line) {
      this.line = line;
    }

    List<ImaptestArg> all() {
      List<ImaptestArg> all = new ArrayList<>();
      while (at < line.length() && line.charAt(at) != ')') {
        if (line.charAt(at) == ' ') {
          at++;
        } else {
          all.add(one());
        }
      }
      return all;
    }

    private ImaptestArg one() {
      return switch (line.charAt(at)) {
        case '(' -> {
          at++;
          List<ImaptestArg> items = all();
          at++;
          yield new Items(items);
        }
        case '"' -> quoted();
        case '{' -> literal();
        case '~' -> {
          if (line.startsWith("~{", at)) {
            at++;
            yield literal();
          }
          yield atom();
        }
        default -> atom();
      };
    }

    private ImaptestArg quoted() {
      var text = new StringBuilder();
      for (at++; at < line.length() && line.charAt(at) != '"'; at++) {
        at += line.charAt(at) == '\\' ? 1 : 0;
        text.append(line.charAt(at));
      }
      at++;
      return new Text(text.toString(), false);
    }

    private ImaptestArg literal() {
      int close = line.indexOf('}', at);
      int size = Integer.parseInt(line.substring(at + 1, close));
      int from = close + "}\r\n".length();
      at = from + size;
      return new Text(line.substring(from, at), false);
    }

    private ImaptestArg atom() {
      int from = at;
      while (at < line.length() && " ()".indexOf(line.charAt(at)) < 0) {
        at++;
      }
      String atom = line.substring(from, at);
      return atom.equalsIgnoreCase("NIL") ? new Nil() : new Text(atom, true);
    }
  }
}
