package org.mailstead.filter.dmarc;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A domain's record (RFC 9989 sections 4.7 and 4.8). What cannot be understood in it is as if it
 * were not there, but for the version.
 *
 * @param strictDkim whether only its own name may sign for it
 * @param strictSpf whether only its own name may be its envelope's sender
 */
public record DmarcRecord(
    Policies policies, boolean strictDkim, boolean strictSpf, Psd psd, Reporting reporting) {
  private static final int MOST_URIS = 10;

  /** Whether names below the domain belong to others. */
  public enum Psd {
    /** It is a public suffix. */
    YES,
    /** It is an organization, whatever is above. */
    NO,
    /** It does not say. */
    UNSAID
  }

  // dmarc-record = dmarc-version *(dmarc-sep dmarc-tag) [dmarc-sep]
  /** Whether a TXT record is meant as one: it begins with the version, to the letter. */
  public static boolean isOne(String text) {
    int end = text.indexOf(';');
    String first = end < 0 ? text : text.substring(0, end);
    int equals = first.indexOf('=');
    return equals > 0
        && strip(first.substring(0, equals)).equals("v")
        && strip(first.substring(equals + 1)).equals("DMARC1");
  }

  /**
   * Reads a record. Empty when it is none, or wishes nothing that can be understood and does not
   * want to read about it either (section 4.10.1).
   */
  public static Optional<DmarcRecord> parse(String text) {
    if (!isOne(text)) {
      return Optional.empty();
    }
    Map<String, String> tags = tags(text);
    var reporting =
        new Reporting(uris(tags, "rua"), uris(tags, "ruf"), tags.getOrDefault("fo", "0"));
    boolean clear = List.of("p", "sp", "np").stream().allMatch(name -> isClear(tags, name));
    if (!clear && reporting.aggregate().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new DmarcRecord(
            clear ? policies(tags) : policies(Map.of()),
            is(tags, "adkim", "s"),
            is(tags, "aspf", "s"),
            is(tags, "psd", "y") ? Psd.YES : is(tags, "psd", "n") ? Psd.NO : Psd.UNSAID,
            reporting));
  }

  private static boolean isClear(Map<String, String> tags, String name) {
    return !tags.containsKey(name) || policy(tags, name).isPresent();
  }

  private static Policies policies(Map<String, String> tags) {
    OptionalInt percent = percent(tags.getOrDefault("pct", ""));
    return new Policies(
        policy(tags, "p").orElse(DmarcPolicy.NONE),
        policy(tags, "sp"),
        policy(tags, "np"),
        is(tags, "t", "y") || percent.orElse(100) == 0,
        percent);
  }

  private static Optional<DmarcPolicy> policy(Map<String, String> tags, String name) {
    return DmarcPolicy.of(tags.getOrDefault(name, ""));
  }

  private static OptionalInt percent(String text) {
    return text.matches("[0-9]{1,2}|100")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  private static boolean is(Map<String, String> tags, String name, String value) {
    return tags.getOrDefault(name, "").equalsIgnoreCase(value);
  }

  /** The first of each name counts. */
  private static Map<String, String> tags(String text) {
    Map<String, String> tags = new HashMap<>();
    for (String tag : text.split(";", -1)) {
      int equals = tag.indexOf('=');
      if (equals > 0) {
        String name = strip(tag.substring(0, equals)).toLowerCase(Locale.ROOT);
        tags.putIfAbsent(name, strip(tag.substring(equals + 1)));
      }
    }
    return tags;
  }

  private static String strip(String text) {
    return text.strip();
  }

  // dmarc-urilist = dmarc-uri *(*WSP "," *WSP dmarc-uri); "!10m" behind one is of RFC 7489
  private static List<String> uris(Map<String, String> tags, String name) {
    List<String> uris = new ArrayList<>();
    for (String text : tags.getOrDefault(name, "").split(",", -1)) {
      String uri = strip(text).replaceFirst("![0-9]{1,20}[kmgtKMGT]?$", "");
      if (uris.size() < MOST_URIS && isUri(uri)) {
        uris.add(uri);
      }
    }
    return uris;
  }

  private static boolean isUri(String text) {
    try {
      return new URI(text).isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
