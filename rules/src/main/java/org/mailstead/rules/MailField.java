package org.mailstead.rules;

import java.util.List;
import java.util.Optional;
import org.mailstead.formats.mime.Address;
import org.mailstead.formats.mime.AddressList;
import org.mailstead.formats.mime.Octets;

/** A header field of the message that a script sees. What tests ask of it is found out once. */
final class MailField {
  private final String name;
  private final Octets octets;
  private final Octets value;
  private Optional<String> text = Optional.empty();
  private Optional<List<Address.Mailbox>> mailboxes = Optional.empty();

  /**
   * A field.
   *
   * @param octets the whole field with its line end
   * @param value what follows the colon
   */
  MailField(String name, Octets octets, Octets value) {
    this.name = name;
    this.octets = octets;
    this.value = value;
  }

  static MailField of(String name, String value) {
    Octets octets = Octets.of(Edit.field(name, value));
    String line = octets.latin1();
    return new MailField(
        name, octets, new Octets(line.substring(name.length() + 1, line.length() - 2)));
  }

  String name() {
    return name;
  }

  Octets octets() {
    return octets;
  }

  Octets value() {
    return value;
  }

  boolean is(String other) {
    return name.equalsIgnoreCase(other);
  }

  /** For people. */
  String text() {
    if (text.isEmpty()) {
      text = Optional.of(value.unfolded().decoded());
    }
    return text.get();
  }

  /** The mailboxes that it names. */
  List<Address.Mailbox> mailboxes() {
    if (mailboxes.isEmpty()) {
      mailboxes = Optional.of(AddressList.mailboxes(AddressList.parse(value)));
    }
    return mailboxes.get();
  }
}
