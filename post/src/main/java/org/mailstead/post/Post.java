package org.mailstead.post;

import java.time.InstantSource;
import java.util.BitSet;
import java.util.Optional;
import org.mailstead.identity.Directory;
import org.mailstead.post.rows.AccountRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Blobs;
import org.mailstead.store.HourlyCounts;
import org.mailstead.store.Row;
import org.mailstead.store.Watchers;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/** The mail of all accounts, as the rooms use it. */
public final class Post {
  /** Of the rows that count messages. */
  private static final int COUNTS = 2;

  private static final int MAX_VIEWS = 2_000;

  private final Accounts store;
  private final Emails emails;
  private final Views views;
  private final Messages messages;
  private final Mailboxes mailboxes;
  private final Delivery delivery;
  private final HourlyCounts counts;
  private final Intake intake;
  private final Retention retention;
  private final Quota quota;
  private final Intents intents;
  private final Expunged expunged;
  private final Touching touching;
  private final UrlKeys urlKeys;
  private final Annotations annotations;
  private final Delegations delegations;
  private final Sharing sharing;
  private final ShareNotices shareNotices;
  private final Quotas quotas;
  private final CopyAcross copies;
  private final Scripts scripts;
  private final NumberedScripts numberedScripts;
  private final RuleMemory ruleMemory;
  private final AccountViews accountViews;
  private final Differences differences;
  private final EmailEdits edits;
  private final Undoing undoing;
  private final Sweeping sweeping;
  private final Uploads uploads;
  private final PartialUploads partialUploads;
  private final Records records;

  public Post(
      Accounts store, Blobs blobs, BlobScopes scopes, Directory directory, InstantSource clock) {
    this(store, blobs, scopes, directory, _ -> Retention.DEFAULT, clock);
  }

  /**
   * @param keep for how long what was removed can be had back
   */
  public Post(
      Accounts store,
      Blobs blobs,
      BlobScopes scopes,
      Directory directory,
      Retention.Keep keep,
      InstantSource clock) {
    this.store = store;
    this.quota = new Quota(directory);
    this.intents = new Intents(store, quota, clock);
    this.emails = new Emails(store, blobs);
    this.views = new Views(store, MAX_VIEWS);
    var opinions = new Opinions(clock);
    this.messages = new Messages(store, quota, intents, opinions, clock);
    this.quotas = new Quotas(store, quota, intents);
    this.delegations = new Delegations(store, intents, directory, clock);
    this.records = new Records(store, intents, clock);
    this.shareNotices = new ShareNotices(records, clock);
    this.sharing = new Sharing(store, intents, directory, delegations, shareNotices);
    this.annotations = new Annotations(store, intents, directory);
    this.mailboxes = new Mailboxes(store, intents, messages, annotations, clock);
    this.touching = new Touching(store);
    this.urlKeys = new UrlKeys(store, intents, clock);
    this.expunged = new Expunged(store, mailboxes);
    var sorting = new Sorting(mailboxes, opinions);
    this.counts = new HourlyCounts(store, COUNTS, clock);
    this.delivery = new Delivery(store, blobs, sorting, messages, quota, counts, clock);
    this.intake = new Intake(blobs, scopes, directory);
    this.copies = new CopyAcross(store, blobs, emails, intake, messages);
    this.scripts = new Scripts(store, intents, clock);
    this.numberedScripts = new NumberedScripts(store, intents, clock);
    this.ruleMemory = new RuleMemory(store, clock);
    this.accountViews = new AccountViews(store, intents);
    this.differences = new Differences(store);
    this.edits = new EmailEdits(messages, quota, opinions, clock);
    this.undoing = new Undoing(store, messages, quota, opinions, mailboxes, clock);
    this.sweeping = new Sweeping(messages, emails, clock);
    this.uploads = new Uploads(store, blobs, intake, intents, clock);
    this.partialUploads = new PartialUploads(store, intents, uploads, clock);
    this.retention = new Retention(store, intents, uploads, partialUploads, records, keep);
  }

  public Emails emails() {
    return emails;
  }

  /** Moves what sweeps take. */
  public Sweeping sweeping() {
    return sweeping;
  }

  public Messages messages() {
    return messages;
  }

  public Mailboxes mailboxes() {
    return mailboxes;
  }

  /** What an account may keep, and what its user limits himself to. */
  public Quotas quotas() {
    return quotas;
  }

  /** Who acts for whom. */
  public Delegations delegations() {
    return delegations;
  }

  /** Who may do what with whose mailboxes. */
  public ShareNotices shareNotices() {
    return shareNotices;
  }

  public Sharing sharing() {
    return sharing;
  }

  /** Copies from one account to another. */
  public CopyAcross copies() {
    return copies;
  }

