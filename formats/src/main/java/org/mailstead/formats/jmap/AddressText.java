package org.mailstead.formats.jmap;

/** Addresses as they stand in a header (RFC 5322 section 3.4.1). */
final class AddressText {
  private static final String SPECIAL = "()<>[]:;@\\,\"";

  private AddressText() {}

  /**
   * The address between angle brackets. What is no address, such as the half of one in a draft, is
   * a quoted local part without domain, so that it cannot be read as something else.
   */
  static String bracketed(String email) {
    int at = email.lastIndexOf('@');
    String local = at < 0 ? email : email.substring(0, at);
    String domain = at < 0 ? "" : email.substring(at + 1);
    if (at < 0 || local.isEmpty() || !isDomain(domain)) {
      return "<" + (email.isEmpty() || isDotted(email) ? email : quoted(email)) + ">";
    }
    boolean plain = isDotted(local) || isQuoted(local);
    return "<" + (plain ? local : quoted(local)) + "@" + domain + ">";
  }

  /** An addr-spec; a local part alone stands as it is, for it may be anything. */
  static String addrSpec(String local, String domain) {
    if (domain.isEmpty()) {
      return local;
    }
    return (local.isEmpty() || isDotted(local) ? local : quoted(local)) + "@" + domain;
  }

  private static boolean isDomain(String domain) {
    if (domain.startsWith("[") && domain.endsWith("]")) {
      return isDotted(domain.substring(1, domain.length() - 1).replace(':', '.'));
    }
    return isDotted(domain);
  }

  /** Atoms and dots. */
  private static boolean isDotted(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> c > ' ' && c != 0x7f && SPECIAL.indexOf(c) < 0);
  }

  private static boolean isQuoted(String text) {
    int last = text.length() - 1;
    if (last < 1 || text.charAt(0) != '"' || text.charAt(last) != '"') {
      return false;
    }
    int i = 1;
    while (i < last && text.charAt(i) != '"') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i == last;
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
