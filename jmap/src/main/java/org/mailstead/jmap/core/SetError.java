package org.mailstead.jmap.core;

import java.util.List;
import java.util.Map;
import org.mailstead.words.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why one object is not made, changed or removed (RFC 8620 section 5.3).
 *
 * @param more other properties of the error
 */
public record SetError(String type, String description, Map<String, JsonNode> more) {
  /** Carries the error out of the work on one object. */
  public static final class Thrown extends RuntimeException {
    private final transient SetError error;

    private Thrown(SetError error) {
      super(error.toString(), null, false, false);
      this.error = error;
    }

    public SetError error() {
      return error;
    }
  }

  public SetError {
    more = Map.copyOf(more);
  }

  public SetError(String type, String description) {
    this(type, description, Map.of());
  }

  public static SetError invalid(String description, List<String> properties) {
    return new SetError(
        "invalidProperties", description, Map.of("properties", JmapJson.array(properties)));
  }

  public static SetError invalid(String description, String... properties) {
    return invalid(description, List.of(properties));
  }

  public static SetError notFound() {
    return new SetError("notFound", "there is none of that id");
  }

  public static SetError forbidden(String description) {
    return new SetError("forbidden", description);
  }

  public static SetError singleton() {
    return new SetError("singleton", "there is only ever the one");
  }

  /** A refusal as it is told of one object. */
  public static SetError of(Problem problem) {
    return switch (problem.kind()) {
      case NOT_FOUND, NOT_LOCAL, EXPIRED -> notFound();
      case EXISTS -> new SetError("alreadyExists", problem.key());
      case INVALID, UNSUPPORTED, LOOP -> new SetError("invalidProperties", problem.key());
      case NOT_PERMITTED, REFUSED, NEEDS_TLS, NOT_AUTHENTICATED, BAD_CREDENTIALS ->
          forbidden(problem.key());
      case OVER_QUOTA, NO_SPACE, TOO_MANY -> new SetError("overQuota", problem.key());
      case TOO_LARGE -> new SetError("tooLarge", problem.key());
      case RATE_LIMITED -> new SetError("rateLimit", problem.key());
      // Not of this object, but it is what a client can do something about: try it again.
      case BUSY, CONFLICT, UNAVAILABLE, CORRUPT -> new SetError("serverFail", problem.key());
    };
  }

  public Thrown thrown() {
    return new Thrown(this);
  }

  public ObjectNode json() {
    ObjectNode json = JmapJson.object().put("type", type).put("description", description);
    more.forEach(json::set);
    return json;
  }
}
