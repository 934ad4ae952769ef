package org.mailstead.post;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
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
    String fields = new String(prefix, UTF_8);
    if (!fields.startsWith(START)) {
      return List.of();
    }
    int end = fields.indexOf('\n');
    while (end >= 0 && end + 1 < fields.length() && " \t".indexOf(fields.charAt(end + 1)) >= 0) {
      end = fields.indexOf('\n', end + 1);
    }
    try {
      String value = fields.substring(START.length(), end < 0 ? fields.length() : end);
      return of(AuthenticationResults.parse(value), at);
    } catch (ResultsSyntaxException _) {
      return List.of();
    }
  }
}
