package org.mailstead.post.sending;

/**
 * How much may be sent in any 24 hours.
 *
 * @param messages 0 for any number
 * @param recipients each of each message; 0 for any number
 * @param octets of messages, once for each message; 0 for any number
 */
public record SendingLimits(long messages, long recipients, long octets) {
  public static final SendingLimits NONE = new SendingLimits(0, 0, 0);

  public SendingLimits {
    if (messages < 0 || recipients < 0 || octets < 0) {
      throw new IllegalArgumentException("limits below 0");
    }
  }
}
