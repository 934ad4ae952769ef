package org.mailstead.imap.notify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.imap.fetch.Fetch;
import org.mailstead.imap.grammar.NotifyEvent;
import org.mailstead.imap.grammar.NotifyGroup;
import org.mailstead.imap.grammar.SpecialUse;
import org.mailstead.imap.grammar.StatusItem;
import org.mailstead.imap.mailbox.Status;
import org.mailstead.imap.sharing.MetadataNews;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Location;
import org.mailstead.imap.state.Selected;
import org.mailstead.imap.state.Unasked;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxState;
import org.mailstead.post.MailboxTree;
import org.mailstead.post.Touched;
import org.mailstead.store.Watchers;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * What a client is told without asking (RFC 5465), and what of it it knows. The log says which
 * mailboxes were touched; what is told of them is the difference to what was told last.
 */
public final class Notifications implements Unasked {
  private final Client client;
  private final List<NotifyGroup> groups;
  private final OfSelected ofSelected;
  private final Optional<SharedNotifications> shared;
  private final Optional<MetadataNews> metadata;
  private long version;
  private MailboxTree tree;
  private final Map<MailboxId, MailboxState> states = new HashMap<>();

  /** From now on; nothing is told yet. */
  public Notifications(Client client, List<NotifyGroup> groups) {
    this.client = client;
    this.groups = groups;
    this.ofSelected =
        groups.stream()
            .filter(NotifyGroup::isOfSelected)
            .findFirst()
            .map(Notifications::ofSelected)
            .orElse(new OfSelected(false, false, false, List.of()));
    this.shared =
        groups.stream().anyMatch(NotifyGroup::reachesOthers)
            ? Optional.of(new SharedNotifications(client, (path, is) -> events(path, is, false)))
            : Optional.empty();
    this.metadata =
        groups.stream().anyMatch(Notifications::isOfMetadata)
            ? Optional.of(new MetadataNews(client, this::wantsMetadata))
            : Optional.empty();
    this.version = client.post().version(client.account());
    this.tree = client.tree();
  }

  private static boolean isOfMetadata(NotifyGroup group) {
    return group.events().contains(NotifyEvent.MAILBOX_METADATA_CHANGE)
        || group.events().contains(NotifyEvent.SERVER_METADATA_CHANGE);
  }

  /** An empty location is the server. */
  private boolean wantsMetadata(Optional<Location> at) {
    if (at.isEmpty()) {
      return groups.stream()
          .anyMatch(group -> group.events().contains(NotifyEvent.SERVER_METADATA_CHANGE));
    }
    boolean own = at.get().owner().equals(client.account());
    boolean subscribed = own && at.get().mailbox().subscribed();
    return events(client.path(at.get()), subscribed, own)
        .contains(NotifyEvent.MAILBOX_METADATA_CHANGE);
  }

  private static OfSelected ofSelected(NotifyGroup group) {
    return new OfSelected(
        group.events().contains(NotifyEvent.MESSAGE_NEW),
        group.events().contains(NotifyEvent.FLAG_CHANGE),
        group.kind() == NotifyGroup.Kind.SELECTED_DELAYED,
        group.items());
  }

  @Override
  public OfSelected ofSelected() {
    return ofSelected;
  }

  @Override
  public void tellNew(Selected in, List<Integer> positions) throws IOException {
    new Fetch(client, in).tellUnasked(positions, ofSelected.items());
  }

  private Set<NotifyEvent> events(String path, boolean subscribed) {
    return events(path, subscribed, true);
  }

  private Set<NotifyEvent> events(String path, boolean subscribed, boolean own) {
    Set<NotifyEvent> events = new HashSet<>();
    for (NotifyGroup group : groups) {
      if (group.covers(path, subscribed, own)) {
        events.addAll(group.events());
      }
    }
    return events;
  }

  private Set<NotifyEvent> events(Mailbox mailbox) {
    return events(tree.path(mailbox), mailbox.subscribed());
  }

  private boolean isSelected(MailboxId id) {
    return client
        .selected()
        .filter(in -> in.id().equals(id) && in.account().equals(client.account()))
        .isPresent();
  }

