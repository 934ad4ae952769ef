package org.mailstead.filter.dmarc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.words.EmailAddress;

/**
 * The list of names below which domains belong to others (publicsuffix.org). Both parts count:
 * whoever has a name at a hoster does not speak for the other customers.
 */
public final class PublicSuffixes {
  /** The file's name, here and in a home. */
  public static final String FILE = "public_suffix_list.dat";

  /** Octets of a list that is taken; it has 300,000 now. */
  public static final int LARGEST = 4 << 20;

  /** Of a list that can be the whole one. */
  private static final int FEWEST_RULES = 5000;

  private final Set<String> suffixes;
  private final Set<String> parents; // of *. rules
  private final Set<String> exceptions;

  private PublicSuffixes(Set<String> suffixes, Set<String> parents, Set<String> exceptions) {
    this.suffixes = Set.copyOf(suffixes);
    this.parents = Set.copyOf(parents);
    this.exceptions = Set.copyOf(exceptions);
  }

  /** The list that comes with the program. */
  public static PublicSuffixes shipped() {
    try (InputStream in = PublicSuffixes.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing in the program");
      }
      return parse(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads rules; what is none is left out. */
  public static PublicSuffixes parse(String text) {
    Set<String> suffixes = new HashSet<>();
    Set<String> parents = new HashSet<>();
    Set<String> exceptions = new HashSet<>();
    for (String line : text.split("\r?\n", -1)) {
      // A rule ends at white space.
      String rule = line.strip().split("\\s", 2)[0];
      if (rule.startsWith("//") || rule.isEmpty()) {
        continue;
      }
      boolean exception = rule.startsWith("!");
      boolean wild = rule.startsWith("*.");
      String name = exception ? rule.substring(1) : wild ? rule.substring(2) : rule;
      EmailAddress.domain(name)
          .ifPresent((exception ? exceptions : wild ? parents : suffixes)::add);
    }
    return new PublicSuffixes(suffixes, parents, exceptions);
  }

  /**
   * Whether this can be the whole list, and not some page that stands in its place.
   *
   * @return what speaks against it
   */
  public Optional<String> doubt() {
    int rules = suffixes.size() + parents.size() + exceptions.size();
    if (rules < FEWEST_RULES) {
      return Optional.of("it has only " + rules + " rules");
    }
    for (String known : List.of("com", "org", "net", "de", "co.uk", "com.au", "co.jp")) {
      if (!suffixes.contains(known)) {
        return Optional.of("it does not know " + known);
      }
    }
    return Optional.empty();
  }

  /** How many rules there are. */
  public int size() {
    return suffixes.size() + parents.size() + exceptions.size();
  }

  /**
   * The name that somebody registered: one label more than the public suffix. Empty for a public
   * suffix itself.
   *
   * @param domain A-labels, lower case
   */
  public Optional<String> registered(String domain) {
    String suffix = suffix(domain);
    if (suffix.length() >= domain.length()) {
      return Optional.empty();
    }
    int dot = domain.lastIndexOf('.', domain.length() - suffix.length() - 2);
    return Optional.of(domain.substring(dot + 1));
  }

  /** The longest rule decides, but exceptions go first. */
  private String suffix(String domain) {
    String name = domain;
    while (true) {
      int dot = name.indexOf('.');
      String parent = name.substring(dot + 1);
      if (exceptions.contains(name)) {
        return parent;
      }
      if (suffixes.contains(name) || dot < 0 || parents.contains(parent)) {
        return name;
      }
      name = parent;
    }
  }
}
