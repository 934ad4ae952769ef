package org.mailstead.filter.bimi;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A domain's record (draft-brand-indicators-for-message-identification section 4.2).
 *
 * @param picture where it is, by HTTPS; empty when the domain declines to have one shown
 * @param evidence where a certificate for it is, by HTTPS
 */
public record BimiRecord(Optional<URI> picture, Optional<URI> evidence) {
  private static final int LONGEST_URI = 2000;

  /** Whether a TXT record is meant as one. */
  static boolean isOne(String text) {
    int semicolon = text.indexOf(';');
    String first = semicolon < 0 ? text : text.substring(0, semicolon);
    int equals = first.indexOf('=');
    return equals > 0
        && first.substring(0, equals).strip().equals("v")
        && first.substring(equals + 1).strip().equals("BIMI1");
  }

  /** Reads a record; empty when it is none, or one that must be ignored. */
  static Optional<BimiRecord> parse(String text) {
    if (!isOne(text)) {
      return Optional.empty();
    }
    Map<String, String> tags = new HashMap<>();
    for (String tag : text.split(";", -1)) {
      int equals = tag.indexOf('=');
      if (equals > 0) {
        String name = tag.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        if (tags.putIfAbsent(name, tag.substring(equals + 1).strip()) != null) {
          return Optional.empty();
        }
      }
    }
    String picture = tags.getOrDefault("l", "");
    String evidence = tags.getOrDefault("a", "");
    // Something that is no HTTPS address makes the record worthless; nothing is a way to decline.
    boolean good = tags.containsKey("l") && isGood(picture) && isGood(evidence);
    return good ? Optional.of(new BimiRecord(https(picture), https(evidence))) : Optional.empty();
  }

  private static boolean isGood(String text) {
    return text.isEmpty() || https(text).isPresent();
  }

  private static Optional<URI> https(String text) {
    try {
      URI uri = new URI(text);
      boolean good =
          "https".equalsIgnoreCase(uri.getScheme())
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && text.length() <= LONGEST_URI;
      return good ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
