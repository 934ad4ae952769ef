package org.mailstead.admin;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.mime.Body;
import org.mailstead.formats.mime.MessageBuilder;
import org.mailstead.identity.Recipient;
import org.mailstead.identity.audit.Actor;
import org.mailstead.identity.rights.Caller;
import org.mailstead.post.Arriving;
import org.mailstead.post.QueuedMail;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

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
    List<QueuedMail.To> recipients = recipients(to);
    try (Arriving arriving = parts.post().intake().begin(TenantId.FIRST)) {
      byte[] message = message(id, from, to, now);
      arriving.write(message, 0, message.length);
      parts
          .queue()
          .send(
              new QueuedMail(
                  id,
                  Optional.of(from),
                  arriving.finish().body(),
                  new byte[0],
                  account,
                  now,
                  QueuedMail.Options.PLAIN,
                  recipients));
    } catch (IOException e) {
      throw new Refused(Problem.Kind.UNAVAILABLE, "message.store");
    }
    return id;
  }

  private List<QueuedMail.To> recipients(EmailAddress to) {
    return switch (parts.directory().resolve(to)) {
      case Recipient.Local(List<AccountId> accounts, List<EmailAddress> outside, var why) -> {
        if (!outside.isEmpty()) {
          throw new Refused(Problem.Kind.INVALID, "test-mail.group", to.toString());
        }
        yield accounts.stream()
            .map(account -> to(to, new QueuedMail.Target.Here(account, why)))
            .toList();
      }
      case Recipient.Elsewhere() -> List.of(to(to, new QueuedMail.Target.Elsewhere()));
      case Recipient.Nobody(), Recipient.Reports(_) ->
          throw new Refused(Problem.Kind.NOT_FOUND, "address.missing", to.toString());
    };
  }

  private static QueuedMail.To to(EmailAddress address, QueuedMail.Target target) {
    return new QueuedMail.To(address, target, "", Set.of());
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
