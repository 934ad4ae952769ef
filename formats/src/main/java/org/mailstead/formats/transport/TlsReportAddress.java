package org.mailstead.formats.transport;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where a domain wants to hear how mail to it was encrypted (RFC 8460 section 3). */
public sealed interface TlsReportAddress {
  /**
   * By mail.
   *
   * @param address as it stands in the URI, decoded
   */
  record Mail(String address) implements TlsReportAddress {}

  /** By POST; an https URI with a host, at the usual port. */
  record Web(URI uri) implements TlsReportAddress {}

  /** More of them than anybody needs are left out: each costs us a report a day. */
  int MOST = 5;

  /** Of the TXT records at {@code _smtp._tls.DOMAIN}; empty when they ask for none. */
  static List<TlsReportAddress> find(List<String> records) {
    String rua = TagList.only(records, "TLSRPTv1").map(f -> f.getOrDefault("rua", "")).orElse("");
    List<TlsReportAddress> found = new ArrayList<>();
    for (String text : rua.split(",", 2 * MOST)) {
      if (found.size() < MOST) {
        add(text.strip(), found);
      }
    }
    return found;
  }

  private static void add(String text, List<TlsReportAddress> found) {
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      String rest = uri.getSchemeSpecificPart();
      if (scheme.equals("mailto") && rest != null) {
        found.add(new Mail(rest.split("\\?", 2)[0]));
      } else if (scheme.equals("https")
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && (uri.getPort() == -1 || uri.getPort() == 443)) {
        found.add(new Web(uri));
      }
    } catch (URISyntaxException _) {
      // Others may be readable.
    }
  }
}
