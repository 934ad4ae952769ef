package org.mailstead.post;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.mailstead.post.rows.RecordRow;
import org.mailstead.post.rows.RecordsRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Entry;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Small things of an account that are no mail: identities, submissions, settings. Each is an object
 * in JSON; what is in it is the business of whoever keeps it. What is gone is known for a while, so
 * that clients can be told.
 */
public final class Records {
  /** How long it is known what is gone: as long as the log goes back. */
  private static final Duration REMEMBERED = Duration.ofDays(90);

  /** Octets of one: a row's limit, with room. */
  public static final int MAX_SIZE = 60 << 10;

  private static final int PURGED = 400;

  private final Accounts store;
  private final Intents intents;
  private final InstantSource clock;

  Records(Accounts store, Intents intents, InstantSource clock) {
    this.store = store;
    this.intents = intents;
    this.clock = clock;
  }

  /** What it is. The codes are stored; {@code most} of a kind may be there at a time. */
  public enum Kind {
    IDENTITY(1, 200),
    SUBMISSION(2, 20_000),
    PUSH(3, 100);

    private final int code;
    private final int most;

    Kind(int code, int most) {
      this.code = code;
      this.most = most;
    }
  }

  /** One of them. */
  public record Item(long id, String json) {}

  private Rows rows(AccountId account) {
    return store.read(MailKeys.partition(account));
  }

  public Optional<Item> find(AccountId account, Kind kind, long id) {
    return rows(account)
        .get(MailKeys.record(kind.code, id))
        .map(row -> Row.read(row, RecordRow.parser()))
        .filter(row -> !row.getGone())
        .map(row -> new Item(id, row.getJson()));
  }

  /** All of a kind, in the order in which they were made. */
  public List<Item> all(AccountId account, Kind kind) {
    List<Item> all = new ArrayList<>();
    rows(account)
        .each(
            MailKeys.records(kind.code),
            entry -> {
              RecordRow row = row(entry);
              if (!row.getGone()) {
                all.add(new Item(entry.key().suffixLong(0), row.getJson()));
              }
            });
    return all;
  }

  private static RecordRow row(Entry entry) {
    return Row.read(entry.value(), RecordRow.parser());
  }

  /** The version of the last change of a kind. */
  public long version(AccountId account, Kind kind) {
    return known(rows(account), kind).getVersion();
  }

  private static RecordsRow known(Rows rows, Kind kind) {
    return rows.get(MailKeys.recordsOf(kind.code))
        .map(row -> Row.read(row, RecordsRow.parser()))
        .orElseGet(RecordsRow::getDefaultInstance);
  }

  /**
   * Makes one.
   *
   * @return its id, unique in the account
   * @throws Refused TOO_MANY, TOO_LARGE
   */
  public long create(AccountId account, Kind kind, String json) {
    check(json);
    return intents.change(account, mail -> create(mail, kind, mail.number(), json));
  }

  /** The id of one that is made later. */
  public long reserve(AccountId account) {
    return intents.change(account, MailDraft::number);
  }

  /**
   * Makes one whose id was reserved.
   *
   * @throws Refused TOO_MANY, TOO_LARGE
   */
  public void create(AccountId account, Kind kind, long id, String json) {
    check(json);
    intents.change(account, mail -> create(mail, kind, id, json));
  }

  private long create(MailDraft mail, Kind kind, long id, String json) {
    if (count(mail.draft(), kind) >= kind.most) {
      throw new Refused(Problem.Kind.TOO_MANY, "records.limit", "" + kind.most);
    }
    write(mail, kind, id, RecordRow.newBuilder().setJson(json).setCreated(mail.version()));
    return id;
  }

  /**
   * Says that one looks different now, though what is kept of it is the same.
   *
   * @param is whether it is the one that is meant
   */
  public void touch(AccountId account, Kind kind, long id, Predicate<String> is) {
    intents.change(
        account,
        mail -> {
          Optional<RecordRow> row = there(mail, kind, id).filter(now -> is.test(now.getJson()));
          row.ifPresent(now -> write(mail, kind, id, now.toBuilder()));
          return row.isPresent();
        });
  }

  private static long count(Rows rows, Kind kind) {
    var count = new long[1];
    rows.each(MailKeys.records(kind.code), entry -> count[0] += row(entry).getGone() ? 0 : 1);
    return count[0];
  }

