package org.mailstead.jmap.push;

import java.io.IOException;
import java.util.Map;

/** Where pushes go out. */
@FunctionalInterface
public interface PushService {
  /**
   * Posts octets.
   *
   * @param path with the query
   * @return the status of the answer
   */
  int post(String host, String path, String type, Map<String, String> fields, byte[] body)
      throws IOException;
}
