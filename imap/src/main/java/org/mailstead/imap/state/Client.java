package org.mailstead.imap.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.mailstead.formats.imap.ModifiedUtf7;
import org.mailstead.identity.signin.Login;
import org.mailstead.imap.grammar.ImapReader;
import org.mailstead.imap.response.Responses;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxTree;
import org.mailstead.post.Post;
import org.mailstead.post.Right;
import org.mailstead.post.Rights;
import org.mailstead.store.Watchers;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Who has signed in on a connection, what it enabled, and the mailbox that it looks at. */
public final class Client {
  private final House house;
  private final Login login;
  private final Responses out;
  private boolean rev2;
  private boolean utf8;
  private boolean condstore;
  private boolean qresync;
  private boolean uidOnly;
  private boolean guarded;
  private Optional<Selected> selected = Optional.empty();
  private Optional<Unasked> notifications = Optional.empty();
  private Optional<News> metadata = Optional.empty();

  private static final Rights READING = Rights.of(Right.LOOKUP, Right.READ);

  /** Tells this session's changes from those of others in the log. */
  private final long writer = ThreadLocalRandom.current().nextLong();

  public Client(House house, Login login, Responses out) {
    this.house = house;
    this.login = login;
    this.out = out;
  }

  public Post post() {
    return house.post();
  }

  public House house() {
    return house;
  }

  public AccountId account() {
    return login.account();
  }

  public EmailAddress address() {
    return login.address();
  }

  /** Whether nothing may be changed by this client. */
  public boolean readOnly() {
    return login.readOnly();
  }

  public long writer() {
    return writer;
  }

  public Responses out() {
    return out;
  }

  public Optional<Selected> selected() {
    return selected;
  }

  public void select(Selected mailbox) {
    selected = Optional.of(mailbox);
  }

  public void unselect() {
    selected = Optional.empty();
  }

  /** Whether nobody on the way can read what is said. */
  public boolean isGuarded() {
    return guarded;
  }

  public void guarded(boolean is) {
    guarded = is;
  }

  // ---- ENABLE (RFC 5161)

  public boolean rev2() {
    return rev2;
  }

  public void enableRev2() {
    rev2 = true;
    utf8 = true;
  }

  public void enableUtf8() {
    utf8 = true;
  }

  public boolean utf8() {
    return utf8;
  }

  public boolean condstore() {
    return condstore;
  }

  public void enableCondstore() {
    condstore = true;
  }

  public boolean qresync() {
    return qresync;
  }

  public void enableQresync() {
    qresync = true;
    condstore = true;
  }

  /** Whether messages have no numbers any more for this client (RFC 9586). */
  public boolean uidOnly() {
    return uidOnly;
  }

  public void enableUidOnly() {
    uidOnly = true;
  }

  /** What the client wants to hear unasked, once it has said so (RFC 5465). */
  public Optional<Unasked> notifications() {
    return notifications;
  }

  public void notify(Optional<Unasked> wanted) {
    notifications = wanted;
  }

  /** The client itself has put messages into a mailbox: it need not be told of them. */
  public void placed(Location to, List<Integer> uids) {
    MailboxId id = to.mailbox().id();
    selected
        .filter(in -> in.id().equals(id) && in.account().equals(to.owner()))
        .ifPresent(in -> in.placed(uids));
    notifications.ifPresent(wanted -> wanted.placed(to, uids));
  }

  /** The client itself has changed mailboxes as such. */
  public void knowsTree() {
    notifications.ifPresent(wanted -> wanted.knows(tree()));
  }

  public MessageLimit messageLimit() {
    return new MessageLimit(house.terms().messageLimit());
  }

  /** What of METADATA the client hears from now on, unless it does so already (RFC 5464). */
  public void enableMetadata(Supplier<News> news) {
    if (metadata.isEmpty()) {
      metadata = Optional.of(news.get());
    }
  }

  public void tellMetadata() throws IOException {
    if (metadata.isPresent()) {
      metadata.get().tell();
    }
  }

  /** Calls back when there may be something to tell, until closed. */
  public List<Watchers.Watch> watch(Watchers.Watcher watcher) {
    List<Watchers.Watch> watches = new ArrayList<>();
    metadata.ifPresent(news -> watches.addAll(news.watch(watcher)));
    notifications.ifPresent(wanted -> watches.addAll(wanted.watch(watcher)));
    AccountId watched = selected.map(Selected::account).orElse(account());
    watches.add(post().watch(watched, watcher));
    return watches;
  }

  // ---- mailbox names

  /** Others who share with this account. */
  public List<AccountId> sharers() {
    return post().sharing().sharers(account());
  }

  public OtherUsers otherUsers() {
    return new OtherUsers(account(), post().sharing());
  }