  private Optional<MailboxState> state(MailboxId id) {
    try {
      return Optional.of(client.post().mailboxes().state(client.account(), id));
    } catch (Refused e) {
      if (e.problem().kind() == Problem.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Takes note of how the mailboxes are, and tells it where that was asked for. */
  public void begin(boolean status) throws IOException {
    for (Mailbox mailbox : tree.all()) {
      Set<NotifyEvent> events = events(mailbox);
      if (!events.contains(NotifyEvent.MESSAGE_NEW)) {
        continue;
      }
      Optional<MailboxState> state = state(mailbox.id());
      state.ifPresent(now -> states.put(mailbox.id(), now));
      if (status && state.isPresent() && !isSelected(mailbox.id())) {
        tell(mailbox, status(events));
      }
    }
    if (shared.isPresent()) {
      shared.get().begin(status);
    }
  }

  // RFC 5465 section 3.1
  static List<StatusItem> status(Set<NotifyEvent> events) {
    List<StatusItem> items =
        new ArrayList<>(List.of(StatusItem.MESSAGES, StatusItem.UIDNEXT, StatusItem.UIDVALIDITY));
    if (events.contains(NotifyEvent.FLAG_CHANGE)) {
      items.add(StatusItem.HIGHESTMODSEQ);
    }
    return items;
  }

  private void tell(Mailbox mailbox, List<StatusItem> items) throws IOException {
    var location = new Location(client.account(), mailbox);
    new Status(client).tell(location, tree.path(mailbox), items);
  }

  // ---- from then on

  /** Tells what has changed in mailboxes that are not selected, and about all of them as such. */
  @Override
  public void tell() throws IOException {
    tellOwn();
    if (shared.isPresent()) {
      shared.get().tell();
    }
    if (metadata.isPresent()) {
      metadata.get().tell();
    }
  }

  @Override
  public List<Watchers.Watch> watch(Watchers.Watcher watcher) {
    List<Watchers.Watch> watches = new ArrayList<>();
    shared.ifPresent(others -> watches.addAll(others.watch(watcher)));
    metadata.ifPresent(news -> watches.addAll(news.watch(watcher)));
    return watches;
  }

  private void tellOwn() throws IOException {
    if (groups.isEmpty() || client.post().version(client.account()) == version) {
      return;
    }
    Touched touched = client.post().touchedSince(client.account(), version);
    version = touched.version();
    if (touched.all() || !touched.mailboxes().isEmpty()) {
      tellTree(client.tree());
    }
    for (Mailbox mailbox : tree.all()) {
      if (touched.all() || touched.messages().contains(mailbox.id())) {
        tellMessages(mailbox);
      }
    }
  }

  private void tellMessages(Mailbox mailbox) throws IOException {
    Set<NotifyEvent> events = events(mailbox);
    if (!events.contains(NotifyEvent.MESSAGE_NEW)) {
      return;
    }
    Optional<MailboxState> state = state(mailbox.id());
    if (state.isEmpty()) {
      return;
    }
    MailboxState now = state.get();
    Optional<MailboxState> before = Optional.ofNullable(states.put(mailbox.id(), now));
    if (isSelected(mailbox.id())) {
      return;
    }
    List<StatusItem> items = changed(client, events, before, now);
    if (!items.isEmpty()) {
      tell(mailbox, items);
    }
  }

  /** What is told of a mailbox that is not selected; nothing when that has not changed. */
  static List<StatusItem> changed(
      Client client, Set<NotifyEvent> events, Optional<MailboxState> before, MailboxState now) {
    List<StatusItem> items = new ArrayList<>();
    boolean same =
        before
            .filter(was -> was.uidNext() == now.uidNext() && was.messages() == now.messages())
            .isPresent();
    if (!same) {
      items.add(StatusItem.UIDNEXT);
      items.add(StatusItem.MESSAGES);
      if (client.condstore()) {
        items.add(StatusItem.HIGHESTMODSEQ);
      }
    } else if (events.contains(NotifyEvent.FLAG_CHANGE)
        && before.get().highestModseq() != now.highestModseq()) {
      flags(client, items, before.get(), now);
    }
    return items;
  }

  // RFC 5465 section 5.1
  private static void flags(
      Client client, List<StatusItem> items, MailboxState before, MailboxState now) {
    if (client.condstore()) {
      items.add(StatusItem.HIGHESTMODSEQ);
    }
    if (before.unseen() != now.unseen()) {
      items.add(StatusItem.UNSEEN);
    }
    if (!items.isEmpty()) {
      items.addFirst(StatusItem.UIDVALIDITY);
    }
  }

  // ---- mailboxes as such

  private void tellTree(MailboxTree now) throws IOException {
    MailboxTree before = tree;
    tree = now;
    Set<String> parents = new HashSet<>();
    for (Mailbox was : before.all()) {
      String path = before.path(was);
      if (now.find(was.id()).isEmpty()) {
        states.remove(was.id());
        if (events(path, was.subscribed()).contains(NotifyEvent.MAILBOX_NAME)) {
          list(path, "");
          addParent(path, parents);
        }
      }
    }
    for (Mailbox is : now.all()) {
      tellMailbox(is, before, parents);
    }
    tellOldSubscriptions(before, now);
    // A parent that is told itself need not be told again.
    for (String parent : parents) {
      if (events(parent, false).contains(NotifyEvent.MAILBOX_NAME)) {
        list(parent, "");
      }
    }
  }

  private void tellMailbox(Mailbox is, MailboxTree before, Set<String> parents) throws IOException {
    Set<NotifyEvent> events = events(is);
    Optional<Mailbox> was = before.find(is.id());
    String path = tree.path(is);
    if (was.isEmpty()) {
      state(is.id()).ifPresent(state -> states.put(is.id(), state));
      if (events.contains(NotifyEvent.MAILBOX_NAME)) {
        list(path, "");
        addParent(path, parents);
      }
      return;
    }
    boolean renamed =
        !was.get().name().equals(is.name()) || !was.get().parent().equals(is.parent());
    String old = before.path(was.get());
    boolean wanted =
        events.contains(NotifyEvent.MAILBOX_NAME)
            || events(old, is.subscribed()).contains(NotifyEvent.MAILBOX_NAME);
    if (renamed && wanted) {
      list(path, " (\"OLDNAME\" (" + client.spell(old) + "))");
    } else if (was.get().subscribed() != is.subscribed()
        && (events.contains(NotifyEvent.SUBSCRIPTION_CHANGE)
            || events(path, true).contains(NotifyEvent.SUBSCRIPTION_CHANGE))) {
      list(path, "");
    }
  }

  private void tellOldSubscriptions(MailboxTree before, MailboxTree now) throws IOException {
    Set<String> gone = new HashSet<>(before.oldSubscriptions());
    now.oldSubscriptions().forEach(gone::remove);
    for (String path : gone) {
      if (now.find(path).isEmpty()
          && events(path, true).contains(NotifyEvent.SUBSCRIPTION_CHANGE)) {
        list(path, "");
      }
    }
  }

  private static void addParent(String path, Set<String> parents) {
    int cut = path.lastIndexOf(MailboxTree.SEPARATOR);
    if (cut > 0) {
      parents.add(path.substring(0, cut));
    }
  }

  private void list(String path, String extended) throws IOException {
    Optional<Mailbox> mailbox = tree.find(path);
    List<String> attributes = new ArrayList<>();
    boolean subscribed =
        mailbox.map(Mailbox::subscribed).orElse(tree.oldSubscriptions().contains(path));
    if (mailbox.isEmpty()) {
      attributes.add("\\NonExistent");
    }
    if (subscribed) {
      attributes.add("\\Subscribed");
    }
    boolean children = mailbox.filter(some -> !tree.children(some.id()).isEmpty()).isPresent();
    attributes.add(children ? "\\HasChildren" : "\\HasNoChildren");
    mailbox.flatMap(some -> SpecialUse.attribute(some.role())).ifPresent(attributes::add);
    client
        .out()
        .untagged(
            "LIST (" + String.join(" ", attributes) + ") \"/\" " + client.spell(path) + extended);
  }

  // ---- what the client did itself, it is not told (RFC 5465 section 5)

  @Override
  public void knows(MailboxTree now) {
    for (Mailbox mailbox : now.all()) {
      if (tree.find(mailbox.id()).isEmpty() && !events(now.path(mailbox), false).isEmpty()) {
        state(mailbox.id()).ifPresent(state -> states.put(mailbox.id(), state));
      }
    }
    tree = now;
  }

  @Override
  public void placed(Location to, List<Integer> uids) {
    if (!to.owner().equals(client.account())) {
      shared.ifPresent(others -> others.placed(to));
      return;
    }
    MailboxId id = to.mailbox().id();
    MailboxState before = states.get(id);
    if (before == null) {
      return;
    }
    Optional<MailboxState> now = state(id);
    // Unless others did so as well: then it is told.
    if (now.isPresent()
        && now.get().messages() == before.messages() + uids.size()
        && now.get().uidNext() == Collections.max(uids) + 1) {
      states.put(id, now.get());
    }
  }
}
