package org.mailstead.words;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * A mailbox's address (RFC 5321 section 4.1.2, RFC 6531 section 3.3).
 *
 * @param local the local part without quotes, in Unicode NFC, case as given
 * @param domain lower case, internationalised names as A-labels ({@code xn--…}), or an address
 *     literal with its brackets
 */
public record EmailAddress(String local, String domain) {
  /** Octets of a local part (RFC 5321 section 4.5.3.1.1). */
  public static final int MAX_LOCAL = 64;

  /** Octets of a domain (RFC 5321 section 4.5.3.1.2). */
  public static final int MAX_DOMAIN = 255;

  /** Reads {@code local@domain}, quoted local parts included; empty when it is no address. */
  public static Optional<EmailAddress> parse(String text) {
    int at = text.lastIndexOf('@');
    if (at <= 0 || at == text.length() - 1) {
      return Optional.empty();
    }
    Optional<String> local = local(text.substring(0, at));
    Optional<String> domain = domain(text.substring(at + 1));
    return local.isPresent() && domain.isPresent()
        ? Optional.of(new EmailAddress(local.get(), domain.get()))
        : Optional.empty();
  }

  /** A domain as it is compared and stored: A-labels, lower case. Empty when it is none. */
  public static Optional<String> domain(String text) {
    if (text.startsWith("[") && text.endsWith("]")) {
      boolean plain = text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
      return plain && text.length() <= MAX_DOMAIN
          ? Optional.of(text.toLowerCase(Locale.ROOT))
          : Optional.empty();
    }
    String ascii;
    try {
      ascii = IDN.toASCII(Normalizer.normalize(text, Normalizer.Form.NFC), IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    String lower = ascii.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".")) {
      lower = lower.substring(0, lower.length() - 1);
    }
    return isHostName(lower) ? Optional.of(lower) : Optional.empty();
  }

  private static boolean isHostName(String name) {
    if (name.isEmpty() || name.length() > MAX_DOMAIN) {
      return false;
    }
    for (String label : name.split("\\.", -1)) {
      if (label.isEmpty() || label.length() > 63 || label.startsWith("-") || label.endsWith("-")) {
        return false;
      }
      // The underscore is no host name's, but mail from such domains exists and can be answered.
      if (!label.chars().allMatch(c -> isLetterOrDigit(c) || c == '-' || c == '_')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static Optional<String> local(String text) {
    String plain = text.startsWith("\"") ? unquoted(text) : text;
    boolean dotted = text.startsWith("\"") || isDotString(plain);
    String normal = Normalizer.normalize(plain, Normalizer.Form.NFC);
    boolean fits = normal.getBytes(UTF_8).length <= MAX_LOCAL;
    boolean clean = normal.codePoints().noneMatch(c -> c < 0x20 || c == 0x7f || c == 0xfffd);
    return dotted && fits && clean && !plain.isEmpty() ? Optional.of(normal) : Optional.empty();
  }

  // Quoted-string = DQUOTE *QcontentSMTP DQUOTE; empty for a broken one
  private static String unquoted(String text) {
    if (text.length() < 2 || !text.endsWith("\"")) {
      return "";
    }
    var plain = new StringBuilder();
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return "";
      }
      if (c == '\\' && ++i == text.length() - 1) {
        return "";
      }
      plain.append(text.charAt(i));
    }
    return plain.toString();
  }

  // Dot-string = Atom *("."  Atom)
  private static boolean isDotString(String text) {
    return !text.isEmpty()
        && !text.startsWith(".")
        && !text.endsWith(".")
        && !text.contains("..")
        && text.codePoints().allMatch(EmailAddress::isAtomText);
  }

  private static boolean isAtomText(int c) {
    return c > 0x7f || isLetterOrDigit(c | 0x20) || "!#$%&'*+-/=?^_`{|}~.".indexOf(c) >= 0;
  }

  /** Whether it needs SMTPUTF8 (RFC 6531): the local part has characters beyond ASCII. */
  public boolean needsUtf8() {
    return local.chars().anyMatch(c -> c > 0x7f);
  }

  /** What two spellings of one mailbox of ours share: the local part in lower case too. */
  public String canonical() {
    return local.toLowerCase(Locale.ROOT) + "@" + domain;
  }

  /** The address as SMTP and header fields write it, the local part quoted where it must be. */
  @Override
  public String toString() {
    if (isDotString(local)) {
      return local + "@" + domain;
    }
    return '"' + local.replace("\\", "\\\\").replace("\"", "\\\"") + "\"@" + domain;
  }
}
