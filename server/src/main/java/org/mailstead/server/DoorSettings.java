package org.mailstead.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mailstead.filter.client.DnsList;
import org.mailstead.filter.client.Greylist;
import org.mailstead.filter.verdict.Scale;
import org.mailstead.smtp.DoorConfig;
import org.mailstead.wire.Network;

/**
 * Whose mail from outside is junk, and whose is not taken at all.
 *
 * @param scale from how many points on
 * @param lists in the DNS that are asked about clients
 * @param trusted networks whose mail is taken without a question
 * @param limits of what a network may do
 * @param greylist whose mail has to come again
 * @param hooks programs that are asked about each message
 */
record DoorSettings(
    Scale scale,
    List<DnsList> lists,
    List<Network> trusted,
    DoorConfig limits,
    Greylist.Mode greylist,
    HookSettings hooks) {
  static final DoorSettings DEFAULT =
      new DoorSettings(
          Scale.DEFAULT,
          List.of(),
          List.of(),
          DoorConfig.DEFAULT,
          Greylist.Mode.OFF,
          HookSettings.DEFAULT);

  static final String NONE = "none";

  DoorSettings {
    lists = List.copyOf(lists);
    trusted = List.copyOf(trusted);
  }

  /** Lists parted by blanks; empty when one is none. */
  static Optional<List<DnsList>> lists(String text) {
    List<DnsList> found = new ArrayList<>();
    for (String word : words(text)) {
      Optional<DnsList> list = DnsList.parse(word);
      if (list.isEmpty()) {
        return Optional.empty();
      }
      found.add(list.get());
    }
    return Optional.of(found);
  }

  /** Networks parted by blanks; empty when one is none. */
  static Optional<List<Network>> networks(String text) {
    try {
      return Optional.of(words(text).stream().map(Network::parse).toList());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  static List<String> words(String text) {
    return text.strip().equals(NONE) ? List.of() : List.of(text.strip().split("\\s+", -1));
  }

  static String text(List<?> all) {
    return all.isEmpty()
        ? NONE
        : all.stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  /** The lines of the home's file. */
  String toToml() {
    return """
    # What speaks against a message from outside has points. From so many on it goes to Junk, and
    # from so many on it is not taken (0: all is taken). "mailstead why" shows them.
    junk_points = %d
    refuse_points = %d

    # Lists in the DNS of servers that send junk, or good mail, and what being on one weighs:
    # "zen.example.org:6", with certain answers only "list.example.net=127.0.4.1-3:-2"; with blanks
    # between, or "none". Their owners have terms of use, and refuse questions of public resolvers.
    dns_lists = "%s"

    # Networks whose mail on port 25 is taken without a question, such as "192.0.2.0/24": servers of
    # your own that pass mail on; with blanks between, or "none".
    without_filter = "%s"

    # How many messages a network (an IPv4 address, an IPv6 /64) may bring in an hour, to how many
    # recipients, how much in them, and how many addresses it may ask for that are not here; 0 for
    # any number. Whoever has asked for too many is told "later" of all addresses, so that nobody
    # finds out who is here.
    messages_per_client = %d
    recipients_per_client = %d
    megabytes_per_client = %d
    unknown_recipients = %d

    # Whose mail has to come again after five minutes, which most programs that send junk do not do:
    # "off", "suspicious" (what has half the points of junk or more), or "all" (of strangers).
    greylist = "%s"

    %s\
    """
        .formatted(
            scale.junk(),
            scale.refuse(),
            text(lists),
            text(trusted),
            limits.messages(),
            limits.recipients(),
            limits.megabytes(),
            limits.unknownRecipients(),
            greylist.name().toLowerCase(Locale.ROOT),
            hooks.toToml());
  }
}
