package org.mailstead.http;

import java.io.IOException;

/** Answers requests of one route, in a virtual thread of the request's own. */
@FunctionalInterface
public interface Handler {
  /**
   * A {@link org.mailstead.words.Refused} is answered by {@link Problems}.
   *
   * @throws IOException when the client goes, or is too slow
   */
  Answer answer(WebRequest request) throws IOException;
}
