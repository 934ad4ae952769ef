package org.mailstead.jmap.mail;

import java.util.List;
import java.util.function.Function;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.post.Difference;
import org.mailstead.post.ObjectIds;
import tools.jackson.databind.node.ObjectNode;

/** What /changes methods are given and answer (RFC 8620 section 5.2). */
record Changes(String accountId, String sinceState, int most) {
  /** Ids of one answer when the client does not say. */
  private static final int MOST = 10_000;

  static Changes read(Arguments in) {
    String account = in.id("accountId");
    String since = in.text("sinceState").orElseThrow(() -> missing("sinceState"));
    long most = in.unsigned("maxChanges").orElse((long) MOST);
    if (most == 0) {
      throw MethodError.invalidArguments("maxChanges is to be above 0");
    }
    return new Changes(account, since, (int) Math.min(most, MOST));
  }

  private static MethodError missing(String name) {
    return MethodError.invalidArguments(name + " is to be given");
  }

  /**
   * @param now the state now, for a client that has been told all
   */
  <K> ObjectNode answer(
      Access access, Difference<K> difference, String now, Function<K, String> id) {
    ObjectNode json = JmapJson.object();
    json.put("accountId", ObjectIds.account(access.owner()));
    json.put("oldState", sinceState);
    json.put("newState", difference.more() ? MailStates.at(access, difference.reached()) : now);
    json.put("hasMoreChanges", difference.more());
    json.set("created", ids(difference.created(), id));
    json.set("updated", ids(difference.updated(), id));
    json.set("destroyed", ids(difference.destroyed(), id));
    return json;
  }

  private static <K> tools.jackson.databind.node.ArrayNode ids(
      List<K> keys, Function<K, String> id) {
    return JmapJson.array(keys.stream().map(id).toList());
  }
}
