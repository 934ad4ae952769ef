package org.mailstead.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.mailstead.words.Problem;

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
    String json =
        "{\"status\":%d,\"title\":%s,\"key\":%s,\"arguments\":[%s]}"
            .formatted(
                status,
                quoted(problem.kind().name()),
                quoted(problem.key()),
                String.join(",", quoted(problem.arguments())));
    Answer answer = Answer.of(status, "application/problem+json", json.getBytes(UTF_8));
    return status == 429 || status == 503
        ? answer.with("Retry-After", Integer.toString(RETRY_SECONDS))
        : answer;
  }

  private static List<String> quoted(List<String> texts) {
    return texts.stream().map(Problems::quoted).toList();
  }

  /** A string of JSON (RFC 8259 section 7). */
  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c) || c == '<') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
