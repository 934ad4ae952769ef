package org.mailstead.filter.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A record, wholly understood before any of it is used (RFC 7208 section 4.6). */
record SpfRecord(
    List<Directive> directives, Optional<MacroString> redirect, Optional<MacroString> explanation) {
  private static final String VERSION = "v=spf1";
  // name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." )
  private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9._-]*)=(.*)");
  // dual-cidr-length = [ ip4-cidr-length ] [ "/" ip6-cidr-length ]
  private static final Pattern LENGTHS = Pattern.compile("(?:/([0-9]+))?(?://([0-9]+))?$");

  SpfRecord {
    directives = List.copyOf(directives);
  }

  /** Whether a TXT record is one of ours: the version alone or with a blank behind it. */
  static boolean isOne(String text) {
    return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
        && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
  }

  // record = version terms *SP; terms = *( 1*SP ( directive / modifier ) )
  static SpfRecord parse(String text) throws SpfSyntaxException {
    List<Directive> directives = new ArrayList<>();
    Optional<MacroString> redirect = Optional.empty();
    Optional<MacroString> explanation = Optional.empty();
    for (String term : text.substring(VERSION.length()).split(" +", -1)) {
      Matcher modifier = MODIFIER.matcher(term);
      if (!modifier.matches()) {
        if (!term.isEmpty()) {
          directives.add(directive(term));
        }
        continue;
      }
      String value = modifier.group(2);
      switch (modifier.group(1).toLowerCase(Locale.ROOT)) {
        case "redirect" -> redirect = once(redirect, value);
        case "exp" -> explanation = once(explanation, value);
        default -> MacroString.unknown(value);
      }
    }
    return new SpfRecord(directives, redirect, explanation);
  }

  private static Optional<MacroString> once(Optional<MacroString> before, String value)
      throws SpfSyntaxException {
    if (before.isPresent()) {
      throw new SpfSyntaxException("redirect or exp twice");
    }
    return Optional.of(MacroString.domain(value));
  }

  // directive = [ qualifier ] mechanism
  private static Directive directive(String term) throws SpfSyntaxException {
    String rest = Qualifier.isSign(term.charAt(0)) ? term.substring(1) : term;
    int end = 0;
    while (end < rest.length() && rest.charAt(end) != ':' && rest.charAt(end) != '/') {
      end++;
    }
    String name = rest.substring(0, end).toLowerCase(Locale.ROOT);
    return new Directive(Qualifier.of(term), mechanism(name, rest.substring(end)), term);
  }

  private static Mechanism mechanism(String name, String rest) throws SpfSyntaxException {
    return switch (name) {
      case "all" -> {
        if (!rest.isEmpty()) {
          throw new SpfSyntaxException("nothing may follow all: " + rest);
        }
        yield new Mechanism.All();
      }
      case "include" -> new Mechanism.Include(MacroString.domain(argument(rest)));
      case "exists" -> new Mechanism.Exists(MacroString.domain(argument(rest)));
      case "ptr" -> new Mechanism.Ptr(optional(rest));
      case "a" -> {
        String domain = withoutLengths(rest);
        yield new Mechanism.A(optional(domain), prefixes(rest.substring(domain.length())));
      }
      case "mx" -> {
        String domain = withoutLengths(rest);
        yield new Mechanism.Mx(optional(domain), prefixes(rest.substring(domain.length())));
      }
      case "ip4" -> new Mechanism.Ip(ip4(argument(rest)));
      case "ip6" -> new Mechanism.Ip(ip6(argument(rest)));
      default -> throw new SpfSyntaxException("an unknown mechanism: " + name);
    };
  }

  private static String argument(String rest) throws SpfSyntaxException {
    if (!rest.startsWith(":")) {
      throw new SpfSyntaxException("a colon is missing");
    }
    return rest.substring(1);
  }

  private static Optional<MacroString> optional(String rest) throws SpfSyntaxException {
    return rest.isEmpty() ? Optional.empty() : Optional.of(MacroString.domain(argument(rest)));
  }

  private static String withoutLengths(String rest) {
    Matcher lengths = LENGTHS.matcher(rest);
    return lengths.find() ? rest.substring(0, lengths.start()) : rest;
  }

  private static Mechanism.Prefixes prefixes(String lengths) throws SpfSyntaxException {
    int two = lengths.indexOf("//");
    String four = two < 0 ? lengths : lengths.substring(0, two);
    String six = two < 0 ? "" : lengths.substring(two + 1);
    return new Mechanism.Prefixes(prefix(four, 32), prefix(six, 128));
  }

  // ip4-cidr-length = "/" ("0" / %x31-39 0*1DIGIT) ; value range 0-32, and so for ip6
  private static int prefix(String text, int most) throws SpfSyntaxException {
    if (text.isEmpty()) {
      return most;
    }
    if (!text.matches("/(0|[1-9][0-9]{0,2})") || Integer.parseInt(text.substring(1)) > most) {
      throw new SpfSyntaxException("no prefix length: " + text);
    }
    return Integer.parseInt(text.substring(1));
  }

  private static Network ip4(String text) throws SpfSyntaxException {
    int slash = text.indexOf('/');
    return slash < 0
        ? Network.ip4(text, 32)
        : Network.ip4(text.substring(0, slash), prefix(text.substring(slash), 32));
  }

  private static Network ip6(String text) throws SpfSyntaxException {
    int slash = text.indexOf('/');
    return slash < 0
        ? Network.ip6(text, 128)
        : Network.ip6(text.substring(0, slash), prefix(text.substring(slash), 128));
  }
}
