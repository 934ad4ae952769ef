package org.mailstead.post.transfer.imap;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One thing that a server says (RFC 9051 section 7). */
sealed interface Response {
  /** How something went. */
  enum Status {
    OK,
    NO,
    BAD,
    BYE,
    PREAUTH
  }

  /** It waits for more of what we say. */
  record GoOn() implements Response {}

  /**
   * How a command went; of none, when the tag is {@code *}.
   *
   * @param code what stands in brackets, without them; may be empty
   * @param text for people
   */
  record State(String tag, Status status, String code, String text) implements Response {
    boolean isTagged() {
      return !tag.equals("*");
    }

    boolean isOk() {
      return status == Status.OK;
    }

    /** Whether the code is the one of that name, in capitals. */
    boolean has(String name) {
      return code.equalsIgnoreCase(name);
    }
  }

  /**
   * Anything else but FETCH.
   *
   * @param name in capitals
   * @param number what stands before the name; 0 when nothing does
   */
  record Data(String name, long number, List<Value> values) implements Response {
    public Data {
      values = List.copyOf(values);
    }
  }

  /**
   * FETCH.
   *
   * @param items by their names in capitals
   * @param body whether the message's octets were among them: they went where was said
   */
  record Fetch(long number, Map<String, Value> items, boolean body) implements Response {
    public Fetch {
      items = Map.copyOf(items);
    }

    Optional<Value> item(String name) {
      return Optional.ofNullable(items.get(name));
    }

    /** 0 when nothing was said of it. */
    long uid() {
      return item("UID").flatMap(Value::number).orElse(0L);
    }
  }
}
