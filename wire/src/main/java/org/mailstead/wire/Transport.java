package org.mailstead.wire;

import java.io.IOException;

/**
 * Bytes to and from the peer. Layers stack: the socket, TLS above it, compression above that. One
 * thread may read while another writes.
 */
interface Transport {
  /**
   * Blocks until something can be read, and holds no buffer meanwhile.
   *
   * @return false when the peer has ended its side
   */
  boolean await() throws IOException;

  /**
   * Blocks until something came.
   *
   * @param into at least {@link BufferPool#SIZE} octets from the offset on, so that any record fits
   * @return how many octets were put there; 0 when what came holds none for the session, -1 when
   *     the peer has ended its side
   */
  int read(byte[] into, int offset, int length) throws IOException;

  /** Writes all of it; blocks until the system has taken it. */
  void write(byte[] from, int offset, int length) throws IOException;

  /** How many octets this layer has taken from below and not handed on. */
  int pending();

  /** A long wait begins: gives back what can be had again. */
  default void rest() {}

  /** Says the layer's farewell, when it has one. Never blocks for long, never fails. */
  void farewell();
}
