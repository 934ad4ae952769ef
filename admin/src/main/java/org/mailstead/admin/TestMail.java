package org.mailstead.admin;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.mime.Body;
import org.mailstead.formats.mime.MessageBuilder;
import org.mailstead.identity.audit.Actor;
import org.mailstead.identity.rights.Caller;
import org.mailstead.post.queue.OwnMail;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** A message by which an administrator sees whether mail goes out. */
final class TestMail {
  private static final int ID = 10;

  private final AdminParts parts;

  TestMail(AdminParts parts) {
    this.parts = parts;
  }

  /**
   * Sends it in the name of whoever asks; returns its name in the queue.
   *
   * @throws Refused NOT_FOUND when nobody has the address
   */
  String send(Caller caller, EmailAddress to) {
    Optional<AccountId> account =
        caller.actor() instanceof Actor.Person(AccountId id, _)
            ? Optional.of(id)
            : Optional.empty();
    String hostname = parts.standing().hostname();
    EmailAddress from =
        account
            .flatMap(parts.directory()::account)
            .map(known -> known.address())
            .orElseGet(() -> new EmailAddress("postmaster", hostname));
    byte[] random = new byte[ID];
    parts.random().nextBytes(random);
    String id = "test" + HexFormat.of().formatHex(random);
    Instant now = parts.clock().instant();
    try {
      new OwnMail(parts.post(), parts.queue(), parts.directory(), parts.clock())
          .send(new OwnMail.Letter(id, Optional.of(from), account, to), message(id, from, to, now));
    } catch (IOException e) {
      throw new Refused(Problem.Kind.UNAVAILABLE, "message.store");
    }
    return id;
  }

  private byte[] message(String id, EmailAddress from, EmailAddress to, Instant now)
      throws IOException {
    String hostname = parts.standing().hostname();
    String text =
        "This message was sent by the administration of "
            + hostname
            + " to see whether mail\n"
            + "goes out. You see it, so it does. Its name in the queue was "
            + id
            + ".\n";
    return new MessageBuilder(false)
        .addresses("From", List.of(org.mailstead.formats.mime.Recipient.of(from)))
        .addresses("To", List.of(org.mailstead.formats.mime.Recipient.of(to)))
        .text("Subject", "Mail from " + hostname + " arrives")
        .date(now.atOffset(ZoneOffset.UTC))
        .structured("Message-ID", "<" + id + "@" + hostname + ">")
        .structured("Auto-Submitted", "auto-generated")
        .toBytes(Body.Text.plain(text));
  }
}
