package org.mailstead.post;

import java.time.Instant;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Partition;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.TenantId;

/** Where an account's mail rows stand. The numbers are stored: never change or reuse one. */
final class MailKeys {
  private static final int ACCOUNT = 0x01;
  private static final int MAILBOX = 0x02;
  private static final int STATE = 0x03;
  private static final int MEMBER = 0x04;
  private static final int EMAIL = 0x05;
  private static final int STRUCTURE = 0x06;
  private static final int PLACE = 0x07;
  private static final int THREAD = 0x08;
  private static final int THREAD_KEY = 0x09;
  private static final int BY_DATE = 0x0a;
  private static final int EXPUNGED = 0x0b;
  private static final int DELIVERED = 0x0c;
  private static final int REMOVED = 0x0d;
  private static final int OLD_SUBSCRIPTION = 0x0e;
  private static final int INTENT = 0x0f;
  private static final int INTENT_CHUNK = 0x10;
  private static final int BLOB_USE = 0x11;
  private static final int ANNOTATION = 0x30;
  private static final int ACL = 0x31;
  private static final int SHARED_BY = 0x32;
  private static final int UNSETTLED = 0x33;
  private static final int SHARED_SUBSCRIPTION = 0x34;
  private static final int DELEGATE = 0x35;
  private static final int OPINION = 0x40;

  private static final int URL_KEY = 0x20;
  private static final int ENVELOPES = 0x28;
  private static final int SUBJECTS = 0x29;
  private static final int ORIGIN = 0x2a;
  private static final int TYPES = 0x2b;
  private static final int UPLOAD = 0x2c;
  private static final int RECORD = 0x2d;
  private static final int RECORDS = 0x2e;
  private static final int RECORD_NAME = 0x36;
  private static final int HELD = 0x37;
  private static final int SIGNATURE = 0x38;
  private static final int UPLOADING = 0x2f;

  private static final int SCRIPT = 0x70;
  private static final int RULES = 0x71;
  private static final int REMEMBERED = 0x72;
  private static final int SNOOZED = 0x73;
  private static final int AWAY = 0x74;

  /** Bodies lie among the bulk rows, which engines keep apart from small ones. */
  private static final int BODY = 0x4000;

  private MailKeys() {}

  static Partition partition(AccountId account) {
    return new Partition(Partition.Kind.ACCOUNT, account.value());
  }

  /** What a tenant's accounts share. */
  static Partition partition(TenantId tenant) {
    return new Partition(Partition.Kind.SETTINGS, tenant.value());
  }

  static Key account() {
    return Key.of(ACCOUNT, 0);
  }

  static Key mailbox(MailboxId id) {
    return Key.of(MAILBOX, id.value());
  }

  static KeyRange mailboxes() {
    return KeyRange.collection(MAILBOX);
  }

  static Key state(MailboxId id) {
    return Key.of(STATE, id.value());
  }

  static KeyRange states() {
    return KeyRange.collection(STATE);
  }

  static Key member(MailboxId id, int uid) {
    return Key.of(MEMBER, id.value(), uid);
  }

  static KeyRange members(MailboxId id) {
    return KeyRange.group(MEMBER, id.value());
  }

  static KeyRange members(MailboxId id, int first, int last) {
    return KeyRange.suffixes(MEMBER, id.value(), first, last);
  }

  static Key email(long number) {
    return Key.of(EMAIL, number);
  }

  static boolean isEmail(Key key) {
    return key.collection() == EMAIL;
  }

  static KeyRange emails(long first, long last) {
    return KeyRange.groups(EMAIL, first, last);
  }

  static Key envelopes(long page) {
    return Key.of(ENVELOPES, page);
  }

  static KeyRange envelopes(long first, long last) {
    return KeyRange.groups(ENVELOPES, first, last);
  }

  static Key subjects(long page) {
    return Key.of(SUBJECTS, page);
  }

  static KeyRange subjects(long first, long last) {
    return KeyRange.groups(SUBJECTS, first, last);
  }

  static Key structure(long number) {
    return Key.of(STRUCTURE, number);
  }

  static KeyRange structures(long first, long last) {
    return KeyRange.groups(STRUCTURE, first, last);
  }

