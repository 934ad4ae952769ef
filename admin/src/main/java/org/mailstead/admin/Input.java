package org.mailstead.admin;

import java.util.List;

/**
 * Something that an operation is given.
 *
 * @param most characters of a text, or of each of several; the largest number
 * @param choices the words that count; empty for any
 */
public record Input(
    String name,
    Type type,
    Place place,
    boolean required,
    boolean secret,
    long most,
    List<String> choices,
    String doc) {
  /** What it is. */
  public enum Type {
    TEXT,
    NUMBER,
    FLAG,
    TEXTS,
    /** Milliseconds since 1970. */
    TIME
  }

  /** Where a request has it. */
  public enum Place {
    PATH,
    QUERY,
    BODY
  }

  private static final int TEXT = 500;

  /** Most of several texts. */
  static final int MOST_TEXTS = 10_000;

  public Input {
    choices = List.copyOf(choices);
  }

  /** A segment of the path. */
  static Input path(String name, String doc) {
    return new Input(name, Type.TEXT, Place.PATH, true, false, TEXT, List.of(), doc);
  }

  static Input text(String name, String doc) {
    return new Input(name, Type.TEXT, Place.BODY, false, false, TEXT, List.of(), doc);
  }

  static Input number(String name, String doc) {
    return new Input(
        name, Type.NUMBER, Place.BODY, false, false, Long.MAX_VALUE >> 10, List.of(), doc);
  }

  static Input flag(String name, String doc) {
    return new Input(name, Type.FLAG, Place.BODY, false, false, 0, List.of(), doc);
  }

  static Input texts(String name, String doc) {
    return new Input(name, Type.TEXTS, Place.BODY, false, false, TEXT, List.of(), doc);
  }

  static Input time(String name, String doc) {
    return new Input(
        name, Type.TIME, Place.BODY, false, false, Long.MAX_VALUE >> 10, List.of(), doc);
  }

  Input must() {
    return new Input(name, type, place, true, secret, most, choices, doc);
  }

  /** What no log may have. */
  Input hidden() {
    return new Input(name, type, place, required, true, most, choices, doc);
  }

  Input inQuery() {
    return new Input(name, type, Place.QUERY, required, secret, most, choices, doc);
  }

  Input atMost(long limit) {
    return new Input(name, type, place, required, secret, limit, choices, doc);
  }

  Input of(List<String> words) {
    return new Input(name, type, place, required, secret, most, words, doc);
  }

  /** As an option of the command line, such as {@code --quota-bytes}. */
  public String option() {
    return "--" + name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
  }
}
