package org.mailstead.filter.results;

import java.util.List;
import java.util.Locale;

/**
 * What a service found about a message.
 *
 * @param service whose word it is: {@code authserv-id}
 * @param results none when nothing was checked
 */
public record AuthenticationResults(String service, List<MethodResult> results) {
  /** The field's name. */
  public static final String FIELD = "Authentication-Results";

  public AuthenticationResults {
    results = List.copyOf(results);
  }

  /**
   * Reads what follows the colon, or, in an ARC-Authentication-Results, the instance.
   *
   * @throws ResultsSyntaxException when it cannot be understood
   */
  public static AuthenticationResults parse(String value) throws ResultsSyntaxException {
    return new ResultsReader(value).payload();
  }

  /** What follows the colon, on one line. */
  public String payload() {
    return ResultsWriter.payload(this, " ");
  }

  /** The field, folded, with its line end. */
  public String field() {
    return FIELD + ": " + ResultsWriter.payload(this, "\r\n\t") + "\r\n";
  }

  /**
   * Whether a field claims to be the word of a service, so that it may only come from there (RFC
   * 8601 section 5). One that cannot be understood does so when it has the name anywhere: somebody
   * else may understand it.
   */
  public static boolean claims(String value, String service) {
    try {
      return parse(value).service().equalsIgnoreCase(service);
    } catch (ResultsSyntaxException _) {
      return value.toLowerCase(Locale.ROOT).contains(service.toLowerCase(Locale.ROOT));
    }
  }
}
