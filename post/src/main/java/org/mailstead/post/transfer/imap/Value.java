package org.mailstead.post.transfer.imap;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A piece of what a server says. Texts have one character for each octet. */
sealed interface Value {
  /** An atom, a number, a flag: what stands without quotes. */
  record Word(String octets) implements Value {}

  /** What stood in quotes, or came as a literal. */
  record Text(String octets) implements Value {}

  record Nil() implements Value {}

  record Many(List<Value> values) implements Value {
    public Many {
      values = List.copyOf(values);
    }
  }

  /** Its octets; an atom will do for a string, as some servers have it. */
  default Optional<String> string() {
    return switch (this) {
      case Word(String octets) -> Optional.of(octets);
      case Text(String octets) -> Optional.of(octets);
      case Nil() -> Optional.empty();
      case Many(_) -> Optional.empty();
    };
  }

  /** What is in the list; of all else, nothing. */
  default List<Value> list() {
    return this instanceof Many(var values) ? values : List.of();
  }

  /** The words of a list as they are compared: in upper case. */
  default List<String> words() {
    return list().stream()
        .flatMap(value -> value.string().stream())
        .map(word -> word.toUpperCase(Locale.ROOT))
        .toList();
  }

  /** Empty when it is no number that IMAP knows. */
  default Optional<Long> number() {
    return string().flatMap(Value::number);
  }

  // number64 = 1*DIGIT
  static Optional<Long> number(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 18;
    return digits && text.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Optional.of(Long.parseLong(text))
        : Optional.empty();
  }
}
