package org.mailstead.http;

import java.io.IOException;

/** A WebSocket (RFC 6455) to a client, as long as it stays. */
public interface WebSocket {
  /** What a client is told that has broken a rule of ours, or may be here no more. */
  int POLICY = 1008;

  /** What it is told after a defect. */
  int DEFECT = 1011;

  /**
   * Sends a message of text, one after the other, and waits until it has left.
   *
   * @throws IOException when the client has gone, or reads too slowly and is sent away for it
   */
  void send(String message) throws IOException;

  /** Ends it, soon; does not wait. */
  void close(int code, String reason);
}
