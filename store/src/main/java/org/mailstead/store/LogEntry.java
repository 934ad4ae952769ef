package org.mailstead.store;

import java.time.Instant;

/**
 * One commit as the partition's log keeps it.
 *
 * @param body what the committing layer wrote about it; the store does not read it
 */
public record LogEntry(long version, CommitId id, Instant time, byte[] body) {}
