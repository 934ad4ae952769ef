package org.mailstead.filter.client;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mailstead.filter.verdict.Clue;
import org.mailstead.words.EmailAddress;

/**
 * A list of addresses in the DNS (RFC 5782): of those who send junk, or of those who do not.
 *
 * @param zone A-labels, lower case
 * @param codes which of its answers count
 * @param points what being listed weighs; below zero for a list of good senders
 */
public record DnsList(String zone, Codes codes, int points) {
  // list = zone [ "=" first [ "-" last ] ] ":" points; the codes are addresses
  private static final Pattern TEXT =
      Pattern.compile("([^:=]+)(?:=([0-9.]+)(?:-([0-9]{1,3}))?)?:(-?[0-9]{1,3})");

  /** A range in the last octet of what a list answers. */
  public record Codes(String start, int first, int last) {
    /** All that mean "listed" (RFC 5782 section 2.3). */
    static final Codes ALL = new Codes("", 0, 255);

    boolean has(InetAddress answer) {
      byte[] octets = answer.getAddress();
      // Answers outside 127/8 are of resolvers that make names up, or of lists that are no more;
      // those in 127.255.255 say that the question was refused.
      if (octets.length != 4 || octets[0] != 127 || isError(octets)) {
        return false;
      }
      int code = octets[3] & 0xff;
      String text = answer.getHostAddress();
      return text.startsWith(start) && code >= first && code <= last;
    }

    private static boolean isError(byte[] octets) {
      return (octets[1] & 0xff) == 255 && (octets[2] & 0xff) == 255;
    }
  }

  /**
   * Reads one, such as {@code zen.example.org:6} or {@code list.example.net=127.0.4.1-3:-2}.
   *
   * @return empty when it is none
   */
  public static Optional<DnsList> parse(String text) {
    Matcher parts = TEXT.matcher(text.strip());
    if (!parts.matches() || Math.abs(Integer.parseInt(parts.group(4))) > Clue.MOST) {
      return Optional.empty();
    }
    Optional<Codes> codes = codes(parts.group(2), parts.group(3));
    return EmailAddress.domain(parts.group(1).toLowerCase(Locale.ROOT))
        .filter(zone -> zone.contains(".") && codes.isPresent())
        .map(zone -> new DnsList(zone, codes.orElseThrow(), Integer.parseInt(parts.group(4))));
  }

  private static Optional<Codes> codes(@Nullable String first, @Nullable String last) {
    if (first == null) {
      return Optional.of(Codes.ALL);
    }
    if (!first.matches("127(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})){3}")) {
      return Optional.empty();
    }
    int dot = first.lastIndexOf('.');
    int from = Integer.parseInt(first.substring(dot + 1));
    int to = last == null ? from : Integer.parseInt(last);
    return to < from || to > 255
        ? Optional.empty()
        : Optional.of(new Codes(first.substring(0, dot + 1), from, to));
  }

  /** What is asked about an address (RFC 5782 sections 2.1 and 2.4). */
  public String question(InetAddress client) {
    byte[] octets = client.getAddress();
    var name = new StringBuilder();
    for (int i = octets.length - 1; i >= 0; i--) {
      if (octets.length == 4) {
        name.append(octets[i] & 0xff).append('.');
      } else {
        String hex = HexFormat.of().toHexDigits(octets[i]);
        name.append(hex.charAt(1)).append('.').append(hex.charAt(0)).append('.');
      }
    }
    return name.append(zone).toString();
  }

  /** What it is in settings. */
  @Override
  public String toString() {
    String range = codes.first() == codes.last() ? "" : "-" + codes.last();
    return zone
        + (codes.equals(Codes.ALL) ? "" : "=" + codes.start() + codes.first() + range)
        + ":"
        + points;
  }
}
