package org.mailstead.post;

import com.google.protobuf.MessageLite;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.post.rows.AccountRow;
import org.mailstead.post.rows.AddedRangeRow;
import org.mailstead.post.rows.AddedRow;
import org.mailstead.post.rows.ChangeRow;
import org.mailstead.post.rows.EmailChangeRow;
import org.mailstead.post.rows.EmailRow;
import org.mailstead.post.rows.ExpungedRow;
import org.mailstead.post.rows.FlaggedRow;
import org.mailstead.post.rows.LogRow;
import org.mailstead.post.rows.MailboxChangeRow;
import org.mailstead.post.rows.MailboxEvent;
import org.mailstead.post.rows.MailboxRow;
import org.mailstead.post.rows.MailboxStateRow;
import org.mailstead.post.rows.MemberRow;
import org.mailstead.post.rows.OriginRow;
import org.mailstead.post.rows.RemovedRow;
import org.mailstead.post.rows.TypesRow;
import org.mailstead.store.Draft;
import org.mailstead.store.Entry;
import org.mailstead.store.Key;
import org.mailstead.store.Row;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * A change of an account's mail in the making. Keeps what must agree in agreement: members, counts,
 * uidNext, the places of an email, used bytes, the log. {@link #finish} writes what it counted.
 *
 * <p>After a restore, uids that were given out and lost must not come back: every mailbox's uidNext
 * is taken as 2^20 higher for each epoch that began since its state row was written. The numbers of
 * mailboxes and emails and the uidValidity jump likewise.
 */
final class MailDraft {
  private static final int NUMBERS_PER_EPOCH = 1 << 20;

  /** Fewer, since the highest epoch must still leave them below 2^32. */
  private static final int VALIDITIES_PER_EPOCH = 1 << 16;

  /** Places of one email that a change of it as a whole reaches. */
  static final int MAX_PLACES = 200;

  private static final byte[] EMPTY = {};

  private final Draft draft;
  private final Map<MailboxId, MailboxStateRow.Builder> states = new LinkedHashMap<>();
  private final Map<Long, EmailRow.Builder> emails = new LinkedHashMap<>();

  /** Emails that this draft makes: nothing is stored of them. */
  private final Set<Long> fresh = new HashSet<>();

  private final Set<Long> fullPages = new LinkedHashSet<>();
  private final Map<MailboxId, ExpungedRow.Builder> expunged = new LinkedHashMap<>();
  private final LogRow.Builder log = LogRow.newBuilder();
  private final AccountRow.Builder account;
  private final Consumer<MailboxStateRow.Builder> entry;
  private Keywords keywords;
  private long deed;

  /**
   * @param entry sees each mailbox's state before the draft touches it, and may refuse by throwing
   */
  MailDraft(Draft draft, Consumer<MailboxStateRow.Builder> entry) {
    this.draft = draft;
    this.entry = entry;
    this.account =
        draft
            .get(MailKeys.account())
            .map(row -> current(Row.read(row, AccountRow.parser()), draft.base().epoch()))
            .orElseGet(() -> newAccount(draft.base().epoch()));
    if (account.getClosed()) {
      throw new Refused(Problem.Kind.NOT_FOUND, "account.missing");
    }
    this.keywords = new Keywords(account.getKeywordsList());
    account.setMessages(Quota.messages(account, draft));
  }

  private static AccountRow.Builder newAccount(int epoch) {
    return AccountRow.newBuilder()
        .setNextEmail(1)
        .setNextMailbox(1)
        .setNextUidValidity(1)
        .setEpoch(epoch);
  }

  /** The counters as the epoch makes them. */
  private static AccountRow.Builder current(AccountRow row, int epoch) {
    int begun = Math.max(0, epoch - row.getEpoch());
    if (begun == 0 || row.getNextMailbox() <= 1) {
      return row.toBuilder();
    }
    return row.toBuilder()
        .setNextEmail(row.getNextEmail() + (long) begun * NUMBERS_PER_EPOCH)
        .setNextMailbox(row.getNextMailbox() + (long) begun * NUMBERS_PER_EPOCH)
        .setNextUidValidity(row.getNextUidValidity() + (long) begun * VALIDITIES_PER_EPOCH)
        .setEpoch(epoch);
  }

  Draft draft() {
    return draft;
  }

  long version() {
    return draft.version();
  }

  AccountRow.Builder account() {
    return account;
  }

  /** A number that nothing else of the account has or had. */
  long number() {
    long number = account.getNextEmail();
    account.setNextEmail(number + 1);
    return number;
  }

  /** The keywords with these among them; new ones are made. */
  Flags flags(Collection<String> names) {
    keywords = keywords.with(names);
    return keywords.flags(names);
  }

  Keywords keywords() {
    return keywords;
  }

  MailboxRow mailbox(MailboxId id) {
    return draft
        .get(MailKeys.mailbox(id))
        .map(row -> Row.read(row, MailboxRow.parser()))
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "mailbox.missing", id.toString()));
  }

  void putMailbox(MailboxId id, MailboxRow row, MailboxEvent event, MailboxRow before) {
    draft.put(MailKeys.mailbox(id), Row.write(row));
    var change = MailboxChangeRow.newBuilder().setEvent(event).setBefore(before);
    if (deed != Deed.NONE) {
      change.setAfter(row);
    }
    logMailbox(id, change);
  }

  void logMailbox(MailboxId id, MailboxChangeRow.Builder change) {
    log(ChangeRow.newBuilder().setMailbox(id.value()).setMailboxChange(change));
  }

  void log(ChangeRow.Builder change) {
    log.addChanges(change.setDeed(deed));
  }

  /** Says of what comes what it belongs to, until something else is said ({@link Deed}). */
  void deed(long id) {
    deed = id;
  }

  /** The state of a mailbox, to be changed in place. */
  MailboxStateRow.Builder state(MailboxId id) {
    return states.computeIfAbsent(id, this::readState);
  }

  private MailboxStateRow.Builder readState(MailboxId id) {
    MailboxStateRow row =
        draft
            .get(MailKeys.state(id))
            .map(bytes -> Row.read(bytes, MailboxStateRow.parser()))
            .orElseThrow(
                () -> new Refused(Problem.Kind.NOT_FOUND, "mailbox.missing", id.toString()));
    MailboxStateRow.Builder state = current(row, draft.base().epoch());
    entry.accept(state);
    return state;
  }

  /** The state as the epoch makes it. */
  static MailboxStateRow.Builder current(MailboxStateRow row, int epoch) {
    long begun = Math.max(0, epoch - row.getEpoch());
    long next = Math.min(Integer.MAX_VALUE, row.getUidNext() + begun * NUMBERS_PER_EPOCH);
    return row.toBuilder().setUidNext((int) next).setEpoch(Math.max(epoch, row.getEpoch()));
  }

  void newState(MailboxId id) {
    var fresh = MailboxStateRow.newBuilder().setUidNext(1).setEpoch(draft.base().epoch());
    states.put(id, fresh.setHighestModseq(version()));
  }

  EmailRow.Builder email(long number) {
    return emails.computeIfAbsent(
        number,
        n ->
            draft
                .get(MailKeys.email(n))
                .map(row -> Row.read(row, EmailRow.parser()).toBuilder())
                .orElseThrow(() ->
                    new Refused(Problem.Kind.NOT_FOUND, "message.missing", Long.toString(n))));
  }

  long newEmail(EmailRow.Builder row) {
    long number = account.getNextEmail();
    account.setNextEmail(number + 1);
    emails.put(number, row);
    fresh.add(number);
    if (EmailPage.isLast(number)) {
      fullPages.add(EmailPage.of(number));
    }
    return number;
  }

  /** An email of another account that has been copied here, and is still seen. */
  Optional<Long> copyOf(Email.Origin origin) {
    return draft
        .get(MailKeys.origin(origin))
        .map(row -> Row.read(row, OriginRow.parser()).getEmail())
        .filter(number -> draft.get(MailKeys.email(number)).isPresent())
        .filter(number -> email(number).getPlaces() > 0);
  }

  /** Where an email lies, with what stands there. */
  Map<Key, MemberRow> places(long email) {
    Map<Key, MemberRow> found = new LinkedHashMap<>();
    for (Entry entry : draft.scan(MailKeys.places(email), false, MAX_PLACES)) {
      MailboxId mailbox = MailKeys.placeMailbox(entry.key());
      member(mailbox, MailKeys.placeUid(entry.key())).ifPresent(row -> found.put(entry.key(), row));
    }
    return found;
  }

  Optional<MemberRow> member(MailboxId mailbox, int uid) {
    return draft.get(MailKeys.member(mailbox, uid)).map(row -> Row.read(row, MemberRow.parser()));
  }

  /** Puts an email into a mailbox and gives its uid there. */
  int add(MailboxId mailbox, MemberRow.Builder member) {
    MailboxStateRow.Builder state = state(mailbox);
    int uid = state.getUidNext();
    if (uid == Integer.MAX_VALUE) {
      throw new Refused(Problem.Kind.TOO_MANY, "mailbox.uids", mailbox.toString());
    }
    MemberRow row = member.setModseq(version()).build();
    boolean first = deed != Deed.NONE && email(row.getEmail()).getPlaces() == 0;
    putMember(mailbox, uid, row);
    state.setUidNext(uid + 1);
    count(state, row, 1);
    touch(mailbox);
    log(
        ChangeRow.newBuilder()
            .setMailbox(mailbox.value())
            .setAdded(AddedRow.newBuilder().setUid(uid).setMember(row).setFirst(first)));
    return uid;
  }

  /** Writes the rows of a member and counts the email's place, without showing it anywhere. */
  void putMember(MailboxId mailbox, int uid, MemberRow row) {
    draft.put(MailKeys.member(mailbox, uid), Row.write(row));
    Key place = MailKeys.place(row.getEmail(), mailbox, uid);
    boolean again = draft.get(place).isPresent();
    draft.put(place, EMPTY);
    draft.put(MailKeys.byDate(mailbox, Member.received(row.getDate()), uid), EMPTY);
    if (!again) {
      place(row.getEmail(), row.getSize());
    }
  }

  private void place(long number, int size) {
    EmailRow.Builder email = email(number);
    if (email.getPlaces() == 0) {
      if (email.getRemovedMs() != 0) {
        draft.delete(MailKeys.removed(email.getRemovedMs(), number));
        email.setRemovedMs(0);
      }
      account.setUsedBytes(account.getUsedBytes() + size).setEmails(account.getEmails() + 1);
    }
    email.setPlaces(email.getPlaces() + 1);
  }

  private void count(MailboxStateRow.Builder state, MemberRow row, int by) {
    var flags = new Flags(row.getFlagsLow(), row.getFlagsHigh());
    state
        .setMessages(state.getMessages() + by)
        .setBytes(state.getBytes() + (long) by * row.getSize());
    account.setMessages(Math.max(0, account.getMessages() + by));
    if (!flags.has(Flags.SEEN)) {
      state.setUnseen(state.getUnseen() + by);
    }
    if (flags.has(Flags.DELETED)) {
      state.setDeleted(state.getDeleted() + by);
    }
  }

  /** Takes a message out of a mailbox. Its email stays for the retention time. */
  void remove(MailboxId mailbox, int uid, MemberRow row, long nowMs) {
    draft.delete(MailKeys.member(mailbox, uid));
    draft.delete(MailKeys.place(row.getEmail(), mailbox, uid));
    draft.delete(MailKeys.byDate(mailbox, Member.received(row.getDate()), uid));
    count(state(mailbox), row, -1);
    touch(mailbox);
    EmailRow.Builder email = email(row.getEmail());
    email.setPlaces(email.getPlaces() - 1);
    if (email.getPlaces() == 0) {
      email.setRemovedMs(nowMs);
      draft.put(MailKeys.removed(nowMs, row.getEmail()), EMPTY);
      account
          .setUsedBytes(Math.max(0, account.getUsedBytes() - row.getSize()))
          .setEmails(account.getEmails() - 1);
    }
    expunged.computeIfAbsent(mailbox, this::readExpunged).addUids(uid);
    log(
        ChangeRow.newBuilder()
            .setMailbox(mailbox.value())
            .setRemoved(
                RemovedRow.newBuilder()
                    .setUid(uid)
                    .setMember(row)
                    .setThread(email.getThread())
                    .setOriginAccount(email.getOriginAccount())
                    .setOriginNumber(email.getOriginNumber())));
  }

  private ExpungedRow.Builder readExpunged(MailboxId mailbox) {
    return draft
        .get(MailKeys.expunged(mailbox, version()))
        .map(row -> Row.read(row, ExpungedRow.parser()).toBuilder())
        .orElseGet(ExpungedRow::newBuilder);
  }

  /** Gives a message new flags; nothing happens when they are the same. */
  boolean flag(MailboxId mailbox, int uid, MemberRow row, Flags flags) {
    if (flags.low() == row.getFlagsLow() && flags.high() == row.getFlagsHigh()) {
      return false;
    }
    MemberRow changed =
        row.toBuilder()
            .setFlagsLow(flags.low())
            .setFlagsHigh(flags.high())
            .setModseq(version())
            .build();
    draft.put(MailKeys.member(mailbox, uid), Row.write(changed));
    count(state(mailbox), row, -1);
    count(state(mailbox), changed, 1);
    touch(mailbox);
    log(
        ChangeRow.newBuilder()
            .setMailbox(mailbox.value())
            .setFlagged(
                FlaggedRow.newBuilder()
                    .setUid(uid)
                    .setMember(changed)
                    .setBeforeLow(row.getFlagsLow())
                    .setBeforeHigh(row.getFlagsHigh())));
    return true;
  }

  /** Tells who follows the log that an email is not as it was, though nothing IMAP shows is. */
  void noteChanged(long email) {
    places(email)
        .keySet()
        .forEach(place ->
            log(
                ChangeRow.newBuilder()
                    .setMailbox(MailKeys.placeMailbox(place).value())
                    .setEmailChange(EmailChangeRow.newBuilder().setEmail(email))));
  }

  private void touch(MailboxId mailbox) {
    state(mailbox).setHighestModseq(version());
  }

  /** Shows members that were written before, all at once. */
  void addRange(MailboxId mailbox, int first, int last) {
    touch(mailbox);
    log(
        ChangeRow.newBuilder()
            .setMailbox(mailbox.value())
            .setAddedRange(AddedRangeRow.newBuilder().setFirst(first).setLast(last)));
  }

  /** Writes what was counted and logged, if anything was. Call once, last. */
  void finish() {
    states.forEach((id, state) -> putChanged(MailKeys.state(id), state.build()));
    emails.forEach(this::putEmail);
    fullPages.forEach(this::putPage);
    expunged.forEach((id, row) -> putChanged(MailKeys.expunged(id, version()), row.build()));
    putChanged(
        MailKeys.account(), account.clearKeywords().addAllKeywords(keywords.names()).build());
    if (log.getChangesCount() > 0) {
      putTypes();
      draft.log(log.build().toByteArray());
    }
  }

  /** Notes which kinds of things changed: what their states are in JMAP. */
  private void putTypes() {
    TypesRow.Builder types =
        draft
            .get(MailKeys.types())
            .map(row -> Row.read(row, TypesRow.parser()).toBuilder())
            .orElseGet(TypesRow::newBuilder);
    for (ChangeRow change : log.getChangesList()) {
      switch (change.getWhatCase()) {
        case ADDED, ADDED_RANGE ->
            types
                .setEmail(version())
                .setThread(version())
                .setMailbox(version())
                .setDelivery(version());
        // As log readers take it: what happens to an email may be to its mailboxes' counts.
        case EMAIL_CHANGE -> types.setEmail(version()).setMailbox(version());
        case REMOVED, FLAGGED ->
            types.setEmail(version()).setThread(version()).setMailbox(version());
        case MAILBOX_CHANGE, ACL_CHANGE -> types.setMailbox(version());
        case ANNOTATION_CHANGE, OLD_SUBSCRIPTION_CHANGE, WHAT_NOT_SET -> {}
      }
    }
    putChanged(MailKeys.types(), types.build());
  }

  /** All numbers of the page are given out: what it repeats never changes. */
  private void putPage(long page) {
    EmailPage envelopes = EmailPage.empty();
    EmailPage subjects = EmailPage.empty();
    for (long number = page * EmailPage.SIZE; EmailPage.of(number) == page; number++) {
      long some = number;
      draft
          .get(MailKeys.email(some))
          .map(row -> Row.read(row, EmailRow.parser()).getEnvelope().toByteArray())
          .filter(envelope -> envelope.length > 0)
          .ifPresent(envelope -> {
            envelopes.set(some, envelope);
            subjects.set(some, EmailPage.subject(new EnvelopeForm(envelope, 0, envelope.length)));
          });
    }
    envelopes.row().ifPresent(row -> draft.put(MailKeys.envelopes(page), row));
    subjects.row().ifPresent(row -> draft.put(MailKeys.subjects(page), row));
  }

  private void putEmail(long number, EmailRow.Builder row) {
    if (fresh.contains(number)) {
      draft.put(MailKeys.email(number), Row.write(row.build()));
    } else {
      putChanged(MailKeys.email(number), row.build());
    }
  }

  /** A work that only looked must not become a commit. */
  private void putChanged(Key key, MessageLite row) {
    byte[] now = Row.write(row);
    if (!Arrays.equals(now, draft.get(key).orElse(EMPTY))) {
      draft.put(key, now);
    }
  }

  /** Forgets a mailbox's state: it is being deleted. */
  void dropState(MailboxId id) {
    states.remove(id);
    expunged.remove(id);
    draft.delete(MailKeys.state(id));
  }
}
