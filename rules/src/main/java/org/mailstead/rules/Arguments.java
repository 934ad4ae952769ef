package org.mailstead.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.sieve.Place;
import org.mailstead.formats.sieve.SieveArgument;
import org.mailstead.formats.sieve.SieveText;

/**
 * The arguments of one command or test, taken one after the other: first the tags, in any order,
 * then what is left by its position. Whatever is left at the end is an error.
 */
final class Arguments {
  private final Dialect dialect;
  private final TextReader reader;
  private final String owner;
  private final Place place;
  private final List<SieveArgument> left;
  private int at; // of the next positional argument

  Arguments(Dialect dialect, String owner, Place place, List<SieveArgument> all) {
    this.dialect = dialect;
    this.reader = new TextReader(dialect);
    this.owner = owner;
    this.place = place;
    this.left = new ArrayList<>(all);
  }

  Place place() {
    return place;
  }

  Dialect dialect() {
    return dialect;
  }

  void error(String why) {
    dialect.error(place, why);
  }

  private int find(String tag) {
    for (int i = 0; i < left.size(); i++) {
      if (left.get(i) instanceof SieveArgument.Tag(Place _, String name) && name.equals(tag)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the tag is there. */
  boolean has(String tag) {
    return find(tag) >= 0;
  }

  /** Takes a tag that has no value. */
  boolean flag(String tag) {
    int i = find(tag);
    if (i < 0) {
      return false;
    }
    left.remove(i);
    return true;
  }

  /** The same of an extension that the script must have required. */
  boolean flag(String tag, String extension) {
    int i = find(tag);
    if (i >= 0) {
      dialect.demand(left.get(i).place(), "\":" + tag + "\"", extension);
    }
    return flag(tag);
  }

  private Optional<SieveArgument> value(String tag, String extension) {
    int i = find(tag);
    if (i < 0) {
      return Optional.empty();
    }
    Place where = left.get(i).place();
    if (!extension.isEmpty()) {
      dialect.demand(where, "\":" + tag + "\"", extension);
    }
    left.remove(i);
    if (i >= left.size() || left.get(i) instanceof SieveArgument.Tag) {
      dialect.error(where, "a value must follow \":" + tag + "\"");
      return Optional.empty();
    }
    return Optional.of(left.remove(i));
  }

  /** The string that follows a tag; an empty extension for tags that need none. */
  Optional<Text> tagText(String tag, String extension) {
    return value(tag, extension).map(found -> text(found, "\":" + tag + "\""));
  }

  /** The list of strings that follows a tag. */
  Optional<List<Text>> tagTexts(String tag, String extension) {
    return value(tag, extension).map(found -> texts(found, "\":" + tag + "\""));
  }

  /** The number that follows a tag. */
  Optional<Long> tagNumber(String tag, String extension) {
    return value(tag, extension).map(found -> number(found, "\":" + tag + "\""));
  }

  /** How many arguments are left that are no tags. */
  int positions() {
    return (int) left.stream().filter(one -> !(one instanceof SieveArgument.Tag)).count();
  }

  private Optional<SieveArgument> next(String what) {
    while (at < left.size() && left.get(at) instanceof SieveArgument.Tag) {
      at++;
    }
    if (at == left.size()) {
      error("\"" + owner + "\" lacks " + what);
      return Optional.empty();
    }
    return Optional.of(left.remove(at));
  }

  Text text(String what) {
    return next(what).map(found -> text(found, what)).orElseGet(() -> Text.constant(place, ""));
  }

  List<Text> texts(String what) {
    return next(what).map(found -> texts(found, what)).orElse(List.of());
  }

  long number(String what) {
    return next(what).map(found -> number(found, what)).orElse(0L);
  }

  private Text text(SieveArgument found, String what) {
    if (found
        instanceof SieveArgument.Strings(Place where, List<SieveText> list, boolean bracketed)) {
      if (bracketed && list.size() != 1) {
        dialect.error(where, what + " must be one string, not a list");
      }
      return reader.read(list.getFirst());
    }
    dialect.error(found.place(), what + " must be a string");
    return Text.constant(found.place(), "");
  }

  private List<Text> texts(SieveArgument found, String what) {
    if (found instanceof SieveArgument.Strings strings) {
      return strings.list().stream().map(reader::read).toList();
    }
    dialect.error(found.place(), what + " must be a string or a list of strings");
    return List.of();
  }

  private long number(SieveArgument found, String what) {
    if (found instanceof SieveArgument.Numeral(Place _, long value)) {
      return value;
    }
    dialect.error(found.place(), what + " must be a number");
    return 0;
  }

  /** Takes the rest, of a command that is not known. */
  void takeAll() {
    left.clear();
  }

  /** Complains of what nobody took. */
  void end() {
    for (SieveArgument rest : left) {
      String what =
          switch (rest) {
            case SieveArgument.Tag(Place _, String name) -> "\":" + name + "\"";
            case SieveArgument.Numeral(Place _, long value) -> "the number " + value;
            case SieveArgument.Strings _ -> "this string";
          };
      dialect.error(rest.place(), what + " has no meaning for \"" + owner + "\"");
    }
  }
}
