package org.mailstead.jmap.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What /queryChanges methods are given and answer (RFC 8620 section 5.6). */
public record QueryChanges(
    String accountId,
    String sinceQueryState,
    Optional<Long> maxChanges,
    Optional<String> upToId,
    boolean calculateTotal) {
  public static QueryChanges read(Arguments in) {
    return new QueryChanges(
        in.id("accountId"),
        in.text("sinceQueryState")
            .orElseThrow(() -> MethodError.invalidArguments("sinceQueryState is to be given")),
        in.unsigned("maxChanges"),
        in.text("upToId"),
        in.flag("calculateTotal"));
  }

  /**
   * The answer: whatever was touched is taken out, and put in again where it is now. What was not
   * touched stands among the rest as it did.
   *
   * @param now the state now
   * @param touched ids of things of which anything may have changed
   * @param results the ids of the query as it is now
   * @throws MethodError tooManyChanges
   */
  public ObjectNode answer(String now, Set<String> touched, List<String> results) {
    ArrayNode removed = JmapJson.array(touched);
    ArrayNode added = JmapJson.array();
    for (int i = 0; i < results.size(); i++) {
      if (touched.contains(results.get(i))) {
        added.add(JmapJson.object().put("id", results.get(i)).put("index", i));
      }
    }
    if (maxChanges.isPresent() && removed.size() + added.size() > maxChanges.get()) {
      throw new MethodError("tooManyChanges", "there are more than maxChanges");
    }
    ObjectNode json = JmapJson.object();
    json.put("accountId", accountId);
    json.put("oldQueryState", sinceQueryState).put("newQueryState", now);
    if (calculateTotal) {
      json.put("total", results.size());
    }
    json.set("removed", removed);
    json.set("added", added);
    return json;
  }
}
