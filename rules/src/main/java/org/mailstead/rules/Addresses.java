package org.mailstead.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import org.mailstead.formats.mime.Address;
import org.mailstead.formats.mime.AddressList;
import org.mailstead.formats.mime.Octets;
import org.mailstead.words.EmailAddress;

/** Addresses that scripts write, with names and white space around them. */
public final class Addresses {
  private Addresses() {}

  /** The one address; empty when there is none, or more. */
  public static Optional<EmailAddress> parse(String text) {
    List<Address.Mailbox> found =
        AddressList.mailboxes(AddressList.parse(Octets.of(text.getBytes(UTF_8))));
    if (found.size() != 1 || found.getFirst().domain().isEmpty()) {
      return Optional.empty();
    }
    String local = found.getFirst().local().text();
    String domain = found.getFirst().domain().text();
    String quoted = '"' + local.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    return EmailAddress.parse(local + "@" + domain)
        .or(() -> EmailAddress.parse(quoted + "@" + domain));
  }
}
