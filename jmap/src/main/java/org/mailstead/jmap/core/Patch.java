package org.mailstead.jmap.core;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What changes of an object (RFC 8620 section 5.3). */
public final class Patch {
  private Patch() {}

  /**
   * The object with the patch applied; null takes a property away.
   *
   * @throws SetError.Thrown invalidPatch
   */
  public static ObjectNode apply(ObjectNode now, ObjectNode patch) {
    ObjectNode changed = now.deepCopy();
    for (Map.Entry<String, JsonNode> one : patch.properties()) {
      String path = one.getKey();
      // First, so that a path is no longer than what is there is deep.
      apply(changed, Pointer.tokens(path), one.getValue());
      for (int cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1)) {
        if (patch.has(path.substring(0, cut))) {
          throw wrong("two patches of the same thing: " + path);
        }
      }
    }
    return changed;
  }

  private static void apply(ObjectNode object, List<String> path, JsonNode value) {
    ObjectNode at = object;
    for (String token : path.subList(0, path.size() - 1)) {
      if (!(at.path(token) instanceof ObjectNode next)) {
        throw wrong("there is no object " + token);
      }
      at = next;
    }
    if (value.isNull() && path.size() > 1) {
      at.remove(path.getLast());
    } else {
      at.set(path.getLast(), value);
    }
  }

  private static SetError.Thrown wrong(String why) {
    return new SetError("invalidPatch", why).thrown();
  }
}