  /** What was found of its signature. */
  static Key signature(long number) {
    return Key.of(SIGNATURE, number);
  }

  static Key body(long number) {
    return Key.of(BODY, number);
  }

  static Key place(long email, MailboxId mailbox, int uid) {
    return Key.of(PLACE, email, mailbox.value(), uid);
  }

  static MailboxId placeMailbox(Key place) {
    return new MailboxId(place.suffixLong(0));
  }

  static int placeUid(Key place) {
    return (int) place.suffixLong(Long.BYTES);
  }

  static KeyRange places(long email) {
    return KeyRange.group(PLACE, email);
  }

  static Key thread(long thread, long email) {
    return Key.of(THREAD, thread, email);
  }

  static KeyRange thread(long thread) {
    return KeyRange.group(THREAD, thread);
  }

  static KeyRange threads() {
    return KeyRange.collection(THREAD);
  }

  static Key threadKey(byte[] hash) {
    return hashed(THREAD_KEY, hash);
  }

  /** Ordered by date, then uid; one email may lie in a mailbox twice. */
  static Key byDate(MailboxId mailbox, Instant received, int uid) {
    // Keys are in unsigned order; this puts what came before 1970 first.
    long sortable = received.toEpochMilli() ^ Long.MIN_VALUE;
    return Key.of(BY_DATE, mailbox.value(), sortable, uid);
  }

  static KeyRange byDate(MailboxId mailbox) {
    return KeyRange.group(BY_DATE, mailbox.value());
  }

  static Key expunged(MailboxId mailbox, long version) {
    return Key.of(EXPUNGED, mailbox.value(), version);
  }

  static KeyRange expungedAfter(MailboxId mailbox, long version) {
    return KeyRange.suffixes(EXPUNGED, mailbox.value(), version + 1, -1L);
  }

  static Key delivered(byte[] hash) {
    return hashed(DELIVERED, hash);
  }

  static Key removed(long atMs, long email) {
    return Key.of(REMOVED, atMs, email);
  }

  static KeyRange removedUntil(long atMs) {
    return KeyRange.groups(REMOVED, 0, atMs);
  }

  static Key oldSubscription(byte[] hash) {
    return hashed(OLD_SUBSCRIPTION, hash);
  }

  static KeyRange expunged() {
    return KeyRange.collection(EXPUNGED);
  }

  static KeyRange delivered() {
    return KeyRange.collection(DELIVERED);
  }

  static KeyRange oldSubscriptions() {
    return KeyRange.collection(OLD_SUBSCRIPTION);
  }

  static Key intent(long id) {
    return Key.of(INTENT, id);
  }

  static KeyRange intents() {
    return KeyRange.collection(INTENT);
  }

  static KeyRange intentChunks() {
    return KeyRange.collection(INTENT_CHUNK);
  }

  static Key intentChunk(long id, int chunk) {
    return Key.of(INTENT_CHUNK, id, chunk);
  }

  /** Which emails of the account lie in a blob: one row each. */
  static Key blobUse(byte[] blob, long email) {
    java.nio.ByteBuffer suffix = java.nio.ByteBuffer.allocate(blob.length + Long.BYTES);
    suffix.put(blob).putLong(email);
    return Key.of(BLOB_USE, java.nio.ByteBuffer.wrap(blob).getLong(), suffix.array());
  }

  static KeyRange blobUses(byte[] blob) {
    return new KeyRange(blobUse(blob, 0), blobUse(blob, -1L));
  }

  static Key origin(Email.Origin origin) {
    return Key.of(ORIGIN, origin.account(), origin.number());
  }

  static KeyRange origins() {
    return KeyRange.collection(ORIGIN);
  }

  static Key types() {
    return Key.of(TYPES, 0);
  }

  static Key record(int kind, long id) {
    return Key.of(RECORD, kind, id);
  }

  static KeyRange records(int kind) {
    return KeyRange.group(RECORD, kind);
  }

  /** What is known of all records of a kind. */
  static Key recordsOf(int kind) {
    return Key.of(RECORDS, kind);
  }

  /** Which of a kind has a name. */
  static Key recordName(int kind, String name) {
    return Key.of(RECORD_NAME, kind, Threads.hash(name));
  }

