package org.mailstead.server;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.filter.client.DnsList;
import org.mailstead.filter.client.Greylist;
import org.mailstead.filter.verdict.Scale;
import org.mailstead.identity.settings.Rule;
import org.mailstead.identity.settings.Setting;
import org.mailstead.identity.settings.Settings;
import org.mailstead.identity.settings.Type;
import org.mailstead.smtp.DoorConfig;
import org.mailstead.wire.Network;

/** Whose mail from outside is junk, and whose is not taken at all. */
final class DoorSettings {
  static final Setting<Integer> JUNK =
      outside(
          "junk_points",
          new Type.Whole(1, 1000),
          Scale.DEFAULT.junk(),
          """
          What speaks against a message from outside has points. From so many on it goes to Junk.
          "mailstead why" shows them.\
          """);

  static final Setting<Integer> REFUSE =
      outside(
          "refuse_points",
          new Type.Whole(0, 1000),
          Scale.DEFAULT.refuse(),
          """
          From so many points on a message from outside is not taken; 0: all is taken. Never below
          junk_points.\
          """);

  static final Setting<List<DnsList>> LISTS =
      outside(
          "dns_lists",
          new Type.Words<>(
              DnsList::parse, DnsList::toString, "is \"none\" or like \"zen.example.org:6\""),
          List.of(),
          """
          Lists in the DNS of servers that send junk, or good mail, and what being on one weighs:
          "zen.example.org:6", with certain answers only "list.example.net=127.0.4.1-3:-2"; with
          blanks between, or "none". Their owners have terms of use, and refuse questions of public
          resolvers.\
          """);

  static final Setting<List<Network>> TRUSTED =
      outside(
          "without_filter",
          new Type.Words<>(
              DoorSettings::network, Network::toString, "is \"none\" or like \"192.0.2.0/24\""),
          List.of(),
          """
          Networks whose mail on port 25 is taken without a question, such as "192.0.2.0/24": servers
          of your own that pass mail on; with blanks between, or "none".\
          """);

  static final Setting<Integer> MESSAGES =
      outside(
          "messages_per_client",
          new Type.Whole(0, 1_000_000),
          DoorConfig.DEFAULT.messages(),
          """
          How many messages a network (an IPv4 address, an IPv6 /64) may bring in an hour; 0 for any
          number. A change of one of these four limits begins to count anew.\
          """);

  static final Setting<Integer> RECIPIENTS =
      outside(
          "recipients_per_client",
          new Type.Whole(0, 10_000_000),
          DoorConfig.DEFAULT.recipients(),
          """
          To how many recipients a network may bring mail in an hour; 0 for any number.\
          """);

  static final Setting<Integer> MEGABYTES =
      outside(
          "megabytes_per_client",
          new Type.Whole(0, 1_000_000),
          DoorConfig.DEFAULT.megabytes(),
          """
          How many megabytes of mail a network may bring in an hour; 0 for any number.\
          """);

  static final Setting<Integer> UNKNOWN =
      outside(
          "unknown_recipients",
          new Type.Whole(0, 1_000_000),
          DoorConfig.DEFAULT.unknownRecipients(),
          """
          How many addresses that are not here a network may ask for in an hour; 0 for any number.
          Whoever has asked for too many is told "later" of all addresses, so that nobody finds out
          who is here.\
          """);

  static final Setting<Greylist.Mode> GREYLIST =
      outside(
          "greylist",
          new Type.Choice<>(
              Arrays.asList(Greylist.Mode.values()), mode -> mode.name().toLowerCase(Locale.ROOT)),
          Greylist.Mode.OFF,
          """
          Whose mail has to come again after five minutes, which most programs that send junk do not
          do: "off", "suspicious" (what has half the points of junk or more), or "all" (of
          strangers).\
          """);

  private DoorSettings() {}

  private static <T> Setting<T> outside(String key, Type<T> type, T usual, String doc) {
    return Setting.of(OriginSettings.GROUP, key, type, usual, doc);
  }

  private static Optional<Network> network(String text) {
    try {
      return Optional.of(Network.parse(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  static List<Setting<?>> all() {
    return List.of(
        JUNK, REFUSE, LISTS, TRUSTED, MESSAGES, RECIPIENTS, MEGABYTES, UNKNOWN, GREYLIST);
  }

  /** The usual number is only below junk_points where nobody chose it: then that counts. */
  static Optional<Rule.Broken> rule(Rule.Values values) {
    int junk = values.get(JUNK);
    int refuse = values.get(REFUSE);
    return refuse == 0 || refuse == REFUSE.usual() || refuse >= junk
        ? Optional.empty()
        : Optional.of(new Rule.Broken(REFUSE, "is 0, or at least junk_points: " + junk));
  }

  static Scale scale(Settings settings) {
    int junk = settings.get(JUNK);
    int refuse = settings.get(REFUSE);
    return new Scale(junk, refuse == 0 ? 0 : Math.max(junk, refuse));
  }

  static DoorConfig limits(Settings settings) {
    return new DoorConfig(
        settings.get(MESSAGES),
        settings.get(RECIPIENTS),
        settings.get(MEGABYTES),
        settings.get(UNKNOWN),
        false);
  }
}
