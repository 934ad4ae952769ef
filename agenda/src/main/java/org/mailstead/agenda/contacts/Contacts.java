package org.mailstead.agenda.contacts;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.words.AccountId;
import org.mailstead.words.Refused;

/** The contacts of accounts. No two of an account have the same uid. */
public final class Contacts {
  private static final Records.Kind KIND = Records.Kind.CARD;

  private final Post post;

  public Contacts(Post post) {
    this.post = post;
  }

  public List<Contact> all(AccountId account) {
    return post.records().all(account, KIND).stream().map(Contact::of).toList();
  }

  public Optional<Contact> find(AccountId account, long id) {
    return post.records().find(account, KIND, id).map(Contact::of);
  }

  public Optional<Contact> find(AccountId account, String uid) {
    return post.records().find(account, KIND, uid).map(Contact::of);
  }

  /**
   * Keeps one.
   *
   * @return its id
   * @throws Refused EXISTS for its uid; TOO_MANY, TOO_LARGE, OVER_QUOTA; NOT_FOUND for octets that
   *     were not handed in
   */
  public long create(AccountId account, Contact contact) {
    return post.records().create(account, KIND, contact.content());
  }

  /**
   * Changes one; false when it is not there.
   *
   * @throws Refused as {@link #create}
   */
  public boolean change(AccountId account, long id, UnaryOperator<Contact> change) {
    return post.records()
        .change(
            account,
            KIND,
            id,
            now -> change.apply(Contact.of(new Records.Item(id, now.json()))).content());
  }

  public boolean destroy(AccountId account, long id) {
    return post.records().destroy(account, KIND, id);
  }

  /** Whether something is in an address book. */
  public boolean isUsed(AccountId account, long book) {
    return all(account).stream().anyMatch(contact -> contact.books().contains(book));
  }

  /** Takes all out of an address book; what is in no other is removed. */
  public void empty(AccountId account, long book) {
    for (Contact contact : all(account)) {
      if (contact.books().contains(book)) {
        Set<Long> rest = new HashSet<>(contact.books());
        rest.remove(book);
        if (rest.isEmpty()) {
          destroy(account, contact.id());
        } else {
          change(account, contact.id(), now -> now.in(rest));
        }
      }
    }
  }
}
