package org.mailstead.post;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.mime.Address;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.MailboxId;

/**
 * Where a new message goes that nothing sends elsewhere: what its user has said of its author
 * counts first; else to Junk what was taken for it, unless he seems to think otherwise; to the
 * archive what answers in a thread that he has muted.
 */
final class Sorting {
  private final Mailboxes mailboxes;
  private final Opinions opinions;

  Sorting(Mailboxes mailboxes, Opinions opinions) {
    this.mailboxes = mailboxes;
    this.opinions = opinions;
  }

  /**
   * Where it goes, and why.
   *
   * @param message with the reasons of that added
   * @param keywords that it gets besides
   */
  record Sorted(MailboxId mailbox, NewMessage message, Set<String> keywords) {
    Sorted(MailboxId mailbox, NewMessage message) {
      this(mailbox, message, Set.of());
    }
  }

  Sorted sort(MailDraft mail, NewMessage message, Instant now) {
    Sorted sorted = bySender(mail, message, now);
    boolean arrives = sorted.mailbox.equals(mailboxes.inbox(mail));
    if (!arrives || !MutedThreads.has(mail, message.structure())) {
      return sorted;
    }
    var reason = new Reason("thread", "muted", "", now);
    return new Sorted(
        mailboxes.archive(mail),
        sorted.message.because(List.of(reason)),
        Set.of(MutedThreads.KEYWORD));
  }

  private Sorted bySender(MailDraft mail, NewMessage message, Instant now) {
    Optional<SenderChoices.Said> said =
        author(message).flatMap(who -> SenderChoices.of(mail.draft(), who));
    if (said.isEmpty()) {
      return unsaid(mail, message, now);
    }
    String who = said.get().of();
    return switch (said.get().choice()) {
      case BLOCKED -> {
        var reason = new Reason("sender", "blocked", who, now);
        yield mailboxes
            .junk(mail)
            .map(junk -> new Sorted(junk, message.because(List.of(reason))))
            .orElseGet(() -> new Sorted(mailboxes.inbox(mail), message.because(List.of(reason))));
      }
      case TRUSTED -> {
        boolean vouched = !message.isJunk() || found(message, "dmarc").orElse("").equals("pass");
        if (!vouched) {
          var doubt = new Reason("sender", "none", "it may not be from " + who, now);
          yield unsaid(mail, message.because(List.of(doubt)), now);
        }
        var reason = new Reason("sender", "trusted", who, now);
        yield new Sorted(mailboxes.inbox(mail), message.because(List.of(reason)));
      }
      case MUTED -> {
        var reason = new Reason("sender", "muted", who, now);
        Sorted sorted = unsaid(mail, message.because(List.of(reason)), now);
        yield new Sorted(sorted.mailbox(), sorted.message(), Set.of(MutedThreads.KEYWORD));
      }
    };
  }

  private Sorted unsaid(MailDraft mail, NewMessage message, Instant now) {
    Optional<String> verdict = found(message, VerdictReasons.WHO);
    if (verdict.isEmpty()) {
      return new Sorted(mailboxes.inbox(mail), message); // nobody asked: from our own users
    }
    boolean taken = message.isJunk();
    List<Reason> reasons = new ArrayList<>(message.reasons());
    Optional<EmailAddress> author = author(message);
    Optional<Opinions.Opinion> opinion =
        author.flatMap(who -> opinions.of(mail.draft(), who)).filter(o -> o.junk() != taken);
    boolean junk = taken;
    if (opinion.isPresent()) {
      String who = author.orElseThrow().toString();
      if (isAuthor(opinion.get(), message)) {
        junk = opinion.get().junk();
        String told = junk ? "an earlier message was moved to Junk" : "one was moved out of Junk";
        reasons.add(new Reason("opinion", junk ? "junk" : "ham", who + ": " + told, now));
      } else {
        reasons.add(new Reason("opinion", "none", "it may not be from " + who, now));
      }
    }
    Optional<MailboxId> place = junk ? mailboxes.junk(mail) : Optional.empty();
    if (junk && place.isEmpty()) {
      reasons.add(new Reason("delivery", "INBOX", "the account has no mailbox for junk", now));
    } else if (junk) {
      reasons.add(new Reason("delivery", "Junk", "", now));
    }
    return new Sorted(place.orElseGet(() -> mailboxes.inbox(mail)), message.with(reasons));
  }

  private static Optional<String> found(NewMessage message, String who) {
    return message.reasons().stream()
        .filter(r -> r.who().equals(who))
        .map(Reason::what)
        .findFirst();
  }

  /**
   * Whether an opinion of the author may be used for this message. Whoever writes under another's
   * name must not profit from what is thought of that other; to lose by it is the safe side.
   */
  private static boolean isAuthor(Opinions.Opinion opinion, NewMessage message) {
    String dmarc = found(message, "dmarc").orElse("none");
    return opinion.junk() || dmarc.equals("pass") || (!opinion.vouched() && !dmarc.equals("fail"));
  }

  private static Optional<EmailAddress> author(NewMessage message) {
    List<Address> from = message.structure().envelope().from();
    return from.size() == 1 && from.getFirst() instanceof Address.Mailbox mailbox
        ? EmailAddress.parse(mailbox.address())
        : Optional.empty();
  }
}
