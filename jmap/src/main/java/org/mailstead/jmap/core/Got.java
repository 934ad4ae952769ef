package org.mailstead.jmap.core;

import java.util.Collection;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a /get method has found (RFC 8620 section 5.1). */
public final class Got {
  private final ArrayNode list = JmapJson.array();
  private final ArrayNode notFound = JmapJson.array();
  private long size;

  /**
   * @throws MethodError requestTooLarge
   */
  public static void needFew(Collection<String> ids) {
    if (ids.size() > ServerLimits.MAX_OBJECTS_IN_GET) {
      throw MethodError.requestTooLarge("at most " + ServerLimits.MAX_OBJECTS_IN_GET + " ids");
    }
  }

  /** Returns how long it has become, for {@link Exchange#needRoom}. */
  public long add(ObjectNode object) {
    list.add(object);
    size += JmapJson.size(object);
    return size;
  }

  public void missing(String id) {
    notFound.add(id);
  }

  public ObjectNode answer(String accountId, String state) {
    ObjectNode json = JmapJson.object();
    json.put("accountId", accountId).put("state", state);
    json.set("list", list);
    json.set("notFound", notFound);
    return json;
  }
}
