package org.mailstead.post;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.post.rows.UploadingRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Entry;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Uploads that come in parts, over connections that break. What has come is kept, also of a part
 * that broke off, for a day after the first; the whole is made of it in the end.
 */
public final class PartialUploads {
  /** Of an account, unfinished. */
  private static final int MOST = 20;

  private static final int MOST_PARTS = 500;

  /** Rows that are looked at: those that are finished stay for a day too. */
  private static final int MOST_ROWS = 2_000;

  private final Accounts store;
  private final Intents intents;
  private final Uploads uploads;
  private final InstantSource clock;

  PartialUploads(Accounts store, Intents intents, Uploads uploads, InstantSource clock) {
    this.store = store;
    this.intents = intents;
    this.uploads = uploads;
    this.clock = clock;
  }

  /**
   * One of them.
   *
   * @param offset how many octets are there
   * @param length of the whole, where it was told
   * @param finished what was made of it; empty as long as something is missing
   */
  public record Partial(
      long number,
      long offset,
      OptionalLong length,
      String type,
      Optional<Uploads.Upload> finished) {}

  /**
   * What came of a part.
   *
   * @param whole whether the client has sent it to its end
   */
  public record Appended(Partial now, boolean whole) {}

  /**
   * @throws Refused OVER_QUOTA when too many are unfinished
   */
  public Partial begin(AccountId account, AccountId by, OptionalLong length, String type) {
    long now = clock.millis();
    List<Entry> all = rows(account);
    long open = all.stream().filter(entry -> row(entry).getFinished() == 0).count();
    if (open >= MOST || all.size() >= MOST_ROWS) {
      throw new Refused(Problem.Kind.OVER_QUOTA, "upload.unfinished");
    }
    var row = UploadingRow.newBuilder().setBy(by.value()).setAtMs(now).setType(type);
    length.ifPresent(row::setLength);
    return intents.change(
        account,
        mail -> {
          long number = mail.account().getNextEmail();
          mail.account().setNextEmail(number + 1);
          mail.draft().put(MailKeys.uploading(number), Row.write(row.build()));
          return new Partial(number, 0, length, type, Optional.empty());
        });
  }

  private List<Entry> rows(AccountId account) {
    return store.read(MailKeys.partition(account)).scan(MailKeys.uploadings(), false, MOST_ROWS);
  }

  private static UploadingRow row(Entry entry) {
    return Row.read(entry.value(), UploadingRow.parser());
  }

  private Optional<UploadingRow> read(AccountId account, AccountId by, long number) {
    long since = clock.instant().minus(Uploads.KEPT).toEpochMilli();
    return store
        .read(MailKeys.partition(account))
        .get(MailKeys.uploading(number))
        .map(bytes -> Row.read(bytes, UploadingRow.parser()))
        .filter(row -> row.getBy() == by.value() && row.getAtMs() >= since);
  }

  /** Empty when there is none, or it is another user's. */
  public Optional<Partial> find(AccountId account, AccountId by, long number) {
    return read(account, by, number).map(row -> partial(account, by, number, row));
  }

  private Partial partial(AccountId account, AccountId by, long number, UploadingRow row) {
    return new Partial(
        number,
        row.getOffset(),
        row.hasLength() ? OptionalLong.of(row.getLength()) : OptionalLong.empty(),
        row.getType(),
        Optional.of(row.getFinished())
            .filter(made -> made > 0)
            .flatMap(made -> uploads.find(account, made, by)));
  }

