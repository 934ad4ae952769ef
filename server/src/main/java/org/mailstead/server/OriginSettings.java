package org.mailstead.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mailstead.filter.origin.Handling;
import org.mailstead.identity.settings.Setting;
import org.mailstead.identity.settings.Settings;
import org.mailstead.identity.settings.Type;
import org.mailstead.words.EmailAddress;

/** How mail from outside is treated when it is not from whom it says. */
final class OriginSettings {
  static final String GROUP = "Mail from outside";
  static final String LIST_URL = "https://publicsuffix.org/list/public_suffix_list.dat";

  /** What is done with mail that its author's domain wants refused. */
  enum Dmarc {
    REFUSE,
    TELL
  }

  /** How it is found out which names belong to one owner. */
  enum Owners {
    WALK,
    LIST
  }

  static final Setting<Dmarc> DMARC =
      Setting.of(
          GROUP,
          "dmarc",
          words(List.of(Dmarc.values())),
          Dmarc.REFUSE,
          """
          Mail from outside whose author's domain wants it refused when it is not its own (DMARC,
          p=reject): "refuse" it, or take it and "tell" so in its header and in "mailstead why".\
          """);

  static final Setting<List<String>> FORWARDERS =
      Setting.of(
          GROUP,
          "trusted_forwarders",
          new Type.Words<>(
              word -> EmailAddress.domain(word.toLowerCase(Locale.ROOT)),
              word -> word,
              "is a list of domains, or \"none\""),
          List.of(),
          """
          Domains of mailing lists and forwarders that change what they pass on, and are believed;
          such mail of theirs is taken all the same. Names with blanks between, or "none".\
          """);

  static final Setting<Owners> OWNERS =
      Setting.of(
          GROUP,
          "dmarc_organizations",
          words(List.of(Owners.values())),
          Owners.WALK,
          """
          Which names belong to one owner: "walk" (their records in the DNS say it, RFC 9989), or
          "list" (the list of public suffixes; "mailstead data update" brings a newer one).\
          """);

  static final Setting<String> SUFFIX_LIST =
      Setting.of(
          GROUP,
          "suffix_list_url",
          new Type.Text<>(
              text -> Optional.of(text.strip()).filter(OriginSettings::isUrl),
              text -> text,
              "is an address such as " + LIST_URL),
          LIST_URL,
          """
          Where "mailstead data update" finds a newer list of public suffixes.\
          """);

  private OriginSettings() {}

  static List<Setting<?>> all() {
    return List.of(DMARC, FORWARDERS, OWNERS, SUFFIX_LIST);
  }

  /** The names of an enumeration, in lower case. */
  static <E extends Enum<E>> Type<E> words(List<E> values) {
    return new Type.Choice<>(values, one -> one.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  static Handling handling(Settings settings) {
    Set<String> forwarders = new TreeSet<>(settings.get(FORWARDERS));
    return new Handling(settings.get(DMARC) == Dmarc.REFUSE, forwarders);
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      return uri.getHost() != null && (scheme.equals("https") || scheme.equals("http"));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
