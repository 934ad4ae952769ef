package org.mailstead.jmap.mail;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.PrincipalIds;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxTree;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.SharedSubscription;
import org.mailstead.words.MailboxId;
import tools.jackson.databind.node.ObjectNode;

/** The mailboxes of an account as somebody sees them. */
final class MailboxSight {
  private final Access access;
  private final MailboxTree tree;
  private final Map<MailboxId, Mailbox> seen = new LinkedHashMap<>();
  private final Supplier<MailboxCounts> counting;
  private final Set<MailboxId> subscribed;
  private Optional<MailboxCounts> counts = Optional.empty();
  private Optional<Post> sharing = Optional.empty();

  private MailboxSight(
      Access access,
      MailboxTree tree,
      Set<MailboxId> subscribed,
      Supplier<MailboxCounts> counting) {
    this.access = access;
    this.tree = tree;
    this.subscribed = subscribed;
    this.counting = counting;
    tree.all().stream()
        .filter(mailbox -> access.mayRead(mailbox.id()))
        .forEach(mailbox -> seen.put(mailbox.id(), mailbox));
  }

  /** For what asks for no counts, or seldom. */
  static MailboxSight of(Post post, Access access) {
    return of(post, access, new MailboxCounts.Counting());
  }

  static MailboxSight of(Post post, Access access, MailboxCounts.Counting counting) {
    MailboxTree tree = post.mailboxes().tree(access.owner());
    Set<MailboxId> subscribed =
        access.isOwn()
            ? Set.of()
            : post.sharing().subscriptions(access.viewer()).stream()
                .filter(one -> one.owner().equals(access.owner()))
                .map(SharedSubscription::mailbox)
                .collect(Collectors.toSet());
    return new MailboxSight(
        access,
        tree,
        subscribed,
        () ->
            counting.of(
                post.view(access.owner()), access, tree.find(Mailbox.Role.TRASH).map(Mailbox::id)));
  }

  /** For whoever wants to see and to say whom mailboxes are shared with. */
  MailboxSight sharing(Post post) {
    sharing = Optional.of(post);
    return this;
  }

  boolean isSharing() {
    return sharing.isPresent();
  }

  /** Who else may do what; empty for nobody. What is taken from somebody cannot be said here. */
  Optional<ObjectNode> shareWith(Mailbox mailbox) {
    ObjectNode json = JmapJson.object();
    sharing.ifPresent(post ->
        post.sharing().acl(access.owner(), mailbox.id()).stream()
            .filter(entry -> !entry.negative())
            .forEach(entry ->
                json.set(
                    entry.who().map(PrincipalIds::write).orElse(PrincipalIds.EVERYBODY),
                    MailboxRights.write(entry.rights()))));
    return json.isEmpty() ? Optional.empty() : Optional.of(json);
  }

  Access access() {
    return access;
  }

  MailboxTree tree() {
    return tree;
  }

  List<Mailbox> all() {
    return List.copyOf(seen.values());
  }

  Optional<Mailbox> find(String id) {
    return ObjectIds.parseMailbox(access.owner(), id)
        .flatMap(found -> Optional.ofNullable(seen.get(found)));
  }

  String id(MailboxId mailbox) {
    return ObjectIds.mailbox(access.owner(), mailbox);
  }

  /** The parent, as far as he sees it. */
  Optional<Mailbox> parent(Mailbox mailbox) {
    return mailbox.parent().flatMap(id -> Optional.ofNullable(seen.get(id)));
  }

  boolean isSubscribed(Mailbox mailbox) {
    return access.isOwn() ? mailbox.subscribed() : subscribed.contains(mailbox.id());
  }

  /** They are counted when somebody asks for the first time. */
  MailboxCounts.Counts counts(Mailbox mailbox) {
    if (counts.isEmpty()) {
      counts = Optional.of(counting.get());
    }
    return counts.get().of(mailbox.id());
  }

  /** INBOX is what IMAP calls it; people read Inbox. */
  static String name(Mailbox mailbox) {
    return mailbox.role() == Mailbox.Role.INBOX ? "Inbox" : mailbox.name();
  }

  static Optional<String> role(Mailbox.Role role) {
    return switch (role) {
      case NONE -> Optional.empty();
      case INBOX -> Optional.of("inbox");
      case DRAFTS -> Optional.of("drafts");
      case SENT -> Optional.of("sent");
      case JUNK -> Optional.of("junk");
      case TRASH -> Optional.of("trash");
      case ARCHIVE -> Optional.of("archive");
    };
  }

  /** Those above it, the highest first, then itself. */
  List<Mailbox> ancestry(Mailbox mailbox) {
    var line = new java.util.ArrayDeque<Mailbox>();
    Optional<Mailbox> at = Optional.of(mailbox);
    while (at.isPresent() && line.size() < 100) {
      line.addFirst(at.get());
      at = parent(at.get());
    }
    return List.copyOf(line);
  }

  /** By what they are for, then by name. */
  static Comparator<Mailbox> usual() {
    return Comparator.comparingLong(Mailbox::sortOrder)
        .thenComparing(Mailbox::name)
        .thenComparing(Mailbox::id);
  }
}
