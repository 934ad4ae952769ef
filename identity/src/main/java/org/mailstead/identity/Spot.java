package org.mailstead.identity;

import org.mailstead.store.Key;
import org.mailstead.store.Partition;

/** Where a row stands. */
public record Spot(Partition partition, Key key) {}
