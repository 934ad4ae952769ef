package org.mailstead.imap.notify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.imap.grammar.NotifyEvent;
import org.mailstead.imap.grammar.StatusItem;
import org.mailstead.imap.mailbox.ListedMailbox;
import org.mailstead.imap.mailbox.ListedMailboxes;
import org.mailstead.imap.mailbox.Status;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Location;
import org.mailstead.post.MailboxState;
import org.mailstead.post.Right;
import org.mailstead.store.Watchers;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * The part of {@link Notifications} about mailboxes that others share. Rights may come and go at
 * any time: a mailbox that may be looked up no more is one that is gone (RFC 5465 sections 5.4 and
 * 5.9).
 */
final class SharedNotifications {
  private final Client client;
  private final Interest interest;
  private Map<Place, ListedMailbox> known = Map.of();
  private final Map<Place, MailboxState> states = new HashMap<>();
  private final Map<AccountId, Long> versions = new HashMap<>();

  /** What is to be told of a mailbox of somebody else. */
  @FunctionalInterface
  interface Interest {
    Set<NotifyEvent> of(String path, boolean subscribed);
  }

  private record Place(AccountId owner, MailboxId mailbox) {}

  SharedNotifications(Client client, Interest interest) {
    this.client = client;
    this.interest = interest;
  }

  private Map<Place, ListedMailbox> listed() {
    Map<Place, ListedMailbox> found = new LinkedHashMap<>();
    for (ListedMailbox line : new ListedMailboxes(client).shared()) {
      line.location().ifPresent(at -> found.put(new Place(at.owner(), at.mailbox().id()), line));
    }
    return found;
  }

  private Set<NotifyEvent> events(ListedMailbox line) {
    return interest.of(line.path(), line.subscribed());
  }

  private Optional<MailboxState> state(Place place) {
    try {
      return Optional.of(client.post().mailboxes().state(place.owner, place.mailbox));
    } catch (Refused e) {
      if (e.problem().kind() == Problem.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private boolean isSelected(Place place) {
    return client
        .selected()
        .filter(in -> in.id().equals(place.mailbox) && in.account().equals(place.owner))
        .isPresent();
  }

  void begin(boolean status) throws IOException {
    noteVersions();
    known = listed();
    for (var entry : known.entrySet()) {
      Set<NotifyEvent> events = events(entry.getValue());
      if (!events.isEmpty() && !entry.getValue().rights().has(Right.READ)) {
        list("\\NoAccess", entry.getValue().path(), "");
      } else if (events.contains(NotifyEvent.MESSAGE_NEW)) {
        Optional<MailboxState> state = state(entry.getKey());
        state.ifPresent(now -> states.put(entry.getKey(), now));
        if (status && state.isPresent() && !isSelected(entry.getKey())) {
          tell(entry.getValue(), Notifications.status(events));
        }
      }
    }
  }

  /** Whether anything may have changed since the last time. */
  private boolean noteVersions() {
    boolean changed = note(client.account());
    for (AccountId owner : client.sharers()) {
      changed |= note(owner);
    }
    return changed;
  }

  private boolean note(AccountId account) {
    long now = client.post().version(account);
    Long before = versions.put(account, now);
    return before == null || before != now;
  }

  void tell() throws IOException {
    if (!noteVersions()) {
      return;
    }
    Map<Place, ListedMailbox> before = known;
    known = listed();
    for (var was : before.entrySet()) {
      if (!known.containsKey(was.getKey())) {
        states.remove(was.getKey());
        if (events(was.getValue()).contains(NotifyEvent.MAILBOX_NAME)) {
          list("\\NonExistent", was.getValue().path(), "");
        }
      }
    }
    for (var is : known.entrySet()) {
      Optional<ListedMailbox> was = Optional.ofNullable(before.get(is.getKey()));
      tellMailbox(is.getValue(), was);
      tellMessages(is.getKey(), is.getValue(), was.isEmpty());
    }
  }

  private void tellMailbox(ListedMailbox is, Optional<ListedMailbox> was) throws IOException {
    Set<NotifyEvent> events = events(is);
    boolean names = events.contains(NotifyEvent.MAILBOX_NAME);
    String attributes = is.subscribed() ? "\\Subscribed" : "";
    if (was.isEmpty()) {
      if (names) {
        list(attributes, is.path(), "");
      }
    } else if (!was.get().path().equals(is.path())) {
      if (names || events(was.get()).contains(NotifyEvent.MAILBOX_NAME)) {
        list(attributes, is.path(), " (\"OLDNAME\" (" + client.spell(was.get().path()) + "))");
      }
    } else if (was.get().subscribed() != is.subscribed()
        && interest.of(is.path(), true).contains(NotifyEvent.SUBSCRIPTION_CHANGE)) {
      list(attributes, is.path(), "");
    }
  }

  /**
   * @param isNew whether the client has just been told that there is the mailbox
   */
  private void tellMessages(Place place, ListedMailbox line, boolean isNew) throws IOException {
    Set<NotifyEvent> events = events(line);
    Optional<MailboxState> now =
        events.contains(NotifyEvent.MESSAGE_NEW) && line.rights().has(Right.READ)
            ? state(place)
            : Optional.empty();
    if (now.isEmpty()) {
      return;
    }
    Optional<MailboxState> before = Optional.ofNullable(states.put(place, now.get()));
    List<StatusItem> items = Notifications.changed(client, events, before, now.get());
    if (!items.isEmpty() && !isNew && !isSelected(place)) {
      tell(line, items);
    }
  }

  private void tell(ListedMailbox line, List<StatusItem> items) throws IOException {
    new Status(client).tell(line.location().orElseThrow(), line.path(), items);
  }

  private void list(String attributes, String path, String extended) throws IOException {
    client.out().untagged("LIST (" + attributes + ") \"/\" " + client.spell(path) + extended);
  }

  /** The client itself has put messages there. */
  void placed(Location to) {
    var place = new Place(to.owner(), to.mailbox().id());
    if (states.containsKey(place)) {
      state(place).ifPresent(now -> states.put(place, now));
    }
  }

  List<Watchers.Watch> watch(Watchers.Watcher watcher) {
    List<Watchers.Watch> watches = new ArrayList<>();
    client.sharers().forEach(owner -> watches.add(client.post().watch(owner, watcher)));
    watches.add(client.post().watch(client.account(), watcher));
    return watches;
  }
}
