package org.mailstead.imap;

import java.util.List;
import java.util.Optional;
import org.mailstead.identity.Login;
import org.mailstead.post.MailboxTree;
import org.mailstead.post.Post;
import org.mailstead.words.AccountId;
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
  private boolean uidOnly;
  private boolean guarded;
  private final ConvertedParts converted = new ConvertedParts();
  private Optional<Selected> selected = Optional.empty();
  private Optional<Notifications> notifications = Optional.empty();

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
    converted.clear();
    selected = Optional.empty();
  }

  /** Whether nobody on the way can read what is said. */
  boolean isGuarded() {
    return guarded;
  }

  void guarded(boolean is) {
    guarded = is;
  }

  ConvertedParts converted() {
    return converted;
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

  /** Whether messages have no numbers any more for this client (RFC 9586). */
  boolean uidOnly() {
    return uidOnly;
  }

  void enableUidOnly() {
    uidOnly = true;
  }

  /** What the client wants to hear unasked, once it has said so (RFC 5465). */
  Optional<Notifications> notifications() {
    return notifications;
  }

  void notify(Notifications wanted) {
    notifications = Optional.of(wanted);
  }

  /** The client itself has put messages into a mailbox: it need not be told of them. */
  void placed(Location to, List<Integer> uids) {
    MailboxId id = to.mailbox().id();
    selected
        .filter(in -> in.id().equals(id) && in.account().equals(to.owner()))
        .ifPresent(in -> in.placed(uids));
    if (to.owner().equals(account())) {
      notifications.ifPresent(wanted -> wanted.placed(id, uids));
    }
  }

  /** The client itself has changed mailboxes as such. */
  void knowsTree() {
    notifications.ifPresent(wanted -> wanted.knows(tree()));
  }

  MessageLimit messageLimit() {
    return new MessageLimit(house.config().messageLimit());
  }

  // ---- mailbox names

  /** A name as the client spells it; slashes part it, and Thunderbird adds one at the end. */
  String path(String sent) {
    String path = decoded(sent);
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private String decoded(String sent) {
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
