package org.mailstead.filter.origin;

import java.net.InetAddress;

/**
 * Who brings a message, as far as the SMTP session tells.
 *
 * @param helo what the client calls itself
 * @param sender of MAIL FROM; empty for the null sender
 */
public record Envelope(InetAddress client, String helo, String sender) {}
