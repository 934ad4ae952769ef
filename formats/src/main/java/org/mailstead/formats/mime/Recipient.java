package org.mailstead.formats.mime;

import org.mailstead.words.EmailAddress;

/**
 * Somebody in a From, To or other address field of a message that we write.
 *
 * @param name the display name, perhaps empty
 */
public record Recipient(String name, EmailAddress address) {
  /** Without display name. */
  public static Recipient of(EmailAddress address) {
    return new Recipient("", address);
  }
}
