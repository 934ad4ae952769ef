package org.mailstead.post;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.post.rows.AccountRow;
import org.mailstead.post.rows.AnnotationChangeRow;
import org.mailstead.post.rows.AnnotationRow;
import org.mailstead.post.rows.ChangeRow;
import org.mailstead.post.rows.LogRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.LogEntry;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.store.Since;
import org.mailstead.store.Watchers;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

/**
 * Notes on mailboxes and on accounts as a whole (RFC 5464). Those of a mailbox lie in its owner's
 * partition, the private ones of others too, and go with the mailbox. What all accounts of a tenant
 * see lies in the tenant's partition; a note there is its author's to change.
 */
public final class Annotations {
  /** Octets of a value. */
  public static final int MAX_VALUE = 16 << 10;

  /** Notes set together: with their values they fit into one commit. */
  public static final int MAX_TOGETHER = 50;

  /** Notes of one mailbox, shared ones and each viewer's counted apart. */
  private static final int MAX_NOTES = 100;

  /** Octets of all notes in an account. */
  private static final long MAX_BYTES = 10 << 20;

  /** Notes that all see, in all and of one author. */
  private static final int MAX_PUBLIC = 1_000;

  private static final int MAX_ENTRIES = 1_000;

  private final Accounts store;
  private final Intents intents;
  private final Directory directory;

  Annotations(Accounts store, Intents intents, Directory directory) {
    this.store = store;
    this.intents = intents;
    this.directory = directory;
  }

  /**
   * What notes are about, seen by somebody.
   *
   * @param owner whose mailbox it is
   * @param mailbox empty for the server as a whole
   */
  public record Subject(AccountId owner, Optional<MailboxId> mailbox, AccountId viewer) {
    public static Subject mailbox(AccountId owner, MailboxId mailbox, AccountId viewer) {
      return new Subject(owner, Optional.of(mailbox), viewer);
    }

    public static Subject server(AccountId viewer) {
      return new Subject(viewer, Optional.empty(), viewer);
    }

    private long group() {
      return mailbox.map(MailboxId::value).orElse(0L);
    }

    private Key key(AnnotationName name) {
      return MailKeys.annotation(group(), name.isPrivate() ? viewer.value() : 0, name.hash());
    }
  }

  private Partition tenant(AccountId account) {
    return MailKeys.partition(
        directory.account(account).map(Account::tenant).orElse(TenantId.FIRST));
  }

  private Partition partition(Subject subject, boolean isPrivate) {
    return subject.mailbox().isEmpty() && !isPrivate
        ? tenant(subject.viewer())
        : MailKeys.partition(subject.owner());
  }

  // ---- reading

