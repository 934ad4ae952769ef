package org.mailstead.identity.settings;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What values a setting has, and how they are written: a value is stored, shown and typed as text.
 *
 * @param <T> what the text stands for
 */
public sealed interface Type<T> {
  /** Characters of a value. */
  int MAX_TEXT = 4000;

  /** Stands for nothing, in lists and where a text may be missing. */
  String NONE = "none";

  /** True or false. */
  record Flag() implements Type<Boolean> {}

  /** A whole number. */
  record Whole(int least, int most) implements Type<Integer> {}

  /** Octets, such as {@code 50 MiB}. */
  record Octets(long least, long most) implements Type<Long> {}

  /** A time, such as {@code 5 days}; whole seconds. */
  record Time(Duration least, Duration most) implements Type<Duration> {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,9}) ?(second|minute|hour|day)s?");

    private static Optional<Duration> parse(String text) {
      Matcher time = TIME.matcher(text.strip());
      return time.matches()
          ? Optional.of(Duration.of(Long.parseLong(time.group(1)), unit(time.group(2))))
          : Optional.empty();
    }

    private static ChronoUnit unit(String word) {
      return switch (word) {
        case "second" -> ChronoUnit.SECONDS;
        case "minute" -> ChronoUnit.MINUTES;
        case "hour" -> ChronoUnit.HOURS;
        default -> ChronoUnit.DAYS;
      };
    }

    private static String write(Duration time) {
      long seconds = time.toSeconds();
      if (seconds % 86_400 == 0 && seconds > 0) {
        return some(seconds / 86_400, "day");
      }
      if (seconds % 3600 == 0 && seconds > 0) {
        return some(seconds / 3600, "hour");
      }
      return seconds % 60 == 0 && seconds > 0
          ? some(seconds / 60, "minute")
          : some(seconds, "second");
    }

    private static String some(long count, String unit) {
      return count + " " + unit + (count == 1 ? "" : "s");
    }
  }

  /** One of some words. */
  record Choice<E>(List<E> values, Function<E, String> word) implements Type<E> {
    public Choice {
      values = List.copyOf(values);
    }

    public List<String> words() {
      return values.stream().map(word).toList();
    }
  }

  /**
   * A text of some form.
   *
   * @param reader empty for what is none
   * @param expected what a value is, as the rest of a sentence: {@code is a name such as …}
   */
  record Text<V>(Function<String, Optional<V>> reader, Function<V, String> writer, String expected)
      implements Type<V> {}

  /**
   * Words with blanks between, or {@link #NONE}.
   *
   * @param reader of one word; empty for what is none
   * @param expected as {@link Text} has it
   */
  record Words<V>(Function<String, Optional<V>> reader, Function<V, String> writer, String expected)
      implements Type<List<V>> {
    private static final int MOST = 500;

    private Optional<List<V>> parse(String text) {
      List<V> found = new ArrayList<>();
      for (String word : split(text)) {
        Optional<V> one = reader.apply(word);
        if (one.isEmpty() || found.size() == MOST) {
          return Optional.empty();
        }
        found.add(one.get());
      }
      return Optional.of(List.copyOf(found));
    }

    private static List<String> split(String text) {
      return text.isBlank() || text.strip().equals(NONE)
          ? List.of()
          : List.of(text.strip().split("\\s+", -1));
    }
  }

  /** What a text stands for; empty when it is no such value. */
  default Optional<T> read(String text) {
    if (text.length() > MAX_TEXT || text.chars().anyMatch(Character::isISOControl)) {
      return Optional.empty();
    }
    // Each variant is a Type of just what it reads.
    @SuppressWarnings("unchecked")
    var value = (Optional<T>) parse(text);
    return value;
  }

  private Optional<?> parse(String text) {
    return switch (this) {
      case Flag() ->
          text.equals("true") || text.equals("false")
              ? Optional.of(text.equals("true"))
              : Optional.empty();
      case Whole(int least, int most) -> {
        boolean digits = text.matches("-?[0-9]{1,10}");
        long number = digits ? Long.parseLong(text) : 0;
        yield digits && number >= least && number <= most
            ? Optional.of((int) number)
            : Optional.empty();
      }
      case Octets(long least, long most) -> {
        OptionalLong size = Size.parse(text);
        yield size.isPresent() && size.getAsLong() >= least && size.getAsLong() <= most
            ? Optional.of(size.getAsLong())
            : Optional.empty();
      }
      case Time(Duration least, Duration most) ->
          Time.parse(text).filter(time -> time.compareTo(least) >= 0 && time.compareTo(most) <= 0);
      case Choice<?> choice -> named(choice, text);
      case Text<?> form -> text.isBlank() ? Optional.empty() : form.reader.apply(text);
      case Words<?> list -> list.parse(text);
    };
  }

  private static <E> Optional<E> named(Choice<E> choice, String text) {
    return choice.values.stream().filter(one -> choice.word.apply(one).equals(text)).findFirst();
  }

  /** How a value is written; {@link #read} takes it. */
  default String text(T value) {
    return switch (this) {
      case Flag _, Whole _ -> value.toString();
      case Octets _ -> Size.text((Long) value);
      case Time _ -> Time.write((Duration) value);
      case Choice<T> choice -> choice.word.apply(value);
      case Text<T> form -> form.writer.apply(value);
      case Words<?> list -> joined(list, (List<?>) value);
    };
  }

  private static <V> String joined(Words<V> list, List<?> values) {
    // They are of the list that this type reads.
    @SuppressWarnings("unchecked")
    var all = (List<V>) values;
    return all.isEmpty() ? NONE : all.stream().map(list.writer).collect(Collectors.joining(" "));
  }

  /** What a value is, as the rest of a sentence: {@code is true or false}. */
  default String expected() {
    return switch (this) {
      case Flag() -> "is true or false";
      case Whole(int least, int most) -> "is a number, " + least + " to " + most;
      case Octets(long least, long most) ->
          "is a size, " + Size.text(least) + " to " + Size.text(most) + ", such as \"50 MiB\"";
      case Time(Duration least, Duration most) ->
          "is a time, " + Time.write(least) + " to " + Time.write(most);
      case Choice<?> choice -> "is " + alternatives(choice.words());
      case Text<?> form -> form.expected;
      case Words<?> list -> list.expected;
    };
  }

  private static String alternatives(List<String> words) {
    String last = "\"" + words.getLast() + "\"";
    return words.size() == 1
        ? last
        : words.subList(0, words.size() - 1).stream()
                .collect(Collectors.joining("\", \"", "\"", "\""))
            + " or "
            + last;
  }

  /** Its name, for programs and pages. */
  default String name() {
    return switch (this) {
      case Flag() -> "flag";
      case Whole _ -> "number";
      case Octets _ -> "size";
      case Time _ -> "time";
      case Choice<?> _ -> "choice";
      case Text<?> _ -> "text";
      case Words<?> _ -> "words";
    };
  }
}
