package org.mailstead.imap.message;

import java.util.List;
import java.util.stream.Stream;
import org.mailstead.formats.mime.Address;
import org.mailstead.formats.mime.Envelope;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Octets;

/** Whether a message is one of those that only programs for internationalized mail understand. */
final class AppendedHeader {
  private AppendedHeader() {}

  /**
   * Whether an address is beyond ASCII (RFC 6532). Other octets of eight bits are left alone: mail
   * of old is full of raw names and subjects, and whoever moves a mailbox here must not lose it,
   * though RFC 6855 section 4 would refuse that too.
   */
  static boolean isInternationalized(MessageStructure structure) {
    Envelope envelope = structure.envelope();
    return Stream.of(
            envelope.from(),
            envelope.sender(),
            envelope.replyTo(),
            envelope.to(),
            envelope.cc(),
            envelope.bcc())
        .flatMap(List::stream)
        .flatMap(AppendedHeader::mailboxes)
        .anyMatch(mailbox -> isBeyondAscii(mailbox.local()) || isBeyondAscii(mailbox.domain()));
  }

  private static Stream<Address.Mailbox> mailboxes(Address address) {
    return switch (address) {
      case Address.Mailbox mailbox -> Stream.of(mailbox);
      case Address.Group(_, List<Address.Mailbox> members) -> members.stream();
    };
  }

  private static boolean isBeyondAscii(Octets octets) {
    return octets.latin1().chars().anyMatch(c -> c >= 0x80);
  }
}
