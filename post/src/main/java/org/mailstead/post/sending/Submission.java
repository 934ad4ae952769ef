package org.mailstead.post.sending;

import java.net.InetAddress;
import java.util.Optional;
import org.mailstead.words.AccountId;

/**
 * A message that one of our accounts hands in.
 *
 * @param client where from; empty when a program of this server does it
 * @param octets of the message
 */
public record Submission(
    AccountId account, Optional<InetAddress> client, int recipients, long octets) {}
