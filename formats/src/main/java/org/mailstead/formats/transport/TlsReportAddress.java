package org.mailstead.formats.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a domain wants to hear how mail to it was encrypted (RFC 8460 section 3). */
public sealed interface TlsReportAddress {
  /**
   * By mail.
   *
   * @param address as it stands in the URI
   */
  record Mail(String address) implements TlsReportAddress {}

  /** By POST; an https URI with a host, at the usual port. */
  record Web(String host, String path) implements TlsReportAddress {}

  /** More of them than anybody needs are left out: each costs us a report a day. */
  int MOST = 5;

  Pattern MAILTO = Pattern.compile("(?i)mailto:([!-$&-+--;=@-~]+)(\\?.*)?");
  Pattern HTTPS = Pattern.compile("(?i)https://([a-z0-9.-]{1,253})(?::443)?(/[!-\"$-~]*)?");

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
    Matcher mail = MAILTO.matcher(text);
    Matcher web = HTTPS.matcher(text);
    if (mail.matches()) {
      found.add(new Mail(mail.group(1)));
    } else if (web.matches()) {
      found.add(new Web(web.group(1), web.group(2) == null ? "/" : web.group(2)));
    }
  }
}
