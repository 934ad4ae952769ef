package org.mailstead.agenda.contacts;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.words.AccountId;

/** The address books of accounts. Each has one from the start, which is the default. */
public final class AddressBooks {
  private static final Records.Kind KIND = Records.Kind.ADDRESS_BOOK;

  private final Post post;

  public AddressBooks(Post post) {
    this.post = post;
  }

  /** All of them; the first is made when there is none. */
  public List<AddressBook> all(AccountId account) {
    List<AddressBook> all = read(account);
    if (all.isEmpty()) {
      var first = new AddressBook(0, "Contacts", Optional.empty(), 0, true, true);
      post.records().createFirst(account, KIND, new Records.Content(first.json()));
      all = read(account);
    }
    return all;
  }

  private List<AddressBook> read(AccountId account) {
    return post.records().all(account, KIND).stream().map(AddressBook::of).toList();
  }

  public Optional<AddressBook> find(AccountId account, long id) {
    return post.records().find(account, KIND, id).map(AddressBook::of);
  }

  /** The one where a contact goes when nobody says where. */
  public AddressBook standard(AccountId account) {
    List<AddressBook> all = all(account);
    return all.stream().filter(AddressBook::isDefault).findFirst().orElse(all.getFirst());
  }

  /**
   * @throws org.mailstead.words.Refused TOO_MANY
   */
  public long create(AccountId account, AddressBook book) {
    return post.records().create(account, KIND, book.asDefault(false).json());
  }

  /** False when it is not there. */
  public boolean change(AccountId account, long id, UnaryOperator<AddressBook> change) {
    return post.records()
        .update(
            account,
            KIND,
            id,
            json -> change.apply(AddressBook.of(new Records.Item(id, json))).json());
  }

  /**
   * Makes one the default. For a moment there may be none, never two.
   *
   * @return those that changed
   */
  public List<AddressBook> choose(AccountId account, long id) {
    List<AddressBook> before = all(account);
    if (before.stream().noneMatch(book -> book.id() == id)) {
      return List.of();
    }
    before.stream()
        .filter(book -> book.isDefault() && book.id() != id)
        .forEach(book -> change(account, book.id(), now -> now.asDefault(false)));
    change(account, id, now -> now.asDefault(true));
    return all(account).stream()
        .filter(book ->
            before.stream()
                .anyMatch(was -> was.id() == book.id() && was.isDefault() != book.isDefault()))
        .toList();
  }

  /** Removes one, in which nothing is any more; another becomes the default after the default. */
  public boolean destroy(AccountId account, long id) {
    boolean gone = post.records().destroy(account, KIND, id);
    List<AddressBook> rest = read(account);
    if (gone && !rest.isEmpty() && rest.stream().noneMatch(AddressBook::isDefault)) {
      long next =
          rest.stream().min(Comparator.comparingLong(AddressBook::order)).orElseThrow().id();
      change(account, next, now -> now.asDefault(true));
    }
    return gone;
  }
}
