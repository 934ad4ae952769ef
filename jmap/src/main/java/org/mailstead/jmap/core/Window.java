package org.mailstead.jmap.core;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which part of a query's results a client wants (RFC 8620 section 5.5).
 *
 * @param position from the end when it is below 0
 * @param anchor instead of a position: the id that is found there
 */
public record Window(
    long position,
    Optional<String> anchor,
    long anchorOffset,
    Optional<Long> limit,
    boolean calculateTotal) {
  public static Window read(Arguments in) {
    return new Window(
        in.number("position").orElse(0L),
        in.text("anchor"),
        in.number("anchorOffset").orElse(0L),
        in.unsigned("limit"),
        in.flag("calculateTotal"));
  }

  /** How many results, from the first on, tell all that is asked. */
  public long enough() {
    boolean all = calculateTotal || anchor.isPresent() || position < 0 || limit.isEmpty();
    return all ? Long.MAX_VALUE : position + limit.get();
  }

  /**
   * Writes the part of the results.
   *
   * @param most ids of one answer
   * @throws MethodError anchorNotFound
   */
  public <K> void write(ObjectNode json, List<K> results, Function<K, String> id, int most) {
    int from = from(results, id);
    long wanted = limit.orElse(Long.MAX_VALUE);
    int count = (int) Math.min(Math.min(wanted, most), results.size() - from);
    ArrayNode ids = JmapJson.array();
    results.subList(from, from + Math.max(0, count)).forEach(one -> ids.add(id.apply(one)));
    json.put("position", from);
    if (calculateTotal) {
      json.put("total", results.size());
    }
    json.set("ids", ids);
    if (wanted > most && results.size() - from > most) {
      json.put("limit", most);
    }
  }

  private <K> int from(List<K> results, Function<K, String> id) {
    if (anchor.isEmpty()) {
      long from = position < 0 ? Math.max(0, results.size() + position) : position;
      return (int) Math.min(from, results.size());
    }
    for (int i = 0; i < results.size(); i++) {
      if (id.apply(results.get(i)).equals(anchor.get())) {
        return (int) Math.max(0, Math.min(results.size(), i + anchorOffset));
      }
    }
    throw new MethodError("anchorNotFound", "it is not among the results");
  }
}
