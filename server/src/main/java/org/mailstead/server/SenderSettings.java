package org.mailstead.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.post.sending.SendingConfig;

/** What our own people may send, as the home's file says it. */
final class SenderSettings {
  private SenderSettings() {}

  static Optional<SendingConfig.Brake> brake(String word) {
    return Arrays.stream(SendingConfig.Brake.values())
        .filter(brake -> word(brake).equals(word))
        .findFirst();
  }

  static String word(SendingConfig config) {
    return word(config.brake());
  }

  private static String word(SendingConfig.Brake brake) {
    return brake.name().toLowerCase(Locale.ROOT);
  }

  /** The lines of the home's file. */
  static String toToml(SendingConfig config) {
    return """
    # How much an account may send in any 24 hours, and all accounts of a domain together; 0 for any
    # number. "mailstead sending limit" gives one of them limits of its own.
    messages_per_account = %d
    recipients_per_account = %d
    megabytes_per_account = %d
    messages_per_domain = %d
    recipients_per_domain = %d
    megabytes_per_domain = %d

    # An account that suddenly sends like a machine (to ten times as many people as ever, to
    # addresses of which a third is refused, or from eight networks within an hour) is not its
    # owner's any more: "pause" its sending until somebody has looked, or "tell" its owner and the
    # postmaster only, or "off".
    abuse_brake = "%s"
    """
        .formatted(
            config.account().messages(),
            config.account().recipients(),
            config.account().octets() >> 20,
            config.domain().messages(),
            config.domain().recipients(),
            config.domain().octets() >> 20,
            word(config));
  }
}
