package org.mailstead.wire;

import java.io.IOException;

/** A trusted proxy sent no PROXY header, or a wrong one: the connection is refused. */
final class ProxySyntaxException extends IOException {
  ProxySyntaxException(String why) {
    super(why);
  }
}
