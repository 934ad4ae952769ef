package org.mailstead.post.sending;

import java.time.Instant;

/**
 * Since when and why nothing is sent.
 *
 * @param byOperator whether the operator wanted it; else the brake
 */
public record Pause(Instant since, String why, boolean byOperator) {}
