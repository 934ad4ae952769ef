package org.mailstead.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Lets pages of origins that are named ask by script (the Fetch standard's CORS). They bring a
 * proof of their own: that cookies be sent is never allowed.
 */
public final class CrossOrigin {
  private static final String SENT =
      "Authorization, Content-Type, If-None-Match, If-Range, Range, Upload-Complete, Upload-Length,"
          + " Upload-Offset";
  private static final String SEEN =
      "Accept-Ranges, Content-Range, ETag, Location, Retry-After, Upload-Complete, Upload-Limit,"
          + " Upload-Offset, WWW-Authenticate";
  private static final String MINUTES = "600";

  private final Supplier<Set<String>> origins;

  /**
   * @param origins such as {@code https://mail.example.org}
   */
  public CrossOrigin(Supplier<Set<String>> origins) {
    this.origins = origins;
  }

  /** The same routes for those pages too, and the question that browsers ask before. */
  public Routes over(Routes routes) {
    Map<String, Set<String>> methods = new LinkedHashMap<>();
    for (Routes.Route route : routes.all()) {
      methods.computeIfAbsent(route.path(), _ -> new TreeSet<>()).add(route.method());
    }
    Routes all = routes.wrapped(handler -> request -> let(request, handler.answer(request)));
    methods.forEach((path, known) ->
        all.on("OPTIONS", path, Routes.Origin.ANY, request -> before(request, known)));
    return all;
  }

  private Optional<String> named(WebRequest request) {
    return request.header("Origin").filter(origins.get()::contains);
  }

  private Answer let(WebRequest request, Answer answer) {
    Answer varied = origins.get().isEmpty() ? answer : answer.with("Vary", "Origin");
    return named(request)
        .map(origin ->
            varied
                .with("Access-Control-Allow-Origin", origin)
                .with("Access-Control-Expose-Headers", SEEN))
        .orElse(varied);
  }

  private Answer before(WebRequest request, Set<String> methods) {
    String known = String.join(", ", methods);
    Answer answer = let(request, Answer.of(204).with("Allow", known + ", OPTIONS"));
    return request.header("Access-Control-Request-Method").isEmpty() || named(request).isEmpty()
        ? answer
        : answer
            .with("Access-Control-Allow-Methods", known)
            .with("Access-Control-Allow-Headers", SENT)
            .with("Access-Control-Max-Age", MINUTES);
  }
}
