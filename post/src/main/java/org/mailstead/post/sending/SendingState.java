package org.mailstead.post.sending;

import java.util.Optional;

/**
 * What a sender does and may.
 *
 * @param today what it has sent in the last 24 hours
 * @param limits that are in force for it
 * @param busiest recipients in its busiest hour of the last 30 days, without today
 */
public record SendingState(
    Sent today, SendingLimits limits, OwnLimits own, long busiest, Optional<Pause> pause) {}