  /** The values of these notes, in this order; each name once, empty where there is none. */
  public List<Annotation> get(Subject subject, Collection<AnnotationName> names) {
    Map<AnnotationName, Optional<byte[]>> found = new LinkedHashMap<>();
    names.forEach(name -> found.put(name, Optional.empty()));
    for (boolean isPrivate : new boolean[] {true, false}) {
      List<AnnotationName> here = names.stream().filter(n -> n.isPrivate() == isPrivate).toList();
      if (here.isEmpty()) {
        continue;
      }
      List<Key> keys = here.stream().map(subject::key).toList();
      Map<Key, byte[]> rows = store.read(partition(subject, isPrivate)).multiGet(keys);
      here.forEach(name ->
          Optional.ofNullable(rows.get(subject.key(name)))
              .ifPresent(row -> found.put(name, Optional.of(value(row)))));
    }
    return found.entrySet().stream()
        .map(entry -> new Annotation(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static AnnotationRow row(byte[] row) {
    return Row.read(row, AnnotationRow.parser());
  }

  private static byte[] value(byte[] row) {
    return row(row).getValue().toByteArray();
  }

  /** All notes of the scope that a name is in: private ones of the viewer, or shared ones. */
  public List<Annotation> all(Subject subject, boolean isPrivate) {
    List<Annotation> all = new ArrayList<>();
    long viewer = isPrivate ? subject.viewer().value() : 0;
    store
        .read(partition(subject, isPrivate))
        .each(
            MailKeys.annotations(subject.group(), viewer),
            entry -> {
              AnnotationRow row = row(entry.value());
              all.add(
                  new Annotation(
                      new AnnotationName(row.getName()),
                      Optional.of(row.getValue().toByteArray())));
            });
    all.sort((one, other) -> one.name().folded().compareTo(other.name().folded()));
    return all;
  }

  // ---- writing

  /**
   * Sets and removes notes: all of them, or none.
   *
   * @param writer names the session, so that it is not told of what it did itself
   * @throws Refused TOO_MANY, NOT_PERMITTED for another's, NOT_FOUND when the mailbox is gone
   */
  public void set(Subject subject, List<Annotation> notes, long writer) {
    if (notes.size() > MAX_TOGETHER) {
      throw tooMany();
    }
    boolean inTenant = subject.mailbox().isEmpty() && !notes.getFirst().name().isPrivate();
    if (inTenant) {
      store.update(tenant(subject.viewer()), draft -> setPublic(draft, subject, notes, writer));
      return;
    }
    intents.change(
        subject.owner(),
        mail -> {
          subject.mailbox().ifPresent(mail::mailbox);
          notes.forEach(note -> put(mail, subject, note, writer));
          checkCount(mail.draft(), subject, notes);
          if (mail.account().getAnnotationBytes() > MAX_BYTES) {
            throw tooMany();
          }
          return true;
        });
  }

  private static Refused tooMany() {
    return new Refused(Problem.Kind.TOO_MANY, "annotation.limit", Integer.toString(MAX_NOTES));
  }

  private static void put(MailDraft mail, Subject subject, Annotation note, long writer) {
    Key key = subject.key(note.name());
    Optional<AnnotationRow> before = mail.draft().get(key).map(Annotations::row);
    long was = before.map(Annotations::size).orElse(0L);
    if (note.value().isEmpty()) {
      mail.draft().useReserve();
      if (before.isEmpty()) {
        return;
      }
      mail.draft().delete(key);
    } else {
      mail.draft().put(key, Row.write(written(note, before).build()));
    }
    long is = note.value().isPresent() ? note.size() : 0;
    AccountRow.Builder account = mail.account();
    account.setAnnotationBytes(Math.max(0, account.getAnnotationBytes() + is - was));
    mail.log(change(subject, note, writer));
  }

  private static long size(AnnotationRow row) {
    return (long) row.getName().length() + row.getValue().size();
  }

  private static AnnotationRow.Builder written(Annotation note, Optional<AnnotationRow> before) {
    return before
        .map(AnnotationRow::toBuilder)
        .orElseGet(AnnotationRow::newBuilder)
        .setName(note.name().spelling())
        .setValue(ByteString.copyFrom(note.value().orElseThrow()));
  }

  private static ChangeRow.Builder change(Subject subject, Annotation note, long writer) {
    var change =
        AnnotationChangeRow.newBuilder()
            .setName(note.name().spelling())
            .setViewer(note.name().isPrivate() ? subject.viewer().value() : 0)
            .setWriter(writer);
    return ChangeRow.newBuilder().setMailbox(subject.group()).setAnnotationChange(change);
  }

  /** Removing is always possible, whatever the limit says. */
  private static void checkCount(Draft draft, Subject subject, List<Annotation> notes) {
    for (Annotation note : notes) {
      long viewer = note.name().isPrivate() ? subject.viewer().value() : 0;
      var range = MailKeys.annotations(subject.group(), viewer);
      if (note.value().isPresent() && draft.scan(range, false, MAX_NOTES + 1).size() > MAX_NOTES) {
        throw tooMany();
      }
    }
  }

  private static void setPublic(Draft draft, Subject subject, List<Annotation> notes, long writer) {
    long author = subject.viewer().value();
    LogRow.Builder log = LogRow.newBuilder();
    for (Annotation note : notes) {
      Key key = subject.key(note.name());
      Optional<AnnotationRow> before = draft.get(key).map(Annotations::row);
      if (before.isPresent() && before.get().getAuthor() != author) {
        throw new Refused(Problem.Kind.NOT_PERMITTED, "annotation.author");
      }
      if (note.value().isPresent()) {
        draft.put(key, Row.write(written(note, before).setAuthor(author).build()));
      } else if (before.isPresent()) {
        draft.delete(key);
      }
      log.addChanges(change(subject, note, writer));
    }
    checkPublic(draft, author);
    draft.log(log.build().toByteArray());
  }

  private static void checkPublic(Draft draft, long author) {
    var all = draft.scan(MailKeys.annotations(0, 0), false, MAX_PUBLIC + 1);
    long own = all.stream().filter(entry -> row(entry.value()).getAuthor() == author).count();
    if (all.size() > MAX_PUBLIC || own > MAX_NOTES) {
      throw tooMany();
    }
  }

  // ---- going with the mailbox

  /** Removes some notes of a mailbox that is being deleted; false when some are left. */
  static boolean clear(MailDraft mail, MailboxId mailbox, int most) {
    return clear(mail, MailKeys.annotations(mailbox.value()), most);
  }

  /** Removes the private notes of somebody who is gone. */
  static void clear(MailDraft mail, MailboxId mailbox, AccountId viewer) {
    clear(mail, MailKeys.annotations(mailbox.value(), viewer.value()), MAX_NOTES + 1);
  }

  private static boolean clear(MailDraft mail, KeyRange range, int most) {
    var found = mail.draft().scan(range, false, most);
    long freed = 0;
    for (var entry : found) {
      freed += size(row(entry.value()));
      mail.draft().delete(entry.key());
    }
    AccountRow.Builder account = mail.account();
    account.setAnnotationBytes(Math.max(0, account.getAnnotationBytes() - freed));
    return found.size() < most;
  }

  /** Puts what is noted on a mailbox on another one too (RFC 5464 section 4.1). */
  void copy(AccountId account, MailboxId from, MailboxId to) {
    var subject = Subject.mailbox(account, from, account);
    for (boolean isPrivate : new boolean[] {true, false}) {
      List<Annotation> notes = all(subject, isPrivate);
      for (int at = 0; at < notes.size(); at += MAX_TOGETHER) {
        List<Annotation> some = notes.subList(at, Math.min(notes.size(), at + MAX_TOGETHER));
        set(Subject.mailbox(account, to, account), some, 0);
      }
    }
  }

  /** Removes what an account that is being removed wrote for all. */
  void forget(AccountId author) {
    TenantId tenant =
        directory.removing().stream()
            .filter(account -> account.id().equals(author))
            .map(Account::tenant)
            .findFirst()
            .orElse(TenantId.FIRST);
    store.update(
        MailKeys.partition(tenant),
        draft -> {
          draft.useReserve();
          draft.scan(MailKeys.annotations(0, 0), false, MAX_PUBLIC + MAX_NOTES).stream()
              .filter(entry -> row(entry.value()).getAuthor() == author.value())
              .forEach(entry -> draft.delete(entry.key()));
        });
  }

  // ---- news

  /** Where news of an account's notes are looked for, and those of its mailboxes. */
  public AnnotationNews news(AccountId account, long since) {
    return news(MailKeys.partition(account), since);
  }

  /** The same for what all accounts of its tenant see. */
  public AnnotationNews publicNews(AccountId account, long since) {
    return news(tenant(account), since);
  }

  /**
   * @param since a version told before; negative for none, which tells nothing but the version
   */
  private AnnotationNews news(Partition partition, long since) {
    long now = store.head(partition).version();
    if (since < 0 || now == since) {
      return new AnnotationNews(now, List.of());
    }
    List<AnnotationNews.Changed> changed = new ArrayList<>();
    long at = since;
    while (true) {
      switch (store.changes(partition, at, MAX_ENTRIES)) {
        case Since.Forgotten(long version) -> {
          return new AnnotationNews(version, changed);
        }
        case Since.Entries(List<LogEntry> entries, long version, boolean more) -> {
          entries.forEach(entry -> collect(entry, changed));
          at = version;
          if (!more) {
            return new AnnotationNews(at, changed);
          }
        }
      }
    }
  }

  private static void collect(LogEntry entry, List<AnnotationNews.Changed> changed) {
    for (ChangeRow change : Views.log(entry).getChangesList()) {
      if (change.hasAnnotationChange()) {
        AnnotationChangeRow row = change.getAnnotationChange();
        Optional<MailboxId> mailbox =
            change.getMailbox() == 0
                ? Optional.empty()
                : Optional.of(new MailboxId(change.getMailbox()));
        changed.add(
            new AnnotationNews.Changed(mailbox, row.getName(), row.getViewer(), row.getWriter()));
      }
    }
  }

  /** Calls back after every change of what all accounts of a tenant see, until closed. */
  public Watchers.Watch watchPublic(AccountId account, Watchers.Watcher watcher) {
    return store.watchers().watch(tenant(account), watcher);
  }
}
