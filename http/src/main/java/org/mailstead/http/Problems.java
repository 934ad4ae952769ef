package org.mailstead.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.mailstead.words.Problem;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a {@link Problem} is in HTTP (RFC 9457): a status, and JSON for programs. */
public final class Problems {
  private static final int RETRY_SECONDS = 60;

  private Problems() {}

  public static int status(Problem.Kind kind) {
    return switch (kind) {
      case NOT_FOUND, NOT_LOCAL -> 404;
      case EXISTS, CONFLICT, BUSY -> 409;
      case INVALID, TOO_MANY -> 400;
      case NOT_PERMITTED, REFUSED, NEEDS_TLS -> 403;
      case NOT_AUTHENTICATED, BAD_CREDENTIALS -> 401;
      case TOO_LARGE -> 413;
      case RATE_LIMITED -> 429;
      case EXPIRED -> 410;
      case UNAVAILABLE -> 503;
      case OVER_QUOTA, NO_SPACE -> 507;
      case UNSUPPORTED -> 501;
      case LOOP -> 508;
      case CORRUPT -> 500;
    };
  }

  /** The key names the sentence that a page shows; the arguments are what it speaks of. */
  public static Answer answer(Problem problem) {
    int status = status(problem.kind());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("status", status);
    json.put("title", problem.kind().name());
    json.put("key", problem.key());
    problem.arguments().forEach(json.putArray("arguments")::add);
    Answer answer = Answer.of(status, "application/problem+json", json.toString().getBytes(UTF_8));
    return switch (status) {
      case 429, 503 -> answer.with("Retry-After", Integer.toString(RETRY_SECONDS));
      // What is left of the body is not read: the client is to know that this was the last answer.
      case 413 -> answer.with("Connection", "close");
      default -> answer;
    };
  }
}
