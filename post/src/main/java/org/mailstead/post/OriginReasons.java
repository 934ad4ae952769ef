package org.mailstead.post;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mailstead.filter.results.AuthenticationResults;
import org.mailstead.filter.results.MethodResult;
import org.mailstead.filter.results.ResultsSyntaxException;

/** What was found about who sent a message, as reasons that are kept with it. */
public final class OriginReasons {
  private static final String START = AuthenticationResults.FIELD + ":";

  private OriginReasons() {}

  /** One for each finding. */
  public static List<Reason> of(AuthenticationResults results, Instant at) {
    return results.results().stream().map(result -> reason(result, at)).toList();
  }

  private static Reason reason(MethodResult result, Instant at) {
    var evidence = new StringBuilder();
    for (MethodResult.Property one : result.properties()) {
      evidence.append(evidence.isEmpty() ? "" : " ");
      evidence.append(one.type()).append('.').append(one.name()).append('=').append(one.value());
    }
    result.reason().ifPresent(why -> evidence.append(": ").append(why));
    return new Reason(result.method(), result.result(), evidence.toString(), at);
  }

  /** The same of a message that was in the queue, from the field that we put before it. */
  public static List<Reason> in(byte[] prefix, Instant at) {
    return found(prefix).map(results -> of(results, at)).orElse(List.of());
  }

  /**
   * What was found when a message came, from the field that we put before it. Nobody else's can
   * stand there: what we put before a message holds none but ours.
   */
  public static Optional<AuthenticationResults> found(byte[] prefix) {
    String fields = new String(prefix, UTF_8);
    int start = fields.startsWith(START) ? 0 : fields.indexOf("\n" + START) + 1;
    if (start == 0 && !fields.startsWith(START)) {
      return Optional.empty();
    }
    int end = fields.indexOf('\n', start);
    while (end >= 0 && end + 1 < fields.length() && " \t".indexOf(fields.charAt(end + 1)) >= 0) {
      end = fields.indexOf('\n', end + 1);
    }
    try {
      String value = fields.substring(start + START.length(), end < 0 ? fields.length() : end);
      return Optional.of(AuthenticationResults.parse(value));
    } catch (ResultsSyntaxException _) {
      return Optional.empty();
    }
  }
}
