package org.mailstead.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.identity.rights.Caller;
import org.mailstead.identity.rights.Right;
import tools.jackson.databind.node.ObjectNode;

/**
 * One thing that can be done: what it is called, who may, what it is given, what it answers.
 *
 * @param id noun and verb, such as {@code account.add}: so the command line and the log name it
 * @param path below the API's own
 * @param right needed somewhere at least; the work asks for the place. Empty: anybody who holds a
 *     role
 * @param changes whether it is logged before it is begun
 * @param fresh whether whoever asks must have proved himself a moment ago
 */
public record Operation(
    String id,
    String method,
    String path,
    String summary,
    Optional<Right> right,
    boolean changes,
    boolean fresh,
    List<Input> inputs,
    Optional<Answer> answers,
    Work work) {
  /** What comes back: its name and JSON Schema. */
  record Answer(String name, ObjectNode schema) {}

  /** What came of it. */
  public sealed interface Result {
    record Body(ObjectNode json) implements Result {}

    record Done() implements Result {}

    /** Lines of text, each a JSON object. */
    record Lines(String text) implements Result {}
  }

  /** Does it; runs only for those who hold the right somewhere. */
  @FunctionalInterface
  interface Work {
    Result run(Caller caller, Given given);
  }

  /** For works whose answer has a shape. */
  @FunctionalInterface
  interface Shaped<T> {
    T run(Caller caller, Given given);
  }

  /** For works that answer nothing. */
  @FunctionalInterface
  interface Silent {
    void run(Caller caller, Given given);
  }

  public Operation {
    inputs = List.copyOf(inputs);
  }

  /** The same, logged although it changes nothing. */
  Operation logged() {
    return new Operation(id, method, path, summary, right, true, fresh, inputs, answers, work);
  }

  static Builder get(String id, String path, String summary) {
    return new Builder(id, "GET", path, summary, false);
  }

  static Builder post(String id, String path, String summary) {
    return new Builder(id, "POST", path, summary, true);
  }

  static Builder put(String id, String path, String summary) {
    return new Builder(id, "PUT", path, summary, true);
  }

  static Builder patch(String id, String path, String summary) {
    return new Builder(id, "PATCH", path, summary, true);
  }

  static Builder delete(String id, String path, String summary) {
    return new Builder(id, "DELETE", path, summary, true);
  }

  /** Puts one together. */
  static final class Builder {
    private final String id;
    private final String method;
    private final String path;
    private final String summary;
    private final boolean changes;
    private final List<Input> inputs = new ArrayList<>();
    private Optional<Right> right = Optional.empty();
    private boolean fresh;

    private Builder(String id, String method, String path, String summary, boolean changes) {
      this.id = id;
      this.method = method;
      this.path = path;
      this.summary = summary;
      this.changes = changes;
    }

    Builder needs(Right needed) {
      right = Optional.of(needed);
      return this;
    }

    Builder fresh() {
      fresh = true;
      return this;
    }

    Builder takes(Input... more) {
      for (Input input : more) {
        boolean query = method.equals("GET") || method.equals("DELETE");
        inputs.add(query && input.place() == Input.Place.BODY ? input.inQuery() : input);
      }
      return this;
    }

    <T> Operation answers(Shape<T> shape, Shaped<T> work) {
      return build(
          Optional.of(new Answer(shape.name(), shape.schema())),
          (caller, given) -> new Result.Body(shape.write(work.run(caller, given))));
    }

    Operation does(Silent work) {
      return build(
          Optional.empty(),
          (caller, given) -> {
            work.run(caller, given);
            return new Result.Done();
          });
    }

    Operation lines(Shaped<String> work) {
      return build(Optional.empty(), (caller, given) -> new Result.Lines(work.run(caller, given)));
    }

    private Operation build(Optional<Answer> answers, Work work) {
      return new Operation(id, method, path, summary, right, changes, fresh, inputs, answers, work);
    }
  }
}
