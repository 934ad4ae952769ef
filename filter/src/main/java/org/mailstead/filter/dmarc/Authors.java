package org.mailstead.filter.dmarc;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.mime.Address;
import org.mailstead.formats.mime.AddressList;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.words.EmailAddress;

/**
 * Whose domains a message says it is from: all addresses of all From fields, since nobody knows
 * which of them a mail program shows.
 *
 * @param domains A-labels, lower case
 * @param problem why it cannot be said; then there are no domains
 */
public record Authors(List<String> domains, Optional<String> problem) {
  /** Domains of one message that are asked. */
  private static final int MOST = 5;

  public Authors {
    domains = List.copyOf(domains);
  }

  private static Authors unknown(String why) {
    return new Authors(List.of(), Optional.of(why));
  }

  /** Reads them. */
  public static Authors of(MessageHeader header) {
    if (!header.complete()) {
      return unknown("the header is too large");
    }
    Set<String> domains = new LinkedHashSet<>();
    for (HeaderField field : header.fields()) {
      if (!field.name().equalsIgnoreCase("From")) {
        continue;
      }
      for (Address.Mailbox mailbox : AddressList.mailboxes(AddressList.parse(field.value()))) {
        Optional<String> domain = domain(mailbox);
        if (domain.isEmpty()) {
          return unknown("From has something that is no address");
        }
        domains.add(domain.get());
      }
    }
    if (domains.isEmpty()) {
      return unknown("From has no address");
    }
    return domains.size() > MOST
        ? unknown("From has addresses of more than " + MOST + " domains")
        : new Authors(List.copyOf(domains), Optional.empty());
  }

  private static Optional<String> domain(Address.Mailbox mailbox) {
    return EmailAddress.domain(mailbox.domain().text()).filter(name -> !name.startsWith("["));
  }
}
