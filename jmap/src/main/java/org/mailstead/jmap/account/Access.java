package org.mailstead.jmap.account;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailstead.jmap.core.Caller;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Email;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.Right;
import org.mailstead.post.Rights;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Somebody at an account, his own or one in which others share mailboxes with him.
 *
 * @param shared what he may in each mailbox of another's account; empty in his own
 */
public record Access(
    AccountId viewer, AccountId owner, Optional<Map<MailboxId, Rights>> shared, boolean readOnly) {
  public Access {
    shared = shared.map(Map::copyOf);
  }

  /**
   * The account that a method is to work in.
   *
   * @throws MethodError invalidArguments, accountNotFound
   */
  public static Access of(Exchange exchange, Post post, String accountId) {
    return find(exchange.caller(), post, accountId)
        .orElseThrow(() -> new MethodError("accountNotFound", "there is no account " + accountId));
  }

  /** The same for what is to be changed there. */
  public static Access toChange(Exchange exchange, Post post, String accountId) {
    Access access = of(exchange, post, accountId);
    access.needChangeable();
    return access;
  }

  /**
   * One's own account, from which one sends.
   *
   * @throws MethodError also accountNotSupportedByMethod
   */
  public static Access toSend(Exchange exchange, Post post, String accountId) {
    Access access = of(exchange, post, accountId);
    if (!access.isOwn()) {
      throw new MethodError("accountNotSupportedByMethod", "only in one's own account");
    }
    return access;
  }

  /**
   * @throws MethodError accountReadOnly
   */
  public void needChangeable() {
    if (readOnly) {
      throw new MethodError("accountReadOnly", "whoever signed in so may only read");
    }
  }

  /** Empty when there is no such account for him. */
  public static Optional<Access> find(Caller caller, Post post, String accountId) {
    return ObjectIds.parseAccount(accountId).flatMap(owner -> find(caller, post, owner));
  }

  public static Optional<Access> find(Caller caller, Post post, AccountId owner) {
    AccountId viewer = caller.account();
    if (owner.equals(viewer)) {
      return Optional.of(new Access(viewer, owner, Optional.empty(), caller.readOnly()));
    }
    if (!post.sharing().sharers(viewer).contains(owner)) {
      return Optional.empty();
    }
    Map<MailboxId, Rights> rights = post.sharing().rights(viewer, owner);
    Access access = new Access(viewer, owner, Optional.of(rights), caller.readOnly());
    return access.visible().filter(some -> !some.isEmpty()).map(_ -> access);
  }

  public boolean isOwn() {
    return shared.isEmpty();
  }

  public Rights rights(MailboxId mailbox) {
    return shared.map(all -> all.getOrDefault(mailbox, Rights.NONE)).orElse(Rights.ALL);
  }

  /** The mailboxes that he may look into; empty for all. */
  public Optional<Set<MailboxId>> visible() {
    return shared.map(
        all -> all.keySet().stream().filter(this::mayRead).collect(Collectors.toUnmodifiableSet()));
  }

  public boolean mayRead(MailboxId mailbox) {
    Rights here = rights(mailbox);
    return here.has(Right.LOOKUP) && here.has(Right.READ);
  }

  /** An email as he sees it; empty when it is shown nowhere to him. */
  public Optional<AccountEmail> see(AccountEmail email) {
    Optional<AccountEmail> seen =
        isOwn() ? Optional.of(email) : email.in(visible().orElse(Set.of()));
    return seen.filter(AccountEmail::isShown);
  }

  /** The email that was first kept there, if there is one for him. */
  public Optional<AccountEmail> find(Post post, Email.Origin origin) {
    return post.emails()
        .find(owner, origin)
        .flatMap(number -> post.view(owner).find(number))
        .filter(email -> email.origin().equals(origin))
        .flatMap(this::see);
  }

  /**
   * @throws Refused NOT_PERMITTED
   */
  public void need(MailboxId mailbox, Right... rights) {
    for (Right right : rights) {
      if (!rights(mailbox).has(right)) {
        throw new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.rights");
      }
    }
  }

  /** What his rights add to a state: when they change, all may look different. */
  public String looks() {
    return shared
        .map(all ->
            Integer.toUnsignedString(
                all.entrySet().stream()
                    .mapToInt(entry -> entry.getKey().hashCode() * 31 + entry.getValue().bits())
                    .sum(),
                36))
        .orElse("");
  }
}
