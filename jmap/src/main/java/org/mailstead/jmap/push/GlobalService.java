package org.mailstead.jmap.push;

import java.io.IOException;
import java.util.Map;
import org.mailstead.wire.HttpsCalls;

/** The push services of the Internet, over TLS with a certificate that counts. */
public record GlobalService(HttpsCalls calls) implements PushService {
  private static final int MAX_ANSWER = 16 << 10;

  @Override
  public int post(String host, String path, String type, Map<String, String> fields, byte[] body)
      throws IOException {
    return calls.post(host, path, type, fields, body, MAX_ANSWER).status();
  }
}
