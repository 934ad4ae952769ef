package org.mailstead.post;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import org.mailstead.formats.imap.ImapForm;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageScanner;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.post.rows.EmailRow;
import org.mailstead.post.rows.StructureRow;
import org.mailstead.store.Accounts;
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

  private final Accounts store;
  private final Blobs blobs;

  public Emails(Accounts store, Blobs blobs) {
    this.store = store;
    this.blobs = blobs;
  }

  /** The emails of these numbers; those that are gone for good are left out. */
  public Map<Long, Email> get(AccountId account, Collection<Long> numbers) {
    Rows rows = store.read(MailKeys.partition(account));
    Map<Long, Email> found = HashMap.newHashMap(numbers.size());
    for (Entry entry : entries(rows, numbers, MailKeys::email, MailKeys::emails)) {
      long number = entry.key().group();
      found.put(number, Email.of(number, Row.read(entry.value(), EmailRow.parser())));
    }
    return found;
  }

  /**
   * @throws Refused NOT_FOUND when it is gone for good
   */
  public Email get(AccountId account, long number) {
    Email email = get(account, List.of(number)).get(number);
    if (email == null) {
      throw new Refused(Problem.Kind.NOT_FOUND, "message.missing", Long.toString(number));
    }
    return email;
  }

  private interface KeyOf {
    Key key(long number);
  }

  private interface RangeOf {
    KeyRange range(long first, long last);
  }

  /** Numbers lie by arrival, so a listing is mostly a run of them: then one scan finds all. */
  private static List<Entry> entries(
      Rows rows, Collection<Long> numbers, KeyOf key, RangeOf range) {
    List<Entry> found = new ArrayList<>(numbers.size());
    LongSummaryStatistics span = numbers.stream().mapToLong(n -> n).summaryStatistics();
    boolean dense =
        numbers.size() > 16 && span.getMax() - span.getMin() < (long) SPARSE * numbers.size();
    if (dense) {
      var wanted = new java.util.HashSet<>(numbers);
      rows.each(
          range.range(span.getMin(), span.getMax()),
          entry -> {
            if (wanted.contains(entry.key().group())) {
              found.add(entry);
            }
          });
      return found;
    }
    rows.multiGet(numbers.stream().map(key::key).toList())
        .forEach((k, value) -> found.add(new Entry(k, value)));
    return found;
  }

  /** The structure of the message as it is read, prefix included. */
  public MessageStructure structure(AccountId account, Email email) {
    Rows rows = store.read(MailKeys.partition(account));
    return rows.get(MailKeys.structure(email.number()))
        .map(row -> StructureCodec.read(Row.read(row, StructureRow.parser())))
        .map(structure -> Prefixed.shift(structure, email.prefix().length))
        .orElseGet(() -> scan(bytes(account, email)));
  }

  /** The envelope as IMAP sends it. */
  public byte[] envelope(AccountId account, Email email) {
    return email
        .envelope()
        .orElseGet(() -> ImapForm.envelope(scan(bytes(account, email)).envelope()));
  }

  private static MessageStructure scan(ByteSource message) {
    var scanner = new MessageScanner(MimeLimits.DEFAULT);
    try (InputStream in = message.open(0, message.length())) {
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
      int prefix = email.prefix().length;
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
