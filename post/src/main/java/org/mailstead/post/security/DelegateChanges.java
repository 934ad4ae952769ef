package org.mailstead.post.security;

import java.util.Optional;
import org.mailstead.identity.Account;
import org.mailstead.identity.signin.Alert;
import org.mailstead.identity.signin.Alerts;
import org.mailstead.post.Delegate;
import org.mailstead.post.Post;
import org.mailstead.words.Refused;

/** Changes who acts for an account. Its owner is told of each change, of his own too. */
public record DelegateChanges(Post post, Alerts alerts) {
  /**
   * Says what somebody may do for an account; one that may do nothing is none any more.
   *
   * @param member whom the delegate names
   * @throws Refused as {@link org.mailstead.post.Delegations#set}
   */
  public void set(Account owner, Account member, Delegate delegate, Alert.By by) {
    Optional<Delegate> before = post.delegations().find(owner.id(), member.id());
    post.delegations().set(owner.id(), delegate);
    tell(owner, member, before, delegate, by);
    post.sharing().finish(owner.id());
  }

  /** Before anything else can fail: the change is made. */
  private void tell(
      Account owner, Account member, Optional<Delegate> before, Delegate delegate, Alert.By by) {
    String named = member.address().toString();
    if (!delegate.may().isEmpty()) {
      if (!before.equals(Optional.of(delegate))) {
        alerts.tell(owner.id(), new Alert.DelegateSet(named, delegate.may(), by));
      }
    } else if (before.isPresent()) {
      alerts.tell(owner.id(), new Alert.DelegateRemoved(named, by));
    }
  }

  /** Lets somebody act for an account no more. */
  public void remove(Account owner, Account member, Alert.By by) {
    set(owner, member, new Delegate(member.id(), Delegate.Access.NONE, false, false), by);
  }
}
