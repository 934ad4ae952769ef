package org.mailstead.imap.sharing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Location;
import org.mailstead.imap.state.News;
import org.mailstead.post.AnnotationNews;
import org.mailstead.store.Watchers;
import org.mailstead.words.AccountId;

/**
 * Tells a client that enabled METADATA which entries others changed, without their values (RFC 5464
 * section 4.4.2). It looks at the log since it looked last.
 */
public final class MetadataNews implements News {
  /** Accounts besides the client's own that are looked at. */
  private static final int MAX_OTHERS = 100;

  private final Client client;
  private final Predicate<Optional<Location>> wanted;
  private final Map<AccountId, Long> told = new HashMap<>();
  private long publicTold = -1;

  /**
   * Begins with what is there now.
   *
   * @param wanted whether a mailbox's entries are told; empty is the server
   */
  public MetadataNews(Client client, Predicate<Optional<Location>> wanted) {
    this.client = client;
    this.wanted = wanted;
    collect();
  }

  private List<AccountId> accounts() {
    List<AccountId> all = new ArrayList<>();
    all.add(client.account());
    client.sharers().stream().limit(MAX_OTHERS).forEach(all::add);
    return all;
  }

  @Override
  public void tell() throws IOException {
    for (var entry : collect().entrySet()) {
      client
          .out()
          .untagged("METADATA " + entry.getKey() + " " + String.join(" ", entry.getValue()));
    }
  }

  /** Entries by the mailbox's name as it goes out. */
  private Map<String, Set<String>> collect() {
    Map<String, Set<String>> found = new LinkedHashMap<>();
    for (AccountId account : accounts()) {
      long since = told.getOrDefault(account, -1L);
      AnnotationNews news = client.post().annotations().news(account, since);
      told.put(account, news.version());
      add(account, news, found);
    }
    AnnotationNews news = client.post().annotations().publicNews(client.account(), publicTold);
    publicTold = news.version();
    add(client.account(), news, found);
    return found;
  }

  private void add(AccountId account, AnnotationNews news, Map<String, Set<String>> found) {
    for (AnnotationNews.Changed changed : news.changed()) {
      boolean mine = changed.viewer() == 0 || changed.viewer() == client.account().value();
      if (!mine || changed.writer() == client.writer()) {
        continue;
      }
      mailbox(account, changed)
          .ifPresent(name ->
              found
                  .computeIfAbsent(name, _ -> new LinkedHashSet<>())
                  .add(Metadata.entry(changed.name())));
    }
  }

  /** Empty when the client may not know of it. */
  private Optional<String> mailbox(AccountId account, AnnotationNews.Changed changed) {
    if (changed.mailbox().isEmpty()) {
      boolean told = account.equals(client.account()) && wanted.test(Optional.empty());
      return told ? Optional.of(client.spell("")) : Optional.empty();
    }
    return client
        .annotated(account, changed.mailbox().get())
        .filter(at -> wanted.test(Optional.of(at)))
        .map(client::path)
        .map(client::spell);
  }

  @Override
  public List<Watchers.Watch> watch(Watchers.Watcher watcher) {
    List<Watchers.Watch> watches = new ArrayList<>();
    accounts().forEach(account -> watches.add(client.post().watch(account, watcher)));
    watches.add(client.post().annotations().watchPublic(client.account(), watcher));
    return watches;
  }
}