  /** A mailbox whose entries the client may read. */
  public Optional<Location> annotated(AccountId owner, MailboxId mailbox) {
    return post()
        .mailboxes()
        .tree(owner)
        .find(mailbox)
        .map(found -> new Location(owner, found))
        .filter(at -> mayAnnotate(rights(at)));
  }

  // RFC 5464 section 3.3
  public static boolean mayAnnotate(Rights rights) {
    return rights.has(Right.LOOKUP)
        && rights.hasAny(Right.READ, Right.SEEN, Right.WRITE, Right.INSERT, Right.POST);
  }

  /** A name as the client spells it; slashes part it, and Thunderbird adds one at the end. */
  public String path(String sent) {
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
  public String pattern(String sent) {
    return utf8 || sent.chars().anyMatch(c -> c >= 0x80)
        ? ImapReader.utf8(sent)
        : ModifiedUtf7.decode(sent).orElse(sent);
  }

  /** A name as the client is to read it. */
  public String spell(String path) {
    return Responses.string(utf8 ? path : ModifiedUtf7.encode(path), utf8);
  }

  public MailboxTree tree() {
    return post().mailboxes().tree(account());
  }

  /** What the client may do with a mailbox at this moment. */
  public Rights rights(Location at) {
    Rights rights = post().sharing().rights(account(), at.owner(), at.mailbox().id());
    return login.readOnly() ? rights.without(Rights.ALL.without(READING)) : rights;
  }

  /** Where a path leads, whoever may go there. */
  private Optional<Location> locate(String path) {
    if (!OtherUsers.isHere(path)) {
      return tree().find(path).map(mailbox -> new Location(account(), mailbox));
    }
    Optional<OtherUsers.Name> name = otherUsers().find(path);
    return name.flatMap(at ->
        post()
            .mailboxes()
            .tree(at.owner())
            .find(at.path())
            .map(mailbox -> new Location(at.owner(), mailbox)));
  }

  /**
   * The mailbox of a name as the client spells it. One that it may neither look up nor use so is
   * not there for it, so that nobody learns what others have (RFC 4314 section 6).
   *
   * @param needed one of these rights is
   * @throws Refused NOT_PERMITTED
   */
  public Optional<Location> find(String sent, Rights needed) {
    Optional<Location> found = locate(path(sent));
    if (found.isEmpty()) {
      return found;
    }
    Rights rights = rights(found.get());
    if (rights.hasAny(needed)) {
      return found;
    }
    if (rights.has(Right.LOOKUP)) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.rights");
    }
    return Optional.empty();
  }

  public Optional<Location> find(String sent, Right needed) {
    return find(sent, Rights.of(needed));
  }

  public Location mailbox(String sent, Right needed) {
    return mailbox(sent, Rights.of(needed));
  }

  /**
   * The same, where it has to be there.
   *
   * @throws Refused NOT_FOUND, NOT_PERMITTED
   */
  public Location mailbox(String sent, Rights needed) {
    return find(sent, needed)
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "mailbox.missing", path(sent)));
  }

  /**
   * Where a mailbox of this name would lie, whether it is there or not.
   *
   * @throws Refused NOT_PERMITTED, also where there is nobody of that name
   */
  public OtherUsers.Name target(String sent) {
    String path = path(sent);
    if (!OtherUsers.isHere(path)) {
      return new OtherUsers.Name(account(), path);
    }
    return otherUsers()
        .find(path)
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.rights"));
  }

  /**
   * Whether a mailbox can be made in another account: the right is asked of the nearest one above
   * that is there (RFC 4314 section 4). A refusal is always the same, whatever is hidden there.
   *
   * @throws Refused NOT_PERMITTED
   */
  public void checkCreate(OtherUsers.Name at) {
    MailboxTree tree = post().mailboxes().tree(at.owner());
    String path = at.path();
    Optional<Mailbox> above = Optional.empty();
    for (int cut = path.lastIndexOf('/', path.length() - 2);
        cut > 0 && above.isEmpty();
        cut = path.lastIndexOf('/', cut - 1)) {
      above = tree.find(path.substring(0, cut));
    }
    boolean may =
        above
            .map(up -> has(at.owner(), up, Right.CREATE))
            .orElseGet(() -> post().sharing().rightsAbove(account(), at.owner()).has(Right.CREATE));
    boolean hidden =
        tree.find(path).filter(there -> !has(at.owner(), there, Right.LOOKUP)).isPresent();
    if (!may || hidden) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.rights");
    }
  }

  private boolean has(AccountId owner, Mailbox mailbox, Right right) {
    return rights(new Location(owner, mailbox)).has(right);
  }

  /** The path of a mailbox as the client knows it. */
  public String path(Location location) {
    if (location.owner().equals(account())) {
      return tree().path(location.mailbox());
    }
    String inner = post().mailboxes().tree(location.owner()).path(location.mailbox());
    return otherUsers().prefix(location.owner()).orElse(OtherUsers.PREFIX) + inner;
  }
}
