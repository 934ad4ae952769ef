package org.mailstead.store;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** Names one commit for good, so that a commit of unknown outcome can be recognised or repeated. */
public record CommitId(long high, long low) {
  static final CommitId NONE = new CommitId(0, 0);
  static final int BYTES = 16;

  public static CommitId random(RandomGenerator random) {
    return new CommitId(random.nextLong(), random.nextLong());
  }

  void write(ByteBuffer out) {
    out.putLong(high).putLong(low);
  }

  static CommitId read(ByteBuffer in) {
    return new CommitId(in.getLong(), in.getLong());
  }
}
