package org.mailstead.formats.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which servers of a domain are the right ones, and that they can be recognised (RFC 8461 section
 * 3.2).
 *
 * @param maxAge how long it may be kept
 * @param mx host names in lower case, {@code *.} for one more label; none only in mode none
 */
public record StsPolicy(Mode mode, Duration maxAge, List<String> mx) {
  /** The largest text that is read. */
  public static final int MAX_OCTETS = 64 << 10;

  private static final int MAX_PATTERNS = 200;
  private static final long LONGEST_AGE = 31_557_600;

  public StsPolicy {
    mx = List.copyOf(mx);
  }

  /** What becomes of mail that finds no such server. */
  public enum Mode {
    ENFORCE,
    /** It is delivered all the same, and reported. */
    TESTING,
    NONE;

    /** As policies have it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A text is no policy. */
  public static final class Invalid extends Exception {
    Invalid(String why) {
      super(why);
    }

    public String why() {
      return String.valueOf(getMessage());
    }
  }

  // sts-policy-record = sts-policy-field *( sts-policy-term sts-policy-field ) [sts-policy-term]
  public static StsPolicy parse(String text) throws Invalid {
    Map<String, String> fields = new HashMap<>();
    List<String> mx = new ArrayList<>();
    for (String line : text.split("\r?\n", -1)) {
      if (line.isBlank()) {
        continue;
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new Invalid("the policy has a line without a colon");
      }
      String name = line.substring(0, colon).strip();
      String value = line.substring(colon + 1).strip();
      if (name.equals("mx")) {
        mx.add(pattern(value));
      } else {
        fields.putIfAbsent(name, value); // the first counts, and unknown ones do not matter
      }
      if (mx.size() > MAX_PATTERNS) {
        throw new Invalid("the policy names over " + MAX_PATTERNS + " servers");
      }
    }
    return of(fields, mx);
  }

  private static StsPolicy of(Map<String, String> fields, List<String> mx) throws Invalid {
    if (!"STSv1".equals(fields.get("version"))) {
      throw new Invalid("the policy's version is not STSv1");
    }
    Mode mode =
        switch (fields.getOrDefault("mode", "")) {
          case "enforce" -> Mode.ENFORCE;
          case "testing" -> Mode.TESTING;
          case "none" -> Mode.NONE;
          default -> throw new Invalid("the policy's mode is not enforce, testing or none");
        };
    String age = fields.getOrDefault("max_age", "");
    if (!age.matches("[0-9]{1,10}")) {
      throw new Invalid("the policy's max_age is no number of seconds");
    }
    if (mx.isEmpty() && mode != Mode.NONE) {
      throw new Invalid("the policy names no server");
    }
    return new StsPolicy(mode, Duration.ofSeconds(Math.min(Long.parseLong(age), LONGEST_AGE)), mx);
  }

  private static String pattern(String value) throws Invalid {
    String text = value.toLowerCase(Locale.ROOT);
    String name = text.startsWith("*.") ? text.substring(2) : text;
    boolean good = name.length() <= 253 && name.matches("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");
    if (!good) {
      throw new Invalid("the policy names a server that has no name of a host");
    }
    return text;
  }

  /** Whether a server is one of those that it names (RFC 8461 section 4.1). */
  public boolean names(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    int dot = name.indexOf('.');
    String above = dot < 0 ? "" : "*" + name.substring(dot);
    return mx.contains(name) || (dot > 0 && mx.contains(above));
  }

  /** As it is published, and as reports repeat it: line by line. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("version: STSv1");
    lines.add("mode: " + mode.word());
    mx.forEach(one -> lines.add("mx: " + one));
    lines.add("max_age: " + maxAge.toSeconds());
    return lines;
  }
}
