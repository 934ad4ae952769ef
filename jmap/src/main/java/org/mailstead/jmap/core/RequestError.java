package org.mailstead.jmap.core;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Why a request as a whole is not done (RFC 8620 section 3.6.1). */
public final class RequestError extends RuntimeException {
  private static final String URN = "urn:ietf:params:jmap:error:";

  private final String type;
  private final int status;
  private final String detail;
  private final Optional<String> limit;

  private RequestError(String type, int status, String detail, Optional<String> limit) {
    super(type + ": " + detail, null, false, false);
    this.type = type;
    this.status = status;
    this.detail = detail;
    this.limit = limit;
  }

  public static RequestError notJson(String detail) {
    return new RequestError("notJSON", 400, detail, Optional.empty());
  }

  public static RequestError notRequest(String detail) {
    return new RequestError("notRequest", 400, detail, Optional.empty());
  }

  static RequestError unknownCapability(String detail) {
    return new RequestError("unknownCapability", 400, detail, Optional.empty());
  }

  /**
   * @param limit its name in the session's core capability
   */
  public static RequestError limit(String limit, String detail) {
    int status = limit.startsWith("maxConcurrent") ? 429 : 400;
    return new RequestError("limit", status, detail, Optional.of(limit));
  }

  public int status() {
    return status;
  }

  /** RFC 9457. */
  public ObjectNode json() {
    ObjectNode json = JmapJson.object();
    json.put("type", URN + type).put("status", status).put("detail", detail);
    limit.ifPresent(name -> json.put("limit", name));
    return json;
  }
}
