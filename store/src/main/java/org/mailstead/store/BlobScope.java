package org.mailstead.store;

/** Where deduplication ends. */
public record BlobScope(byte[] key) {}
