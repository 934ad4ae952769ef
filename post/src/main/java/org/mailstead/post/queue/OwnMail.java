package org.mailstead.post.queue;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.identity.Directory;
import org.mailstead.identity.Recipient;
import org.mailstead.post.Arriving;
import org.mailstead.post.Post;
import org.mailstead.post.QueuedMail;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

/** Sends what this server itself has written to one address, wherever that is. */
public final class OwnMail {
  private final Post post;
  private final Queue queue;
  private final Directory directory;
  private final InstantSource clock;

  public OwnMail(Post post, Queue queue, Directory directory, InstantSource clock) {
    this.post = post;
    this.queue = queue;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * One message.
   *
   * @param id its name in the queue
   * @param returnPath where a report goes; empty when nobody waits for one
   * @param sender in whose name it goes
   */
  public record Letter(
      String id, Optional<EmailAddress> returnPath, Optional<AccountId> sender, EmailAddress to) {}

  /**
   * Durable when it returns.
   *
   * @throws Refused NOT_FOUND when nobody has the address; INVALID for a group that leads outside;
   *     UNAVAILABLE, NO_SPACE
   */
  public void send(Letter letter, byte[] message) {
    List<QueuedMail.To> recipients = recipients(letter.to);
    try (Arriving arriving = post.intake().begin(TenantId.FIRST)) {
      arriving.write(message, 0, message.length);
      queue.send(
          new QueuedMail(
              letter.id,
              letter.returnPath,
              arriving.finish().body(),
              new byte[0],
              letter.sender,
              clock.instant(),
              QueuedMail.Options.PLAIN,
              recipients));
    } catch (IOException e) {
      throw new Refused(Problem.Kind.UNAVAILABLE, "message.store");
    }
  }

  private List<QueuedMail.To> recipients(EmailAddress to) {
    return switch (directory.resolve(to)) {
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
}
