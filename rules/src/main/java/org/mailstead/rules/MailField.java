package org.mailstead.rules;

import org.mailstead.formats.mime.Octets;

/**
 * A header field of the message that a script sees.
 *
 * @param octets the whole field with its line end
 * @param value what follows the colon
 */
record MailField(String name, Octets octets, Octets value) {
  static MailField of(String name, String value) {
    Octets octets = Octets.of(Edit.field(name, value));
    String line = octets.latin1();
    return new MailField(
        name, octets, new Octets(line.substring(name.length() + 1, line.length() - 2)));
  }

  boolean is(String other) {
    return name.equalsIgnoreCase(other);
  }

  /** For people. */
  String text() {
    return value.unfolded().decoded();
  }
}
