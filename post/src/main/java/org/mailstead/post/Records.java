package org.mailstead.post;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.mailstead.post.rows.RecordNameRow;
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
    PUSH(3, 100),
    ADDRESS_BOOK(10, 200),
    CARD(11, 25_000),
    SHARE_NOTICE(12, 500),
    CATEGORY(20, 100),
    TEMPLATE(21, 200),
    PREFERENCES(22, 1),
    SENDER(23, 2_000),
    SAVED_SEARCH(30, 200),
    JOB(40, 110),
    RULE(41, 200),
    SWEEP(42, 100);

    private final int code;
    private final int most;

    Kind(int code, int most) {
      this.code = code;
      this.most = most;
    }
  }

  /** One of them. */
  public record Item(long id, String json) {}

  /**
   * What is kept of one.
   *
   * @param name no other of the kind may have it
   * @param uploads octets that were handed in and stay as long as it names them
   */
  public record Content(String json, Optional<String> name, Set<Long> uploads) {
    public Content {
      uploads = Set.copyOf(uploads);
    }

    public Content(String json) {
      this(json, Optional.empty(), Set.of());
    }

    private static Content of(RecordRow row) {
      Optional<String> name = Optional.of(row.getName()).filter(some -> !some.isEmpty());
      return new Content(row.getJson(), name, Set.copyOf(row.getUploadList()));
    }
  }

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

  /** Makes one that has no name. */
  public long create(AccountId account, Kind kind, String json) {
    return create(account, kind, new Content(json));
  }

  /** Makes one, unless there is one already; two at the same time make one. */
  public void createFirst(AccountId account, Kind kind, Content content) {
    intents.change(
        account,
        mail -> {
          if (count(mail.draft(), kind) == 0) {
            create(mail, kind, mail.number(), content);
          }
          return true;
        });
  }

  /**
   * Makes one.
   *
   * @return its id, unique in the account
   * @throws Refused TOO_MANY, TOO_LARGE; EXISTS for a name that another has; NOT_FOUND for octets
   */
  public long create(AccountId account, Kind kind, Content content) {
    check(content.json);
    return intents.change(account, mail -> create(mail, kind, mail.number(), content));
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
    intents.change(account, mail -> create(mail, kind, id, new Content(json)));
  }

  private long create(MailDraft mail, Kind kind, long id, Content content) {
    if (count(mail.draft(), kind) >= kind.most) {
      throw new Refused(Problem.Kind.TOO_MANY, "records.limit", "" + kind.most);
    }
    var none = RecordRow.newBuilder().setCreated(mail.version());
    write(mail, kind, id, take(mail, kind, id, none, content), 1);
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
          row.ifPresent(now -> write(mail, kind, id, now.toBuilder(), 0));
          return row.isPresent();
        });
  }

  /** What is in the one of a name. */
  static Optional<String> named(Rows rows, Kind kind, String name) {
    return rows.get(MailKeys.recordName(kind.code, name))
        .map(row -> Row.read(row, RecordNameRow.parser()).getId())
        .flatMap(id -> rows.get(MailKeys.record(kind.code, id)))
        .map(row -> Row.read(row, RecordRow.parser()).getJson());
  }

  /** The one of a name. */
  public Optional<Item> find(AccountId account, Kind kind, String name) {
    return rows(account)
        .get(MailKeys.recordName(kind.code, name))
        .map(row -> Row.read(row, RecordNameRow.parser()).getId())
        .flatMap(id -> find(account, kind, id));
  }

  /** How many there are. */
  private static long count(Rows rows, Kind kind) {
    RecordsRow known = known(rows, kind);
    if (known.hasCount()) {
      return known.getCount();
    }
    var count = new long[1];
    rows.each(MailKeys.records(kind.code), entry -> count[0] += row(entry).getGone() ? 0 : 1);
    return count[0];
  }

  private static void check(String json) {
    if (json.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MAX_SIZE) {
      throw new Refused(Problem.Kind.TOO_LARGE, "records.size", Integer.toString(MAX_SIZE));
    }
  }

  /** Puts the content in a row, in the place of what was in it. */
  private RecordRow.Builder take(
      MailDraft mail, Kind kind, long id, RecordRow.Builder row, Content content) {
    name(mail, kind, id, row.getName(), content.name.orElse(""));
    Set<Long> before = Set.copyOf(row.getUploadList());
    content.uploads.stream()
        .filter(number -> !before.contains(number))
        .forEach(number -> Held.hold(mail, number));
    before.stream()
        .filter(number -> !content.uploads.contains(number))
        .forEach(number -> Held.release(mail, number, clock.instant()));
    return row.setJson(content.json)
        .setName(content.name.orElse(""))
        .clearUpload()
        .addAllUpload(new TreeSet<>(content.uploads));
  }

  private static void name(MailDraft mail, Kind kind, long id, String before, String after) {
    if (before.equals(after)) {
      return;
    }
    if (!before.isEmpty()) {
      mail.draft().delete(MailKeys.recordName(kind.code, before));
    }
    if (!after.isEmpty()) {
      var key = MailKeys.recordName(kind.code, after);
      if (mail.draft().get(key).isPresent()) {
        throw new Refused(Problem.Kind.EXISTS, "records.name", after);
      }
      mail.draft().put(key, Row.write(RecordNameRow.newBuilder().setId(id).build()));
    }
  }

  /**
   * @param more how many more there are with this one
   */
  private void write(MailDraft mail, Kind kind, long id, RecordRow.Builder row, int more) {
    long count = count(mail.draft(), kind) + more;
    row.setVersion(mail.version()).setAtMs(clock.millis());
    mail.draft().put(MailKeys.record(kind.code, id), Row.write(row.build()));
    var known = known(mail.draft(), kind).toBuilder().setVersion(mail.version()).setCount(count);
    mail.draft().put(MailKeys.recordsOf(kind.code), Row.write(known.build()));
  }

  /** Changes what is in one, but not its name. */
  public boolean update(AccountId account, Kind kind, long id, UnaryOperator<String> change) {
    return change(
        account, kind, id, now -> new Content(change.apply(now.json), now.name, now.uploads));
  }

  /**
   * Changes one; false when it is not there.
   *
   * @param change may run more than once
   * @throws Refused as {@link #create}
   */
  public boolean change(AccountId account, Kind kind, long id, UnaryOperator<Content> change) {
    return intents.change(
        account,
        mail -> {
          Optional<RecordRow> row = there(mail, kind, id);
          row.ifPresent(now -> {
            Content content = change.apply(Content.of(now));
            check(content.json);
            if (!content.equals(Content.of(now))) {
              write(mail, kind, id, take(mail, kind, id, now.toBuilder(), content), 0);
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
          row.ifPresent(now ->
              write(
                  mail,
                  kind,
                  id,
                  take(mail, kind, id, now.toBuilder(), new Content("")).setGone(true),
                  -1));
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
