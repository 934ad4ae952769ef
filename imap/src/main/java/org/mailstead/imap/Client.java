package org.mailstead.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.mailstead.identity.Login;
import org.mailstead.post.MailboxTree;
import org.mailstead.post.Post;
import org.mailstead.store.Watchers;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Who has signed in on a connection, what it enabled, and the mailbox that it looks at. */
final class Client {
  private final House house;
  private final Login login;
  private final Responses out;
  private boolean rev2;
  private boolean utf8;
  private boolean condstore;
  private boolean qresync;
  private Optional<Selected> selected = Optional.empty();
  private Optional<MetadataNews> metadata = Optional.empty();

  /** Tells this session's changes from those of others in the log. */
  private final long writer = ThreadLocalRandom.current().nextLong();

  Client(House house, Login login, Responses out) {
    this.house = house;
    this.login = login;
    this.out = out;
  }

  Post post() {
    return house.post();
  }

  House house() {
    return house;
  }

  AccountId account() {
    return login.account();
  }

  EmailAddress address() {
    return login.address();
  }

  long writer() {
    return writer;
  }

  Responses out() {
    return out;
  }

  Optional<Selected> selected() {
    return selected;
  }

  void select(Selected mailbox) {
    selected = Optional.of(mailbox);
  }

  void unselect() {
    selected = Optional.empty();
  }

  // ---- ENABLE (RFC 5161)

  boolean rev2() {
    return rev2;
  }

  void enableRev2() {
    rev2 = true;
    utf8 = true;
  }

  void enableUtf8() {
    utf8 = true;
  }

  boolean utf8() {
    return utf8;
  }

  boolean condstore() {
    return condstore;
  }

  void enableCondstore() {
    condstore = true;
  }

  boolean qresync() {
    return qresync;
  }

  void enableQresync() {
    qresync = true;
    condstore = true;
  }

  void enableMetadata() {
    if (metadata.isEmpty()) {
      metadata = Optional.of(new MetadataNews(this));
    }
  }

  void tellMetadata() throws IOException {
    if (metadata.isPresent()) {
      metadata.get().tell();
    }
  }

  /** Calls back when there may be something to tell, until closed. */
  List<Watchers.Watch> watch(Watchers.Watcher watcher) {
    List<Watchers.Watch> watches = new ArrayList<>();
    metadata.ifPresent(news -> watches.addAll(news.watch(watcher)));
    AccountId watched = selected.map(Selected::account).orElse(account());
    watches.add(post().watch(watched, watcher));
    return watches;
  }

  // ---- mailbox names

  /** Others who share with this account. */
  List<AccountId> sharers() {
    return List.of();
  }

  /** A mailbox whose entries the client may read. */
  Optional<Location> annotated(AccountId owner, MailboxId mailbox) {
    return tree().find(mailbox).map(found -> new Location(owner, found));
  }

  /** A name as the client spells it; slashes part it. */
  String path(String sent) {
    boolean eightBit = sent.chars().anyMatch(c -> c >= 0x80);
    if (utf8 || eightBit) {
      return ImapReader.utf8(sent);
    }
    return ModifiedUtf7.decode(sent)
        .orElseThrow(() -> new Refused(Problem.Kind.INVALID, "mailbox.name", sent));
  }

  /** A pattern of LIST; one that is spelt wrong is taken as it is, and matches nothing. */
  String pattern(String sent) {
    return utf8 || sent.chars().anyMatch(c -> c >= 0x80)
        ? ImapReader.utf8(sent)
        : ModifiedUtf7.decode(sent).orElse(sent);
  }

  /** A name as the client is to read it. */
  String spell(String path) {
    return Responses.string(utf8 ? path : ModifiedUtf7.encode(path), utf8);
  }

  MailboxTree tree() {
    return post().mailboxes().tree(account());
  }

  /** The mailbox of a name as the client spells it. */
  Optional<Location> find(String sent) {
    return tree().find(path(sent)).map(mailbox -> new Location(account(), mailbox));
  }

  /**
   * The same, where it has to be there.
   *
   * @throws Refused NOT_FOUND
   */
  Location mailbox(String sent) {
    return find(sent)
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "mailbox.missing", path(sent)));
  }

  /** The path of a mailbox as the client knows it. */
  String path(Location location) {
    return tree().path(location.mailbox());
  }
}
