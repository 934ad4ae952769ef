package org.mailstead.smtp;

/**
 * What a network may do at port 25 in an hour.
 *
 * @param messages that it brings; 0 for any number
 * @param recipients that it names, of all messages; 0 for any number
 * @param megabytes of messages that it brings; 0 for any number
 * @param unknownRecipients that it asks for; 0 for any number
 * @param everybody whether this machine and private networks have limits too
 */
public record DoorConfig(
    int messages, int recipients, int megabytes, int unknownRecipients, boolean everybody) {
  public static final DoorConfig DEFAULT = new DoorConfig(2000, 10_000, 0, 50, false);

  public DoorConfig {
    if (messages < 0 || recipients < 0 || megabytes < 0 || unknownRecipients < 0) {
      throw new IllegalArgumentException("limits below 0");
    }
  }
}
