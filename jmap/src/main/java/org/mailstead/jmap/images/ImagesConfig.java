package org.mailstead.jmap.images;

/**
 * @param proxied whether pictures are got for readers at all
 * @param cacheOctets of pictures that are kept
 */
public record ImagesConfig(boolean proxied, long cacheOctets) {}
