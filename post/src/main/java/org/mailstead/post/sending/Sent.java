package org.mailstead.post.sending;

/** Something that was sent, or a sum of it. */
public record Sent(long messages, long recipients, long octets) {
  public static final Sent NOTHING = new Sent(0, 0, 0);

  Sent plus(Sent other) {
    return new Sent(
        messages + other.messages, recipients + other.recipients, octets + other.octets);
  }
}
