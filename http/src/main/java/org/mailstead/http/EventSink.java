package org.mailstead.http;

/** Where events are told to a client that waits for them, as long as it does. */
public interface EventSink {
  /** Tells something, soon and in order; a client that reads too slowly is sent away. */
  void send(String event);

  /** Ends the answer. */
  void close();

  /** Has something done when the client has gone or the answer is over; at once if it is. */
  void onClose(Runnable then);
}
