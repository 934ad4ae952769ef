package org.mailstead.server;

import static java.lang.System.Logger.Level.WARNING;

import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.mailstead.identity.Account;
import org.mailstead.post.MailSearch;
import org.mailstead.search.SearchIndex;
import org.mailstead.words.AccountId;

/** The index of all mail, which several rooms ask. */
final class SearchParts implements Closeable {
  private static final System.Logger LOG = System.getLogger(SearchParts.class.getName());

  private final Optional<MailSearch> search;

  SearchParts(Core core) {
    search = open(core);
    List<AccountId> accounts = core.directory().accounts().stream().map(Account::id).toList();
    search.ifPresent(one -> one.start(accounts));
  }

  /** Without it mail is found all the same, by opening it. */
  private static Optional<MailSearch> open(Core core) {
    try {
      Home.createOwn(core.home().search());
      var index = SearchIndex.open(core.home().search(), Clock.systemUTC());
      return Optional.of(new MailSearch(index, core.accounts(), core.post().emails()));
    } catch (IOException e) {
      LOG.log(WARNING, "the search index cannot be opened: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  Optional<MailSearch> search() {
    return search;
  }

  @Override
  public void close() {
    search.ifPresent(MailSearch::close);
  }
}