  /** Notes on mailboxes and on the account. */
  public Annotations annotations() {
    return annotations;
  }

  /**
   * Messages that came and went, by the hour: {@code in}, {@code junk}, {@code out}, {@code
   * refused}.
   */
  public HourlyCounts counts() {
    return counts;
  }

  public Delivery delivery() {
    return delivery;
  }

  /** All emails of an account as they are now. */
  public AccountView view(AccountId account) {
    return accountViews.current(account);
  }

  /** What became of emails, threads and mailboxes since a version. */
  public Differences differences() {
    return differences;
  }

  /** What is done to emails as a whole. */
  public EmailEdits edits() {
    return edits;
  }

  /** Takes back what was done to emails. */
  public Undoing undoing() {
    return undoing;
  }

  /** What clients have handed in. */
  public Uploads uploads() {
    return uploads;
  }

  public PartialUploads partialUploads() {
    return partialUploads;
  }

  /** Small things of accounts that are no mail. */
  public Records records() {
    return records;
  }

  /** What answers while somebody is away; empty when he has never said. */
  public Optional<Away> away(AccountId account) {
    return AwayRows.read(store.read(MailKeys.partition(account)));
  }

  /** The version of its last change. */
  public long awayVersion(AccountId account) {
    return AwayRows.version(store.read(MailKeys.partition(account)));
  }

  /** Says what answers while somebody is away. */
  public void away(AccountId account, Away now) {
    messages.change(account, mail -> AwayRows.write(mail, now));
  }

  /** The scripts that sort mail as it arrives. */
  public Scripts scripts() {
    return scripts;
  }

  /** The same of an account, by numbers. */
  public NumberedScripts numberedScripts() {
    return numberedScripts;
  }

  /** What those scripts remember. */
  public RuleMemory ruleMemory() {
    return ruleMemory;
  }

  /** Removes for good what was removed long ago. */
  public Retention retention() {
    return retention;
  }

  /** Takes the bytes of new messages. */
  public Intake intake() {
    return intake;
  }

  /** The keys of URLs that were given out. */
  public UrlKeys urlKeys() {
    return urlKeys;
  }

  /**
   * A mailbox as it is now.
   *
   * @throws org.mailstead.words.Refused NOT_FOUND when it is not there (any more)
   */
  public MailboxView view(AccountId account, MailboxId mailbox) {
    return views
        .settled(account, mailbox)
        .orElseGet(() -> {
          long version = version(account);
          intents.finishAny(account, mailbox);
          MailboxView view = views.current(account, mailbox);
          if (view.version() == version) { // nothing has begun meanwhile
            views.settle(account, view);
          }
          return view;
        });
  }

  /**
   * Uids that are gone since a version which a client remembers. When that is too old, or was lost
   * in a restore, all that are not there (RFC 7162 section 3.2.6).
   */
  public BitSet expungedSince(AccountId account, MailboxId mailbox, long version) {
    return expunged.since(account, mailbox, version);
  }

  /**
   * The version since which a client must be told of changes: the one that it remembers, or 0 when
   * a restore took that one back, since what the client saw then never was.
   */
  public long knownSince(AccountId account, long version) {
    return store.isLost(MailKeys.partition(account), version) ? 0 : version;
  }

  /** What the changes of an account touched since a version of it. */
  public Touched touchedSince(AccountId account, long version) {
    return touching.since(account, version);
  }

  /** Takes an account that is being removed out of what others share with it, and it with them. */
  void forgetShares(AccountId account) {
    sharing.forget(account);
    annotations.forget(account);
  }

  /** Frees what is kept in memory of an account that is gone. */
  void forget(AccountId account) {
    views.drop(account);
    accountViews.drop(account);
    mailboxes.forget(account);
  }

  /** The account's version: it changes with every change of the account. */
  public long version(AccountId account) {
    return store.head(MailKeys.partition(account)).version();
  }

  /** Calls back after every change of an account, until closed; the callback must not block. */
  public Watchers.Watch watch(AccountId account, Watchers.Watcher watcher) {
    return store.watchers().watch(MailKeys.partition(account), watcher);
  }

  /** The account's flag names. */
  public Keywords keywords(AccountId account) {
    return new Keywords(account(account).getKeywordsList());
  }

  /** How much mail an account keeps, and may keep. */
  public record Usage(long bytes, long limit, long emails) {}

  public Usage usage(AccountId account) {
    AccountRow row = account(account);
    return new Usage(row.getUsedBytes(), quota.of(account).octets(), row.getEmails());
  }

  private AccountRow account(AccountId account) {
    return store
        .read(MailKeys.partition(account))
        .get(MailKeys.account())
        .map(row -> Row.read(row, AccountRow.parser()))
        .orElseGet(AccountRow::getDefaultInstance);
  }
}
