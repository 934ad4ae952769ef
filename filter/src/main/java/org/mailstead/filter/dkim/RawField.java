package org.mailstead.filter.dkim;

import java.util.Locale;

/**
 * A header field, octet by octet.
 *
 * @param name in lower case
 * @param raw all of it without the last line end, one character for each octet; lines end in CRLF
 */
record RawField(String name, String raw) {
  static RawField of(String raw) {
    String name = raw.substring(0, raw.indexOf(':')).strip().toLowerCase(Locale.ROOT);
    return new RawField(name, raw);
  }

  /** What follows the colon. */
  String value() {
    return raw.substring(raw.indexOf(':') + 1);
  }

  RawField withValue(String value) {
    return new RawField(name, raw.substring(0, raw.indexOf(':') + 1) + value);
  }
}
