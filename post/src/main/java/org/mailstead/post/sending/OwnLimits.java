package org.mailstead.post.sending;

import java.util.OptionalLong;

/**
 * What a sender may that others may not; what is empty is as for all.
 *
 * @param brakeless whether the brake does not look at it: a program that writes to many
 */
public record OwnLimits(
    OptionalLong messages, OptionalLong recipients, OptionalLong octets, boolean brakeless) {
  public static final OwnLimits NONE =
      new OwnLimits(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), false);

  public OwnLimits withMessages(long most) {
    return new OwnLimits(OptionalLong.of(most), recipients, octets, brakeless);
  }

  public OwnLimits withRecipients(long most) {
    return new OwnLimits(messages, OptionalLong.of(most), octets, brakeless);
  }

  public OwnLimits withOctets(long most) {
    return new OwnLimits(messages, recipients, OptionalLong.of(most), brakeless);
  }

  public OwnLimits withoutBrake(boolean without) {
    return new OwnLimits(messages, recipients, octets, without);
  }

  SendingLimits over(SendingLimits usual) {
    return new SendingLimits(
        messages.orElse(usual.messages()),
        recipients.orElse(usual.recipients()),
        octets.orElse(usual.octets()));
  }
}
