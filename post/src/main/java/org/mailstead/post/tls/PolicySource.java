package org.mailstead.post.tls;

import org.mailstead.formats.transport.StsPolicy;

/** Where domains' policies are fetched from. Blocks for a minute at most. */
@FunctionalInterface
public interface PolicySource {
  /** What fetching gave. */
  sealed interface Fetched {
    record Got(StsPolicy policy) implements Fetched {}

    record Failed(TlsProblem problem) implements Fetched {}
  }

  Fetched fetch(String domain);
}
