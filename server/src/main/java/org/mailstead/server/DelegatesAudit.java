package org.mailstead.server;

import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.audit.Actor;
import org.mailstead.identity.audit.AuditEvent;
import org.mailstead.identity.audit.AuditLog;
import org.mailstead.post.Delegations;
import org.mailstead.words.AccountId;

/** Puts into the audit log that somebody acts for another one, once a day. */
record DelegatesAudit(AuditLog audit, Directory directory) implements Delegations.Uses {
  @Override
  public void told(Delegations.Use use) {
    String member = address(use.member());
    String owner = address(use.owner());
    String domain =
        directory.account(use.owner()).map(account -> account.address().domain()).orElse("");
    audit.note(
        AuditEvent.of(new Actor.Person(use.member(), member), "", "delegate.used", owner, domain)
            .with("what", use.what()));
  }

  private String address(AccountId id) {
    return directory.account(id).map(Account::address).map(Object::toString).orElse("");
  }
}
