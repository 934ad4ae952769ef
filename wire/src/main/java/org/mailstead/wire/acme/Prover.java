package org.mailstead.wire.acme;

import java.io.IOException;

/** Shows a CA that a name is ours, in one of the ways that it accepts. */
public interface Prover {
  /** The challenge's type, such as {@code http-01} (RFC 8555 section 9.7.8). */
  String type();

  /** From its return on the CA may look. */
  void show(Proof proof) throws IOException, InterruptedException;

  /** Also what was never shown. */
  void hide(Proof proof) throws IOException, InterruptedException;

  /** Whether the CA will look at the addresses of the name, so that they have to be ours. */
  boolean needsAddress();
}
