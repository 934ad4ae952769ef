package org.mailstead.jmap.core;

import org.mailstead.words.Problem;
import tools.jackson.databind.node.ObjectNode;

/** Why a method call is not done (RFC 8620 section 3.6.2). */
public final class MethodError extends RuntimeException {
  private final String type;
  private final String description;

  public MethodError(String type, String description) {
    super(type + ": " + description, null, false, false);
    this.type = type;
    this.description = description;
  }

  public static MethodError invalidArguments(String description) {
    return new MethodError("invalidArguments", description);
  }

  static MethodError unknownMethod() {
    return new MethodError("unknownMethod", "no capability in use has it");
  }

  static MethodError invalidResultReference(String description) {
    return new MethodError("invalidResultReference", description);
  }

  public static MethodError cannotCalculateChanges() {
    return new MethodError(
        "cannotCalculateChanges", "the state is too old, or never was; fetch all anew");
  }

  public static MethodError stateMismatch() {
    return new MethodError("stateMismatch", "it has changed since");
  }

  public static MethodError requestTooLarge(String description) {
    return new MethodError("requestTooLarge", description);
  }

  /** A refusal that is not about one of several objects. */
  static MethodError of(Problem problem) {
    return switch (problem.kind()) {
      case NOT_PERMITTED, REFUSED, NEEDS_TLS, NOT_AUTHENTICATED, BAD_CREDENTIALS ->
          new MethodError("forbidden", problem.key());
      case UNAVAILABLE, BUSY, CONFLICT, NO_SPACE, RATE_LIMITED ->
          new MethodError("serverUnavailable", problem.key());
      case NOT_FOUND,
          NOT_LOCAL,
          EXISTS,
          INVALID,
          TOO_LARGE,
          TOO_MANY,
          OVER_QUOTA,
          EXPIRED,
          UNSUPPORTED,
          LOOP ->
          new MethodError("invalidArguments", problem.key());
      case CORRUPT -> new MethodError("serverFail", problem.key());
    };
  }

  public String type() {
    return type;
  }

  ObjectNode json() {
    return JmapJson.object().put("type", type).put("description", description);
  }
}
