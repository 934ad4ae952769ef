package org.mailstead.post;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.post.rows.AclChangeRow;
import org.mailstead.post.rows.ChangeRow;
import org.mailstead.post.rows.DelegateRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Who acts for whom. One row in the account's own partition says all that a delegate may do, and
 * every protocol asks it: in mailboxes through {@link Sharing#rights}, in the account's name
 * through {@link #voice}.
 */
public final class Delegations {
  private static final int MOST = 500;

  /** Mailboxes whose watchers are told at once. */
  private static final int MOST_TOLD = 1_000;

  private final Accounts store;
  private final Intents intents;
  private final Directory directory;
  private final InstantSource clock;
  private final Map<Use, LocalDate> seen = new ConcurrentHashMap<>();
  private volatile Uses uses = _ -> {};

  Delegations(Accounts store, Intents intents, Directory directory, InstantSource clock) {
    this.store = store;
    this.intents = intents;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Somebody makes use of being a delegate.
   *
   * @param what {@code mailbox} or {@code name}
   */
  public record Use(AccountId member, AccountId owner, String what) {}

  /** Is told of the first use of a day. */
  @FunctionalInterface
  public interface Uses {
    void told(Use use);
  }

  /** Has somebody told, who writes it down; on a thread of its own. */
  public void listen(Uses listener) {
    uses = listener;
  }

  private void note(Use use) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    if (!today.equals(seen.put(use, today))) {
      Thread.startVirtualThread(() -> uses.told(use));
    }
  }

  /** Those of an account who are there. */
  public List<Delegate> of(AccountId owner) {
    List<Delegate> all = new ArrayList<>();
    store
        .read(MailKeys.partition(owner))
        .each(
            MailKeys.delegates(),
            entry -> all.add(delegate(new AccountId(entry.key().group()), entry.value())));
    return all.stream().filter(one -> directory.account(one.member()).isPresent()).toList();
  }

  /** What somebody is to an account; empty when he is no delegate of it. */
  public Optional<Delegate> find(AccountId owner, AccountId member) {
    return store
        .read(MailKeys.partition(owner))
        .get(MailKeys.delegate(member))
        .map(row -> delegate(member, row));
  }

  private static Delegate delegate(AccountId member, byte[] bytes) {
    DelegateRow row = Row.read(bytes, DelegateRow.parser());
    return new Delegate(
        member, Delegate.Access.ofCode(row.getAccess()), row.getSendAs(), row.getOnBehalf());
  }

  /** What a delegate may do in each mailbox of an account. */
  Rights rights(AccountId member, AccountId owner) {
    Rights rights = find(owner, member).map(Delegate::rights).orElse(Rights.NONE);
    if (!rights.isEmpty()) {
      note(new Use(member, owner, "mailbox"));
    }
    return rights;
  }

  /**
   * Says what somebody may do for an account; one that may do nothing is none any more.
   *
   * @throws Refused INVALID for the account itself or somebody of another tenant, TOO_MANY
   */
  public void set(AccountId owner, Delegate delegate) {
    Optional<Account> member = directory.account(delegate.member());
    Optional<Account> account = directory.account(owner);
    boolean together =
        member.isPresent()
            && account.isPresent()
            && member.get().tenant().equals(account.get().tenant());
    if (!together || delegate.member().equals(owner)) {
      throw new Refused(Problem.Kind.INVALID, "delegate.who");
    }
    intents.change(
        owner,
        mail -> {
          if (mail.draft().scan(MailKeys.delegates(), false, MOST + 1).size() > MOST) {
            throw new Refused(Problem.Kind.TOO_MANY, "delegate.many", Integer.toString(MOST));
          }
          write(mail, delegate);
          return true;
        });
  }

  static void write(MailDraft mail, Delegate delegate) {
    var key = MailKeys.delegate(delegate.member());
    if (delegate.isNothing()) {
      mail.draft().delete(key);
    } else {
      mail.draft()
          .put(
              key,
              Row.write(
                  DelegateRow.newBuilder()
                      .setAccess(delegate.access().code())
                      .setSendAs(delegate.sendAs())
                      .setOnBehalf(delegate.onBehalf())
                      .build()));
    }
    Sharing.unsettle(mail, delegate.member().value());
    mail.draft().scan(MailKeys.mailboxes(), false, MOST_TOLD).stream()
        .map(entry ->
            ChangeRow.newBuilder()
                .setMailbox(entry.key().group())
                .setAclChange(AclChangeRow.getDefaultInstance()))
        .forEach(mail::log);
  }

  /** In whose name somebody writes when he writes as an address. */
  public sealed interface Voice {
    /** It is his own. */
    record Own() implements Voice {}

    /** He is the owner, for all that readers see. */
    record As(AccountId owner) implements Voice {}

    /** He writes for the owner, and says so. */
    record OnBehalf(AccountId owner) implements Voice {}

    /** He may not. */
    record Foreign() implements Voice {}
  }

  public Voice voice(AccountId writer, EmailAddress from) {
    if (directory.maySendAs(writer, from)) {
      return new Voice.Own();
    }
    Optional<AccountId> owner = directory.owner(from);
    Optional<Delegate> delegate = owner.flatMap(id -> find(id, writer));
    if (delegate.isEmpty() || !(delegate.get().sendAs() || delegate.get().onBehalf())) {
      return new Voice.Foreign();
    }
    note(new Use(writer, owner.get(), "name"));
    return delegate.get().sendAs() ? new Voice.As(owner.get()) : new Voice.OnBehalf(owner.get());
  }
}
