package org.mailstead.filter.dmarc;

/**
 * A record, and whose it is.
 *
 * @param domain without {@code _dmarc.}
 */
public record Located(String domain, DmarcRecord record) {}
