package org.mailstead.store;

/** Bytes that were taken in. */
public sealed interface Blob {
  BlobId id();

  long size();

  /** Rides in the commit that names it. */
  record Small(BlobId id, long size, byte[] packed) implements Blob {}

  /** Lies outside and is durable already. */
  record Large(BlobId id, long size) implements Blob {}
}
