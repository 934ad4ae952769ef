package org.mailstead.filter.hook;

import java.util.List;

/**
 * What a hook says of a message.
 *
 * @param why for the sender, the reader and the log; a stranger's words
 * @param points that it adds to the message's verdict, or takes away
 * @param fields that it wants before the message
 * @param ignored what else it wanted done, and is not
 */
public record Opinion(
    Action action, String why, int points, List<Field> fields, List<String> ignored) {
  /** It has nothing to say. */
  public static final Opinion NONE = of(Action.NONE, "");

  /** What is to happen. */
  public enum Action {
    NONE,
    /** The message belongs in Junk. */
    JUNK,
    /** It is not taken. */
    REJECT,
    /** It is not taken now; its sender should try again. */
    LATER,
    /** It is taken, and thrown away without a word. */
    DISCARD
  }

  /** A header field, its value on one line. */
  public record Field(String name, String value) {}

  public Opinion {
    fields = List.copyOf(fields);
    ignored = List.copyOf(ignored);
  }

  public static Opinion of(Action action, String why) {
    return new Opinion(action, why, 0, List.of(), List.of());
  }
}