  private static void check(String json) {
    if (json.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MAX_SIZE) {
      throw new Refused(Problem.Kind.TOO_LARGE, "records.size", Integer.toString(MAX_SIZE));
    }
  }

  private void write(MailDraft mail, Kind kind, long id, RecordRow.Builder row) {
    row.setVersion(mail.version()).setAtMs(clock.millis());
    mail.draft().put(MailKeys.record(kind.code, id), Row.write(row.build()));
    RecordsRow known = known(mail.draft(), kind).toBuilder().setVersion(mail.version()).build();
    mail.draft().put(MailKeys.recordsOf(kind.code), Row.write(known));
  }

  /**
   * Changes one; false when it is not there.
   *
   * @param change may run more than once
   */
  public boolean update(AccountId account, Kind kind, long id, UnaryOperator<String> change) {
    return intents.change(
        account,
        mail -> {
          Optional<RecordRow> row = there(mail, kind, id);
          row.ifPresent(now -> {
            String json = change.apply(now.getJson());
            check(json);
            if (!json.equals(now.getJson())) {
              write(mail, kind, id, now.toBuilder().setJson(json));
            }
          });
          return row.isPresent();
        });
  }

  private static Optional<RecordRow> there(MailDraft mail, Kind kind, long id) {
    return mail.draft()
        .get(MailKeys.record(kind.code, id))
        .map(row -> Row.read(row, RecordRow.parser()))
        .filter(row -> !row.getGone());
  }

  /** Removes one; false when it is not there. */
  public boolean destroy(AccountId account, Kind kind, long id) {
    return intents.change(
        account,
        mail -> {
          mail.draft().useReserve();
          Optional<RecordRow> row = there(mail, kind, id);
          row.ifPresent(now -> write(mail, kind, id, now.toBuilder().setJson("").setGone(true)));
          return row.isPresent();
        });
  }

  /**
   * What became of those of a kind since a point; empty when that is not known any more.
   *
   * @param most ids
   */
  public Optional<Difference<Long>> since(
      AccountId account, Kind kind, Difference.Point point, int most) {
    RecordsRow known = known(rows(account), kind);
    boolean tooOld = point.version() < known.getHorizon();
    if (tooOld || store.isLost(MailKeys.partition(account), point.version())) {
      return Optional.empty();
    }
    long after = point.told() > 0 ? point.version() - 1 : point.version();
    List<Entry> changed = new ArrayList<>();
    rows(account)
        .each(
            MailKeys.records(kind.code),
            entry -> {
              if (row(entry).getVersion() > after) {
                changed.add(entry);
              }
            });
    changed.sort(Comparator.comparingLong(entry -> row(entry).getVersion()));
    var ledger = new Ledger<Long>(point, most);
    int at = 0;
    while (at < changed.size()) {
      long version = row(changed.get(at)).getVersion();
      var changes = new java.util.LinkedHashMap<Long, Ledger.Change>();
      while (at < changed.size() && row(changed.get(at)).getVersion() == version) {
        RecordRow row = row(changed.get(at));
        int before = row.getCreated() <= after ? 1 : 0;
        long id = changed.get(at).key().suffixLong(0);
        changes.put(id, new Ledger.Change(id, before, row.getGone() ? 0 : 1));
        at++;
      }
      ledger.take(version, changes);
    }
    return Optional.of(ledger.done(known.getVersion()));
  }

  /** Forgets what has been gone for long. */
  void purge(AccountId account, Instant now) {
    long before = now.minus(REMEMBERED).toEpochMilli();
    for (Kind kind : Kind.values()) {
      List<Entry> old = new ArrayList<>();
      rows(account)
          .each(
              MailKeys.records(kind.code),
              entry -> {
                if (row(entry).getGone() && row(entry).getAtMs() < before) {
                  old.add(entry);
                }
              });
      if (!old.isEmpty()) {
        forget(account, kind, old.subList(0, Math.min(PURGED, old.size())));
      }
    }
  }

  private void forget(AccountId account, Kind kind, List<Entry> old) {
    long horizon = old.stream().mapToLong(entry -> row(entry).getVersion()).max().orElse(0);
    store.update(
        MailKeys.partition(account),
        draft -> {
          draft.useReserve();
          old.forEach(entry -> draft.delete(entry.key()));
          RecordsRow known = known(draft, kind);
          long highest = Math.max(known.getHorizon(), horizon);
          draft.put(
              MailKeys.recordsOf(kind.code),
              Row.write(known.toBuilder().setHorizon(highest).build()));
        });
  }
}
