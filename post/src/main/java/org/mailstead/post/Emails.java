package org.mailstead.post;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageScanner;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.post.rows.OriginRow;
import org.mailstead.post.rows.StructureRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Blob;
import org.mailstead.store.Blobs;
import org.mailstead.store.Entry;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Reads messages: what was kept ready, their structure, their bytes. */
public final class Emails {
  /** A run of numbers is scanned when at least one in so many of them is wanted. */
  private static final int SPARSE = 4;

  /** Rows of one scan: so many an engine reads on the caller's own thread. */
  private static final int PAGE = 256;

  private final Accounts store;
  private final Blobs blobs;

  public Emails(Accounts store, Blobs blobs) {
    this.store = store;
    this.blobs = blobs;
  }

  /** The emails of these numbers; those that are gone for good are left out. */
  public Map<Long, Email> get(AccountId account, Collection<Long> numbers) {
    long[] sorted = numbers.stream().mapToLong(number -> number).sorted().toArray();
    Map<Long, Email> found = HashMap.newHashMap(sorted.length);
    Rows rows = store.read(MailKeys.partition(account));
    if (isRun(sorted)) {
      scan(rows, sorted, found);
      return found;
    }
    List<Key> keys = Arrays.stream(sorted).mapToObj(MailKeys::email).toList();
    rows.multiGet(keys).forEach((key, row) -> found.put(key.group(), Email.of(key.group(), row)));
    return found;
  }

  /** The numbers of a thread's emails, wherever they lie and lay. */
  public List<Long> thread(AccountId account, long thread) {
    List<Long> numbers = new ArrayList<>();
    store
        .read(MailKeys.partition(account))
        .each(MailKeys.thread(thread), entry -> numbers.add(entry.key().suffixLong(0)));
    return numbers;
  }

  /**
   * Whether a message lies in an account already: one with the same Message-ID and subject, and as
   * long.
   *
   * @param size octets of it
   */
  public boolean isThere(
      AccountId account, AccountView view, MessageStructure structure, long size) {
    return Threads.known(store.read(MailKeys.partition(account)), structure).stream()
        .flatMap(thread -> thread(account, thread).stream())
        .flatMap(number -> view.find(number).stream())
        .filter(email -> email.isShown() && email.size() == size)
        .anyMatch(email -> isSame(get(account, email.number()), structure));
  }

  private static boolean isSame(Email email, MessageStructure structure) {
    EnvelopeForm wanted = EnvelopeForm.of(structure.envelope());
    return email
        .envelope()
        .filter(there ->
            there
                .text(EnvelopeForm.Field.MESSAGE_ID)
                .equals(wanted.text(EnvelopeForm.Field.MESSAGE_ID)))
        .isPresent();
  }

  /**
   * The envelopes of these emails as IMAP sends them, as far as they are kept together; quicker
   * than reading the emails when they are many.
   */
  public EmailPages envelopes(AccountId account, long[] numbers) {
    return Envelopes.of(store.read(MailKeys.partition(account)), numbers);
  }

  /** The subjects that are kept together of emails with these numbers and those between them. */
  public EmailPages subjects(AccountId account, long first, long last) {
    return EmailPages.of(
        store.read(MailKeys.partition(account)),
        MailKeys.subjects(EmailPage.of(first), EmailPage.of(last)));
  }

  /** The same of their envelopes. */
  public EmailPages envelopes(AccountId account, long first, long last) {
    return EmailPages.of(
        store.read(MailKeys.partition(account)),
        MailKeys.envelopes(EmailPage.of(first), EmailPage.of(last)));
  }

  /** Numbers lie by arrival, so a listing is mostly a run of them: then scans find all. */
  private static boolean isRun(long[] sorted) {
    return sorted.length > 16
        && sorted[sorted.length - 1] - sorted[0] < (long) SPARSE * sorted.length;
  }

