package org.mailstead.filter.dkim;

/**
 * One custodian of a message, as it tells itself (RFC 8617 section 4.2). Whether it can be trusted
 * is for the reader to know: anybody can be a custodian.
 *
 * @param instance 1 for the first
 * @param sealer the domain whose seal holds
 * @param signer the domain that signed the message as it left
 * @param results what it found when the message came: an Authentication-Results payload, on one
 *     line
 */
public record ArcHop(int instance, String sealer, String signer, String results) {}
