package org.mailstead.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.mailstead.identity.rows.AddressRow;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;

/** Finds the groups and catch-alls that name an address which is to go. Reads the directory. */
public final class Mentions {
  private final Directory directory;
  private final DirectoryRows rows;

  public Mentions(Directory directory) {
    this.directory = directory;
    this.rows = directory.rows();
  }

  /** What names an account: its address, an alias, or either with a detail. */
  public List<Mention> of(AccountId account) {
    return all(named -> isOf(named, account));
  }

  /** What names an address at a domain. */
  public List<Mention> at(String domain) {
    String name = EmailAddress.domain(domain).orElse(domain);
    return all(named -> named.domain().equals(name));
  }

  /** Asked of the rows, not of names: an address given up may be a newcomer's by now. */
  boolean isOf(EmailAddress named, AccountId account) {
    Optional<AddressRow> exact = rows.findAddress(named);
    return exact
        .or(() -> Directory.withoutDetail(named).flatMap(rows::findAddress))
        .filter(row -> row.hasAccount() && row.getAccount() == account.value())
        .isPresent();
  }

  private List<Mention> all(Predicate<EmailAddress> such) {
    List<Mention> found = new ArrayList<>();
    rows.eachAddress(row -> {
      Optional<EmailAddress> group = EmailAddress.parse(row.getAddress());
      if (row.hasGroup() && group.isPresent()) {
        List<String> members = row.getGroup().getMembersList();
        long named = members.stream().filter(member -> isSuch(member, such)).count();
        if (named > 0) {
          found.add(new Mention.Group(group.get(), named == members.size()));
        }
      }
    });
    for (Domain domain : directory.domains()) {
      domain.catchAll().filter(such).ifPresent(_ -> found.add(new Mention.CatchAll(domain.name())));
    }
    return found;
  }

  private static boolean isSuch(String member, Predicate<EmailAddress> such) {
    return EmailAddress.parse(member).filter(such).isPresent();
  }
}