  private static void scan(Rows rows, long[] sorted, Map<Long, Email> found) {
    KeyRange left = MailKeys.emails(sorted[0], sorted[sorted.length - 1]);
    List<Entry> page;
    int at = 0;
    do {
      page = rows.scan(left, false, PAGE);
      for (Entry entry : page) {
        long number = entry.key().group();
        while (at < sorted.length && sorted[at] < number) {
          at++;
        }
        if (at < sorted.length && sorted[at] == number) {
          found.put(number, Email.of(number, entry.value()));
        }
      }
      left = page.isEmpty() ? left : left.after(page.getLast().key(), false);
    } while (page.size() == PAGE);
  }

  /** The number of an email that was first kept there; empty when there is none. */
  public Optional<Long> find(AccountId account, Email.Origin origin) {
    return origin.account() == account.value()
        ? Optional.of(origin.number())
        : store
            .read(MailKeys.partition(account))
            .get(MailKeys.origin(origin))
            .map(row -> Row.read(row, OriginRow.parser()).getEmail());
  }

  /**
   * @throws Refused NOT_FOUND when it is gone for good
   */
  public Email get(AccountId account, long number) {
    return store
        .read(MailKeys.partition(account))
        .get(MailKeys.email(number))
        .map(row -> Email.of(number, row))
        .orElseThrow(
            () -> new Refused(Problem.Kind.NOT_FOUND, "message.missing", Long.toString(number)));
  }

  /** The structure of the message as it is read, prefix included. */
  public MessageStructure structure(AccountId account, Email email) {
    return Prefixed.shift(bodyStructure(account, email), email.prefixSize());
  }

  /** The structure as it was when the message came: without the prefix. */
  MessageStructure bodyStructure(AccountId account, Email email) {
    return store
        .read(MailKeys.partition(account))
        .get(MailKeys.structure(email.number()))
        .map(row -> StructureCodec.read(Row.read(row, StructureRow.parser())))
        .orElseGet(() -> scan(account, email));
  }

  /** The envelope as IMAP sends it. */
  public EnvelopeForm envelope(AccountId account, Email email) {
    return email.envelope().orElseGet(() -> EnvelopeForm.of(scan(account, email).envelope()));
  }

  /** What was not kept ready is found again as it was when the message came: without the prefix. */
  private MessageStructure scan(AccountId account, Email email) {
    var scanner = new MessageScanner(MimeLimits.DEFAULT);
    try (InputStream in = bytes(account, email).open(email.prefixSize(), email.bodySize())) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        scanner.write(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new Refused(Problem.Kind.CORRUPT, "message.unreadable", e.getClass().getSimpleName());
    }
    return scanner.finish();
  }

  /** The message's bytes, prefix first. They stay readable until it is purged. */
  public ByteSource bytes(AccountId account, Email email) {
    return new Stored(account, email);
  }

  /** The bytes of a message that has come in and lies in no mailbox yet. */
  public ByteSource bytes(Blob body) {
    return new ByteSource() {
      @Override
      public long length() {
        return body.size();
      }

      @Override
      public InputStream open(long from, long length) throws IOException {
        return switch (body) {
          case Blob.Small(_, _, byte[] packed) -> blobs.open(packed, from, length);
          case Blob.Large(var id, _) -> blobs.open(id, from, length);
        };
      }
    };
  }

  private final class Stored implements ByteSource {
    private final AccountId account;
    private final Email email;

    Stored(AccountId account, Email email) {
      this.account = account;
      this.email = email;
    }

    @Override
    public long length() {
      return email.size();
    }

    @Override
    public InputStream open(long from, long length) throws IOException {
      Objects.checkFromIndexSize(from, length, length());
      int prefix = email.prefixSize();
      if (from >= prefix) {
        return body(from - prefix, length);
      }
      int head = (int) Math.min(length, prefix - from);
      var first = new ByteArrayInputStream(email.prefix(), (int) from, head);
      return head == length ? first : new SequenceInputStream(first, body(0, length - head));
    }

    private InputStream body(long from, long length) throws IOException {
      if (email.blob().isPresent()) {
        return blobs.open(email.blob().get(), from, length);
      }
      byte[] packed =
          store
              .read(MailKeys.partition(account))
              .get(MailKeys.body(email.number()))
              .orElseThrow(() ->
                  new Refused(Problem.Kind.NOT_FOUND, "message.missing", "" + email.number()));
      return blobs.open(packed, from, length);
    }
  }
}
