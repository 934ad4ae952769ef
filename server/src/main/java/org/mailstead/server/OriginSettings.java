package org.mailstead.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mailstead.filter.origin.Handling;
import org.mailstead.words.EmailAddress;

/**
 * How mail from outside is treated when it is not from whom it says.
 *
 * @param handling of mail that its author's domain wants refused
 * @param suffixList whether the list of public suffixes tells which names belong together, and not
 *     the DNS
 * @param suffixListUrl where a newer list is
 * @param door whose mail is junk
 */
record OriginSettings(
    Handling handling, boolean suffixList, String suffixListUrl, DoorSettings door) {
  static final String LIST_URL = "https://publicsuffix.org/list/public_suffix_list.dat";
  static final OriginSettings DEFAULT =
      new OriginSettings(Handling.DEFAULT, false, LIST_URL, DoorSettings.DEFAULT);

  static final String REFUSE = "refuse";
  static final String TELL = "tell";
  static final String WALK = "walk";
  static final String LIST = "list";
  static final String NONE = "none";

  /** Domains of a list parted by blanks; empty when one is none. */
  static Optional<Set<String>> domains(String text) {
    Set<String> domains = new TreeSet<>();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!word.equals(NONE)) {
        Optional<String> domain = EmailAddress.domain(word.toLowerCase(Locale.ROOT));
        if (domain.isEmpty()) {
          return Optional.empty();
        }
        domains.add(domain.get());
      }
    }
    return Optional.of(domains);
  }

  static boolean isUrl(String text) {
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      return uri.getHost() != null && (scheme.equals("https") || scheme.equals("http"));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** The lines of the home's file. */
  String toToml() {
    return """
    # Mail from outside whose author's domain wants it refused when it is not its own (DMARC,
    # p=reject): "refuse" it, or take it and "tell" so in its header and in "mailstead why".
    dmarc = "%s"

    # Domains of mailing lists and forwarders that change what they pass on, and are believed; such
    # mail of theirs is taken all the same. Names with blanks between, or "none".
    trusted_forwarders = "%s"

    # Which names belong to one owner: "walk" (their records in the DNS say it, RFC 9989), or "list"
    # (the list of public suffixes; "mailstead data update" brings a newer one from this address).
    dmarc_organizations = "%s"
    suffix_list_url = "%s"

    %s\
    """
        .formatted(
            handling.refuse() ? REFUSE : TELL,
            handling.forwarders().isEmpty()
                ? NONE
                : String.join(" ", new TreeSet<>(handling.forwarders())),
            suffixList ? LIST : WALK,
            org.tomlj.Toml.tomlEscape(suffixListUrl),
            door.toToml());
  }
}