  /**
   * Keeps what comes, as far as it comes.
   *
   * @param most octets of the whole
   * @throws Refused TOO_LARGE, OVER_QUOTA; CONFLICT when another part was faster
   */
  public Appended append(AccountId account, AccountId by, Partial to, InputStream in, long most)
      throws IOException {
    var breaking = new Breaking(in);
    var octets = new PushbackInputStream(breaking);
    int first = octets.read();
    if (first < 0) {
      return new Appended(to, !breaking.broken);
    }
    octets.unread(first);
    Uploads.Upload part = uploads.put(account, by, octets, to.length.orElse(most) - to.offset);
    boolean added =
        intents.change(
            account,
            mail -> {
              Optional<UploadingRow> row =
                  mail.draft()
                      .get(MailKeys.uploading(to.number))
                      .map(bytes -> Row.read(bytes, UploadingRow.parser()))
                      .filter(one -> one.getOffset() == to.offset && one.getFinished() == 0)
                      .filter(one -> one.getPartsCount() < MOST_PARTS);
              row.map(one -> one.toBuilder().addParts(part.number()))
                  .map(one -> one.setOffset(to.offset + part.size()).build())
                  .ifPresent(
                      one -> mail.draft().put(MailKeys.uploading(to.number), Row.write(one)));
              return row.isPresent();
            });
    if (!added) {
      uploads.remove(account, List.of(part.number()));
      throw new Refused(Problem.Kind.CONFLICT, "upload.offset");
    }
    Partial now = find(account, by, to.number).orElseThrow(PartialUploads::gone);
    return new Appended(now, !breaking.broken);
  }

  /**
   * Makes the whole of all that has come.
   *
   * @throws Refused INVALID when something is missing, EXPIRED when a part is gone
   */
  public Uploads.Upload finish(AccountId account, AccountId by, long number) throws IOException {
    UploadingRow row = read(account, by, number).orElseThrow(PartialUploads::gone);
    if (row.hasLength() && row.getLength() != row.getOffset()) {
      throw new Refused(Problem.Kind.INVALID, "upload.length", Long.toString(row.getLength()));
    }
    List<ByteSource> parts = new ArrayList<>();
    for (long part : row.getPartsList()) {
      Uploads.Upload found = uploads.find(account, part, by).orElseThrow(PartialUploads::gone);
      parts.add(uploads.bytes(account, found));
    }
    Uploads.Upload made;
    try (var all = new Parts(parts.iterator())) {
      made = uploads.put(account, by, all, row.getOffset());
    }
    intents.change(
        account,
        mail -> {
          UploadingRow done = row.toBuilder().clearParts().setFinished(made.number()).build();
          mail.draft().put(MailKeys.uploading(number), Row.write(done));
          return true;
        });
    uploads.remove(account, row.getPartsList());
    return made;
  }

  private static Refused gone() {
    return new Refused(Problem.Kind.EXPIRED, "upload.expired");
  }

  /** Forgets it, with all that has come; what was made of it stays. */
  public void cancel(AccountId account, AccountId by, long number) {
    read(account, by, number).ifPresent(row -> forget(account, number, row));
  }

  private void forget(AccountId account, long number, UploadingRow row) {
    store.update(
        MailKeys.partition(account),
        draft -> {
          draft.useReserve();
          draft.delete(MailKeys.uploading(number));
        });
    uploads.remove(account, row.getPartsList());
  }

  /** Forgets those that nobody came back for. */
  void purge(AccountId account, Instant now) {
    long before = now.minus(Uploads.KEPT).toEpochMilli();
    for (Entry entry : rows(account)) {
      if (row(entry).getAtMs() < before) {
        forget(account, entry.key().group(), row(entry));
      }
    }
  }

  /** Ends where the client's connection breaks. */
  private static final class Breaking extends FilterInputStream {
    private boolean broken;

    Breaking(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      if (broken) {
        return -1;
      }
      try {
        return in.read(into, from, length);
      } catch (IOException _) {
        broken = true; // what has come so far is what the client wants to be kept
        return -1;
      }
    }
  }

  /** One after the other; none is opened before the one before it has been read. */
  private static final class Parts extends InputStream {
    private final Iterator<ByteSource> parts;
    private InputStream now = InputStream.nullInputStream();

    Parts(Iterator<ByteSource> parts) {
      this.parts = parts;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int read = now.read(into, from, length);
      while (read < 0 && parts.hasNext()) {
        now.close();
        ByteSource part = parts.next();
        now = part.open(0, part.length());
        read = now.read(into, from, length);
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      now.close();
    }
  }
}
