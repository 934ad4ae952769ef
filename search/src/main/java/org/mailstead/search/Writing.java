package org.mailstead.search;

import static java.lang.System.Logger.Level.WARNING;

import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;

/** How the index is written: little memory, one thread that merges. */
final class Writing {
  private static final System.Logger LOG = System.getLogger(Writing.class.getName());
  private static final double BUFFER_MIB = 32;

  private Writing() {}

  static IndexWriterConfig settings() {
    var merges = new TieredMergePolicy();
    merges.setDeletesPctAllowed(20);
    merges.setForceMergeDeletesPctAllowed(0);
    return new IndexWriterConfig()
        .setRAMBufferSizeMB(BUFFER_MIB)
        .setMergePolicy(merges)
        .setMergeScheduler(new Merging())
        .setCommitOnClose(false);
  }

  /** Merges on one thread; what it fails at is tried again with the next merge. */
  private static final class Merging extends ConcurrentMergeScheduler {
    Merging() {
      setMaxMergesAndThreads(6, 1);
    }

    @Override
    protected void handleMergeException(Throwable failure) {
      LOG.log(WARNING, "parts of the search index were not merged: " + failure.getClass());
    }
  }
}
