package org.mailstead.post;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.post.rows.UploadRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Blob;
import org.mailstead.store.BlobDraft;
import org.mailstead.store.BlobId;
import org.mailstead.store.Blobs;
import org.mailstead.store.Entry;
import org.mailstead.store.Key;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Octets that clients hand in before they say what for (RFC 8620 section 6). They stay for a day;
 * when an account has too many of them the oldest go first, but none that is younger than an hour.
 */
public final class Uploads {
  static final Duration KEPT = Duration.ofDays(1);
  private static final Duration AT_LEAST = Duration.ofHours(1);

  /** Of one account. */
  private static final int MOST = 2_000;

  /** Rows of a commit, each with another of its blob. */
  private static final int BATCH = 400;

  private static final long MOST_OCTETS = 1L << 30;

  private final Accounts store;
  private final Blobs blobs;
  private final Intake intake;
  private final Intents intents;
  private final InstantSource clock;

  Uploads(Accounts store, Blobs blobs, Intake intake, Intents intents, InstantSource clock) {
    this.store = store;
    this.blobs = blobs;
    this.intake = intake;
    this.intents = intents;
    this.clock = clock;
  }

  /**
   * Something that was handed in.
   *
   * @param number unique in the account
   * @param by whose user did it: nobody else sees it
   */
  public record Upload(long number, long size, Instant at, AccountId by) {}

  /**
   * Takes octets.
   *
   * @param most octets
   * @throws Refused TOO_LARGE, OVER_QUOTA when too much was handed in lately and not used
   */
  public Upload put(AccountId account, AccountId by, InputStream in, long most) throws IOException {
    Blob blob;
    try (BlobDraft draft = intake.draft(account)) {
      byte[] buffer = new byte[1 << 16];
      long size = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        size += n;
        if (size > most) {
          throw new Refused(Problem.Kind.TOO_LARGE, "upload.size", Long.toString(most));
        }
        draft.write(buffer, 0, n);
      }
      blob = draft.finish(account);
    }
    makeRoom(account, blob.size());
    return write(account, by, blob);
  }

  private Upload write(AccountId account, AccountId by, Blob blob) {
    long now = clock.millis();
    var row = UploadRow.newBuilder().setSize(blob.size()).setAtMs(now).setBy(by.value());
    return intents.change(
        account,
        mail -> {
          long number = mail.account().getNextEmail();
          mail.account().setNextEmail(number + 1);
          switch (blob) {
            case Blob.Small(_, _, byte[] packed) -> row.setPacked(ByteString.copyFrom(packed));
            case Blob.Large(var id, _) -> {
              row.setBlob(ByteString.copyFrom(id.bytes()));
              mail.draft().put(MailKeys.blobUse(id.bytes(), number), new byte[0]);
            }
          }
          mail.draft().put(MailKeys.upload(number), Row.write(row.build()));
          return new Upload(number, blob.size(), Instant.ofEpochMilli(now), by);
        });
  }

  private void makeRoom(AccountId account, long more) {
    List<Entry> all = store.read(MailKeys.partition(account)).scan(MailKeys.uploads(), false, MOST);
    long octets = more + all.stream().mapToLong(entry -> row(entry).getSize()).sum();
    List<Entry> go = new ArrayList<>();
    long young = clock.instant().minus(AT_LEAST).toEpochMilli();
    for (Entry oldest : all) {
      boolean room = octets <= MOST_OCTETS && all.size() - go.size() < MOST;
      if (room) {
        break;
      }
      if (row(oldest).getAtMs() > young) {
        throw new Refused(Problem.Kind.OVER_QUOTA, "upload.many");
      }
      go.add(oldest);
      octets -= row(oldest).getSize();
    }
    drop(account, go);
  }

  /** Forgets what nobody came back for. */
  void purge(AccountId account, Instant now) {
    long before = now.minus(KEPT).toEpochMilli();
    List<Entry> all = store.read(MailKeys.partition(account)).scan(MailKeys.uploads(), false, MOST);
    drop(account, all.stream().filter(entry -> row(entry).getAtMs() < before).toList());
  }

  /** Forgets some that are needed no more. */
  public void remove(AccountId account, List<Long> numbers) {
    Rows rows = store.read(MailKeys.partition(account));
    List<Entry> gone = new ArrayList<>();
    for (long number : numbers) {
      Key key = MailKeys.upload(number);
      rows.get(key).ifPresent(row -> gone.add(new Entry(key, row)));
    }
    for (int at = 0; at < gone.size(); at += BATCH) {
      drop(account, gone.subList(at, Math.min(gone.size(), at + BATCH)));
    }
  }

  private void drop(AccountId account, List<Entry> gone) {
    if (gone.isEmpty()) {
      return;
    }
    store.update(
        MailKeys.partition(account),
        draft -> {
          draft.useReserve();
          for (Entry entry : gone.subList(0, Math.min(gone.size(), BATCH))) {
            UploadRow row = row(entry);
            draft.delete(entry.key());
            if (!row.getBlob().isEmpty()) {
              draft.delete(MailKeys.blobUse(row.getBlob().toByteArray(), entry.key().group()));
            }
          }
        });
  }

  private static UploadRow row(Entry entry) {
    return Row.read(entry.value(), UploadRow.parser());
  }

  /** Something that was handed in, as far as it is still there and this user's. */
  public Optional<Upload> find(AccountId account, long number, AccountId by) {
    return read(account, number)
        .filter(row -> row.getBy() == by.value())
        .map(row -> new Upload(number, row.getSize(), Instant.ofEpochMilli(row.getAtMs()), by));
  }

  private Optional<UploadRow> read(AccountId account, long number) {
    Rows rows = store.read(MailKeys.partition(account));
    return rows.get(MailKeys.upload(number))
        .or(() -> rows.get(MailKeys.held(number)))
        .map(row -> Row.read(row, UploadRow.parser()));
  }

  /** Its octets. */
  public ByteSource bytes(AccountId account, Upload upload) {
    UploadRow row =
        read(account, upload.number())
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "blob.missing"));
    return new ByteSource() {
      @Override
      public long length() {
        return row.getSize();
      }

      @Override
      public InputStream open(long from, long length) throws IOException {
        return row.getBlob().isEmpty()
            ? blobs.open(row.getPacked().toByteArray(), from, length)
            : blobs.open(BlobId.ofBytes(row.getBlob().toByteArray()), from, length);
      }
    };
  }
}
