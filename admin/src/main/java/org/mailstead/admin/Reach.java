package org.mailstead.admin;

import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.Domain;
import org.mailstead.identity.rights.Caller;
import org.mailstead.identity.rights.Right;
import org.mailstead.identity.rights.Roles;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Finds what somebody speaks of, if he may. What he may not see is not there for him: nobody learns
 * by trying which addresses there are.
 */
record Reach(Directory directory, Roles roles) {
  static EmailAddress address(String text) {
    return EmailAddress.parse(text)
        .orElseThrow(() -> new Refused(Problem.Kind.INVALID, "address.syntax", text));
  }

  /** A domain in which he holds the right. */
  Domain domain(Caller caller, Right right, String text) {
    String name = EmailAddress.domain(text).orElse(text);
    Domain domain =
        directory
            .domain(name)
            .filter(one -> caller.may(right, one) || caller.may(Right.DOMAINS_READ, one))
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "domain.missing", text));
    caller.need(right, domain);
    return domain;
  }

  /** An account in whose domain he holds the right. */
  Account account(Caller caller, Right right, String text) {
    Account account =
        directory
            .account(address(text))
            .filter(one -> mayIn(caller, right, one) || mayIn(caller, Right.ACCOUNTS_READ, one))
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "account.missing", text));
    if (!mayIn(caller, right, account)) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "admin.right", right.word());
    }
    return account;
  }

  /** An account that he may change: not one of somebody who may more than he. */
  Account below(Caller caller, Right right, String text) {
    Account account = account(caller, right, text);
    caller.needAbove(roles.of(account.id()), directory);
    return account;
  }

  boolean mayIn(Caller caller, Right right, Account account) {
    return directory
        .domain(account.address().domain())
        .filter(domain -> caller.may(right, domain))
        .isPresent();
  }
}
