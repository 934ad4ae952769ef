package org.mailstead.post.queue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.identity.Directory;
import org.mailstead.identity.Domain;
import org.mailstead.identity.Recipient;
import org.mailstead.post.MailQueue;
import org.mailstead.post.Post;
import org.mailstead.post.QueuedMail;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Who a message is for: whether we take it for them, and where it goes then. */
public final class Addressees {
  private final Post post;
  private final MailQueue queue;
  private final Directory directory;

  /**
   * Somebody for whom a message is taken.
   *
   * @param address as it was given
   * @param original ORCPT of RFC 3461 as it was given; empty when none was
   * @param reportOn when to report; empty for the default
   */
  public record Accepted(
      EmailAddress address, Recipient recipient, String original, Set<QueuedMail.Notify> reportOn) {
    public Accepted {
      reportOn = Set.copyOf(reportOn);
    }
  }

  public Addressees(Post post, MailQueue queue, Directory directory) {
    this.post = post;
    this.queue = queue;
    this.directory = directory;
  }

  /** Who {@code <postmaster>} without domain is (RFC 5321 section 4.5.1). */
  public EmailAddress postmaster() {
    return directory.domains().stream()
        .map(Domain::name)
        .findFirst()
        .map(domain -> new EmailAddress("postmaster", domain))
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "postmaster"));
  }

  /**
   * Whether we take mail for an address.
   *
   * @param known whether one of ours sends it, and so may have it relayed
   * @param bounce whether nobody sends it: only such mail finds back to whom we forwarded it for
   * @throws Refused NOT_FOUND, NOT_LOCAL for strangers, OVER_QUOTA
   */
  public Recipient accept(EmailAddress address, boolean known, boolean bounce) {
    Recipient recipient = resolve(address, bounce);
    switch (recipient) {
      case Recipient.Nobody() -> throw new Refused(Problem.Kind.NOT_FOUND, "address.missing");
      case Recipient.Reports _ -> {}
      case Recipient.Elsewhere() -> {
        if (!known) {
          throw new Refused(Problem.Kind.NOT_LOCAL, "relay.denied", address.domain());
        }
        queue.check(address);
      }
      case Recipient.Local(var accounts, var outside, _) -> {
        if (accounts.isEmpty() && outside.isEmpty()) {
          // A group without members: to take its mail were to lose it.
          throw new Refused(Problem.Kind.NOT_FOUND, "group.empty");
        }
        if (accounts.size() == 1) {
          post.delivery().check(accounts.getFirst());
        }
      }
    }
    return recipient;
  }

  private Recipient resolve(EmailAddress address, boolean bounce) {
    Recipient known = directory.resolve(address);
    if (known instanceof Recipient.Local) {
      return known;
    }
    Optional<EmailAddress> sender = queue.forwardedFor(address);
    if (sender.isEmpty()) {
      return known;
    }
    Recipient back = bounce ? directory.resolve(sender.get()) : new Recipient.Nobody();
    return back instanceof Recipient.Elsewhere
        ? new Recipient.Local(List.of(), List.of(sender.get()), Recipient.Why.ALIAS)
        : back;
  }

  /** Every mailbox and every address elsewhere once, whichever way it was named. */
  public List<QueuedMail.To> recipients(Optional<EmailAddress> sender, List<Accepted> accepted) {
    // RFC 7208 section 10.3: another server would refuse it as a forgery.
    boolean ofOthers =
        sender.filter(from -> directory.resolve(from) instanceof Recipient.Elsewhere).isPresent();
    Map<Object, QueuedMail.To> found = new LinkedHashMap<>();
    for (Accepted one : accepted) {
      switch (one.recipient()) {
        case Recipient.Local(var accounts, var outside, var why) -> {
          for (AccountId account : accounts) {
            var here = new QueuedMail.Target.Here(account, why);
            found.putIfAbsent(account, to(one, one.address(), here, Optional.empty()));
          }
          for (EmailAddress address : outside) {
            var onward = new QueuedMail.Onward(one.address().domain(), ofOthers, "");
            found.putIfAbsent(
                address.toString(),
                to(one, address, new QueuedMail.Target.Elsewhere(), Optional.of(onward)));
          }
        }
        case Recipient.Elsewhere() ->
            found.putIfAbsent(
                one.address().toString(),
                to(one, one.address(), new QueuedMail.Target.Elsewhere(), Optional.empty()));
        case Recipient.Nobody() -> throw new IllegalStateException("was not accepted");
        case Recipient.Reports _ -> throw new IllegalStateException("was handed over before");
      }
    }
    return List.copyOf(found.values());
  }

  private static QueuedMail.To to(
      Accepted one,
      EmailAddress address,
      QueuedMail.Target target,
      Optional<QueuedMail.Onward> onward) {
    return new QueuedMail.To(address, target, one.original(), one.reportOn(), onward);
  }
}
