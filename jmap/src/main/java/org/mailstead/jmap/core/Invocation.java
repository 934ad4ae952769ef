package org.mailstead.jmap.core;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A method call, or a response to one (RFC 8620 section 3.2). */
record Invocation(String name, ObjectNode arguments, String id) {
  ArrayNode json() {
    return JmapJson.array().add(name).add(arguments).add(id);
  }
}
