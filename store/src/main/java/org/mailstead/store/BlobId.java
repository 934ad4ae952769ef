package org.mailstead.store;

/** Names bytes by what they are. */
public record BlobId(byte[] bytes) {}