  /** Octets that a record holds. */
  static Key held(long number) {
    return Key.of(HELD, number);
  }

  /** How many there are; no upload has the number 0. */
  static Key heldTotal() {
    return Key.of(HELD, 0);
  }

  static Key upload(long number) {
    return Key.of(UPLOAD, number);
  }

  static KeyRange uploads() {
    return KeyRange.collection(UPLOAD);
  }

  static Key uploading(long number) {
    return Key.of(UPLOADING, number);
  }

  static KeyRange uploadings() {
    return KeyRange.collection(UPLOADING);
  }

  static Key urlKey(MailboxId mailbox) {
    return Key.of(URL_KEY, mailbox.value());
  }

  /** The account's own; no mailbox has this number. */
  static Key ownUrlKey() {
    return Key.of(URL_KEY, 0);
  }

  static KeyRange urlKeys() {
    return KeyRange.collection(URL_KEY);
  }

  /**
   * A note, by the mailbox (0: the account as a whole), who sees it (0: all who see the mailbox)
   * and the hash of its name.
   */
  static Key annotation(long mailbox, long viewer, byte[] hash) {
    java.nio.ByteBuffer suffix = java.nio.ByteBuffer.allocate(Long.BYTES + hash.length);
    return Key.of(ANNOTATION, mailbox, suffix.putLong(viewer).put(hash).array());
  }

  static KeyRange annotations(long mailbox, long viewer) {
    return new KeyRange(
        Key.of(ANNOTATION, mailbox, viewer), Key.of(ANNOTATION, mailbox, viewer + 1));
  }

  static KeyRange annotations(long mailbox) {
    return KeyRange.group(ANNOTATION, mailbox);
  }

  static Key acl(MailboxId mailbox) {
    return Key.of(ACL, mailbox.value());
  }

  static KeyRange acls() {
    return KeyRange.collection(ACL);
  }

  static Key sharedBy(AccountId owner) {
    return Key.of(SHARED_BY, owner.value());
  }

  static KeyRange sharedBy() {
    return KeyRange.collection(SHARED_BY);
  }

  /**
   * @param grantee an account's number, or 0 for anyone
   */
  static Key unsettled(long grantee) {
    return Key.of(UNSETTLED, grantee);
  }

  static KeyRange unsettled() {
    return KeyRange.collection(UNSETTLED);
  }

  /** In the owner's partition: what somebody may do for him. */
  static Key delegate(AccountId member) {
    return Key.of(DELEGATE, member.value());
  }

  static KeyRange delegates() {
    return KeyRange.collection(DELEGATE);
  }

  static Key sharedSubscription(AccountId owner, MailboxId mailbox) {
    return Key.of(SHARED_SUBSCRIPTION, owner.value(), mailbox.value());
  }

  static KeyRange sharedSubscriptions() {
    return KeyRange.collection(SHARED_SUBSCRIPTION);
  }

  static Key opinion(byte[] hash) {
    return hashed(OPINION, hash);
  }

  static KeyRange opinions() {
    return KeyRange.collection(OPINION);
  }

  static Key script(byte[] nameHash) {
    return hashed(SCRIPT, nameHash);
  }

  static KeyRange scripts() {
    return KeyRange.collection(SCRIPT);
  }

  static Key rules() {
    return Key.of(RULES, 0);
  }

  static Key away() {
    return Key.of(AWAY, 0);
  }

  static Key remembered(byte[] hash) {
    return hashed(REMEMBERED, hash);
  }

  static KeyRange remembered() {
    return KeyRange.collection(REMEMBERED);
  }

  /** Ordered by when it comes back. */
  static Key snoozed(long untilMs, MailboxId mailbox, int uid) {
    return Key.of(SNOOZED, untilMs, mailbox.value(), uid);
  }

  static KeyRange snoozed() {
    return KeyRange.collection(SNOOZED);
  }

  static KeyRange snoozedUntil(long ms) {
    return KeyRange.groups(SNOOZED, 0, ms);
  }

  private static Key hashed(int collection, byte[] hash) {
    return Key.of(collection, java.nio.ByteBuffer.wrap(hash).getLong(), hash);
  }
}
