package org.mailstead.post.queue;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.Recipient;
import org.mailstead.post.Arriving;
import org.mailstead.post.Intake;
import org.mailstead.post.QueuedMail;
import org.mailstead.store.Blobs;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.TenantId;

/**
 * Tells senders what became of their mail (RFC 3461 section 6, RFC 3464). A report goes out with an
 * empty return path, so no report is ever made about it.
 *
 * <p>In steps that a crash may fall between: a commit says whom the next report is about, the
 * report is accepted under an id that follows from the message's, a commit says that it was.
 */
final class Reports {
  private static final System.Logger LOG = System.getLogger(Reports.class.getName());

  private final Letters letters;
  private final Blobs blobs;
  private final Intake intake;
  private final Directory directory;
  private final ReportText text;
  private final InstantSource clock;
  private final Consumer<QueuedMail> queue;
  private final Traces traces;

  Reports(
      Letters letters,
      Blobs blobs,
      Intake intake,
      Directory directory,
      ReportText text,
      InstantSource clock,
      Consumer<QueuedMail> queue,
      Traces traces) {
    this.letters = letters;
    this.blobs = blobs;
    this.intake = intake;
    this.directory = directory;
    this.text = text;
    this.clock = clock;
    this.queue = queue;
    this.traces = traces;
  }

  /** Sends the reports that a message's recipients call for. */
  void tell(String id) {
    for (Optional<Letter> told = letters.beginReport(id);
        told.isPresent();
        told = letters.beginReport(id)) {
      Letter letter = told.get();
      int number = letter.recipients().getFirst().row().getReport();
      letter.returnPath().ifPresent(sender -> send(letter, sender, number));
      letters.endReport(id, number);
    }
  }

  /**
   * @param letter only with the recipients that the report is about
   */
  private void send(Letter letter, EmailAddress sender, int number) {
    if (letter.sender().filter(a -> directory.account(a).isEmpty()).isPresent()) {
      // Removed since; its address may be somebody else's by now.
      LOG.log(INFO, "queue id={0}: its sender is gone", letter.id());
      return;
    }
    List<QueuedMail.To> to = recipients(sender);
    if (to.isEmpty()) {
      LOG.log(INFO, "queue id={0}: nobody is there to be told", letter.id());
      return;
    }
    Optional<Account> account = letter.sender().or(() -> first(to)).flatMap(directory::account);
    String id = letter.id() + "-r" + number;
    Instant now = clock.instant();
    try (Arriving arriving =
        account.isPresent() ? intake.begin(account.get().id()) : intake.begin(TenantId.FIRST)) {
      var content = new Content(letters, letter, blobs);
      String language = account.map(Account::language).orElse("en");
      ReportText.Written report = text.write(id, letter, content, sender, language, now);
      arriving.write(report.message(), 0, report.message().length);
      queue.accept(
          new QueuedMail(
              id,
              Optional.empty(),
              arriving.finish().body(),
              new byte[0],
              Optional.empty(),
              now,
              new QueuedMail.Options(
                      QueuedMail.BodyKind.EIGHT_BIT, report.international(), "", false)
                  .with(letter.tls()),
              to));
      traces.note(letter.id(), "its sender <" + sender + "> is told by the report " + id);
    } catch (IOException e) {
      LOG.log(WARNING, "the report " + id + " could not be written", e);
    }
  }

  private static Optional<AccountId> first(List<QueuedMail.To> to) {
    return to.stream()
        .flatMap(one ->
            one.target() instanceof QueuedMail.Target.Here(var account, _)
                ? Optional.of(account).stream()
                : Optional.<AccountId>empty().stream())
        .findFirst();
  }

  private List<QueuedMail.To> recipients(EmailAddress sender) {
    List<QueuedMail.To> to = new ArrayList<>();
    switch (directory.resolve(sender)) {
      case Recipient.Local(var accounts, var outside, var why) -> {
        accounts.forEach(account -> to.add(to(sender, new QueuedMail.Target.Here(account, why))));
        outside.forEach(address -> to.add(to(address, new QueuedMail.Target.Elsewhere())));
      }
      case Recipient.Elsewhere() -> to.add(to(sender, new QueuedMail.Target.Elsewhere()));
      case Recipient.Nobody(), Recipient.Reports _ -> {}
    }
    return to;
  }

  // RFC 3461 section 6: NOTIFY=NEVER keeps other servers from answering it.
  private static QueuedMail.To to(EmailAddress address, QueuedMail.Target target) {
    return new QueuedMail.To(address, target, "", Set.of(QueuedMail.Notify.NEVER));
  }
}
