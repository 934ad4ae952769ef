package org.mailstead.jmap.core;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What /changes methods are given and answer (RFC 8620 section 5.2).
 *
 * @param most ids of the answer
 */
public record ChangesAsked(String accountId, String sinceState, int most) {
  /** Ids of one answer when the client does not say. */
  private static final int MOST = 10_000;

  public static ChangesAsked read(Arguments in) {
    String account = in.id("accountId");
    String since =
        in.text("sinceState")
            .orElseThrow(() -> MethodError.invalidArguments("sinceState is to be given"));
    long most = in.unsigned("maxChanges").orElse((long) MOST);
    if (most == 0) {
      throw MethodError.invalidArguments("maxChanges is to be above 0");
    }
    return new ChangesAsked(account, since, (int) Math.min(most, MOST));
  }

  /**
   * @param newState where the client is then
   */
  public ObjectNode answer(
      String newState,
      boolean more,
      List<String> created,
      List<String> updated,
      List<String> destroyed) {
    ObjectNode json = JmapJson.object();
    json.put("accountId", accountId);
    json.put("oldState", sinceState).put("newState", newState);
    json.put("hasMoreChanges", more);
    json.set("created", JmapJson.array(created));
    json.set("updated", JmapJson.array(updated));
    json.set("destroyed", JmapJson.array(destroyed));
    return json;
  }
}
