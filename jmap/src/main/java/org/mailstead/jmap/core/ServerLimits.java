package org.mailstead.jmap.core;

import tools.jackson.databind.node.ObjectNode;

/** How much one may ask at once (RFC 8620 section 2). */
public final class ServerLimits {
  public static final int MAX_SIZE_REQUEST = 10_000_000;

  /** Characters of an answer; no call is begun behind it. */
  public static final int MAX_SIZE_RESPONSE = 50_000_000;

  public static final int MAX_CALLS = 64;
  public static final int MAX_OBJECTS_IN_GET = 1_000;
  public static final int MAX_OBJECTS_IN_SET = 1_000;
  public static final int MAX_CONCURRENT_REQUESTS = 10;
  public static final int MAX_CONCURRENT_UPLOAD = 4;

  private ServerLimits() {}

  /**
   * @param maxSizeUpload octets
   */
  public static ObjectNode json(long maxSizeUpload) {
    ObjectNode json = JmapJson.object();
    json.put("maxSizeUpload", maxSizeUpload);
    json.put("maxConcurrentUpload", MAX_CONCURRENT_UPLOAD);
    json.put("maxSizeRequest", MAX_SIZE_REQUEST);
    json.put("maxConcurrentRequests", MAX_CONCURRENT_REQUESTS);
    json.put("maxCallsInRequest", MAX_CALLS);
    json.put("maxObjectsInGet", MAX_OBJECTS_IN_GET);
    json.put("maxObjectsInSet", MAX_OBJECTS_IN_SET);
    json.set("collationAlgorithms", JmapJson.array(Collation.NAMES));
    return json;
  }
}
