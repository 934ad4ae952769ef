package org.mailstead.server;

import java.util.List;
import org.mailstead.identity.settings.Scope;
import org.mailstead.identity.settings.Setting;
import org.mailstead.identity.settings.Settings;
import org.mailstead.identity.settings.Type;
import org.mailstead.post.sending.Sender;
import org.mailstead.post.sending.SendingConfig;
import org.mailstead.post.sending.SendingLimits;

/** What our own people may send. */
final class SenderSettings {
  private static final String GROUP = "What our own people send";
  private static final int MOST = 1_000_000_000;

  private static final Setting<Integer> ACCOUNT_MESSAGES =
      limit(
              "messages_per_account",
              SendingConfig.DEFAULT.account().messages(),
              """
              How many messages an account may send in any 24 hours; 0 for any number. What "mailstead
              sending limit" gives to one of them comes before it.\
              """)
          .downTo(Scope.Level.ACCOUNT);

  private static final Setting<Integer> ACCOUNT_RECIPIENTS =
      limit(
              "recipients_per_account",
              SendingConfig.DEFAULT.account().recipients(),
              """
              To how many recipients an account may send in any 24 hours; 0 for any number.\
              """)
          .downTo(Scope.Level.ACCOUNT);

  private static final Setting<Integer> ACCOUNT_MEGABYTES =
      limit(
              "megabytes_per_account",
              SendingConfig.DEFAULT.account().octets() >> 20,
              """
              How many megabytes an account may send in any 24 hours; 0 for any number.\
              """)
          .downTo(Scope.Level.ACCOUNT);

  private static final Setting<Integer> DOMAIN_MESSAGES =
      limit(
              "messages_per_domain",
              SendingConfig.DEFAULT.domain().messages(),
              """
              How many messages all accounts of a domain may send together in any 24 hours; 0 for any
              number.\
              """)
          .downTo(Scope.Level.DOMAIN);

  private static final Setting<Integer> DOMAIN_RECIPIENTS =
      limit(
              "recipients_per_domain",
              SendingConfig.DEFAULT.domain().recipients(),
              """
              To how many recipients all accounts of a domain may send together in any 24 hours; 0 for
              any number.\
              """)
          .downTo(Scope.Level.DOMAIN);

  private static final Setting<Integer> DOMAIN_MEGABYTES =
      limit(
              "megabytes_per_domain",
              SendingConfig.DEFAULT.domain().octets() >> 20,
              """
              How many megabytes all accounts of a domain may send together in any 24 hours; 0 for any
              number.\
              """)
          .downTo(Scope.Level.DOMAIN);

  private static final Setting<SendingConfig.Brake> BRAKE =
      Setting.of(
              GROUP,
              "abuse_brake",
              OriginSettings.words(List.of(SendingConfig.Brake.values())),
              SendingConfig.DEFAULT.brake(),
              """
              An account that suddenly sends like a machine (to ten times as many people as ever, to
              addresses of which a third is refused, or from eight networks within an hour) is not its
              owner's any more: "pause" its sending until somebody has looked, or "tell" its owner and
              the postmaster only, or "off".\
              """)
          .downTo(Scope.Level.ACCOUNT);

  private SenderSettings() {}

  private static Setting<Integer> limit(String key, long usual, String doc) {
    return Setting.of(GROUP, key, new Type.Whole(0, MOST), (int) usual, doc);
  }

  static List<Setting<?>> all() {
    return List.of(
        ACCOUNT_MESSAGES,
        ACCOUNT_RECIPIENTS,
        ACCOUNT_MEGABYTES,
        DOMAIN_MESSAGES,
        DOMAIN_RECIPIENTS,
        DOMAIN_MEGABYTES,
        BRAKE);
  }

  /** What somebody may. */
  static SendingConfig of(Settings settings, Sender sender) {
    return switch (sender) {
      case Sender.Account(var id) ->
          new SendingConfig(
              limits(
                  settings.get(ACCOUNT_MESSAGES, id),
                  settings.get(ACCOUNT_RECIPIENTS, id),
                  settings.get(ACCOUNT_MEGABYTES, id)),
              SendingLimits.NONE,
              settings.get(BRAKE, id));
      case Sender.Domain(String name) ->
          new SendingConfig(
              SendingLimits.NONE,
              limits(
                  settings.get(DOMAIN_MESSAGES, name),
                  settings.get(DOMAIN_RECIPIENTS, name),
                  settings.get(DOMAIN_MEGABYTES, name)),
              settings.get(BRAKE, name));
    };
  }

  private static SendingLimits limits(int messages, int recipients, int megabytes) {
    return new SendingLimits(messages, recipients, (long) megabytes << 20);
  }
}
