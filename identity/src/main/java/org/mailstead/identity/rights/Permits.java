package org.mailstead.identity.rights;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.rows.PermitRow;
import org.mailstead.identity.signin.Alert;
import org.mailstead.identity.signin.Alerts;
import org.mailstead.identity.signin.Leave;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Leave to look into accounts: never without a reason, an end, and a message to the owner. */
public final class Permits implements Leave {
  private static final Duration LONGEST = Duration.ofHours(8);
  private static final int LEAST_REASON = 10;
  private static final int MOST_REASON = 500;
  private static final Duration KEPT = Duration.ofDays(90);
  private static final int MOST = 1_000;

  private final Accounts store;
  private final Directory directory;
  private final Secrets secrets;
  private final Alerts alerts;
  private final InstantSource clock;

  public Permits(
      Accounts store, Directory directory, Secrets secrets, Alerts alerts, InstantSource clock) {
    this.store = store;
    this.directory = directory;
    this.secrets = secrets;
    this.alerts = alerts;
    this.clock = clock;
  }

  /**
   * Gives it, and tells the owner.
   *
   * @throws Refused INVALID without a reason, for too long, or for one's own account
   */
  public Permit give(Account by, Account into, String reason, Duration life) {
    String said = reason.strip();
    if (said.length() < LEAST_REASON
        || said.length() > MOST_REASON
        || said.chars().anyMatch(Character::isISOControl)) {
      throw new Refused(
          Problem.Kind.INVALID,
          "permit.reason",
          Integer.toString(LEAST_REASON),
          Integer.toString(MOST_REASON));
    }
    if (life.isNegative() || life.isZero() || life.compareTo(LONGEST) > 0) {
      throw new Refused(Problem.Kind.INVALID, "permit.time", Long.toString(LONGEST.toMinutes()));
    }
    if (by.id().equals(into.id())) {
      throw new Refused(Problem.Kind.INVALID, "permit.own");
    }
    PermitRow row =
        PermitRow.newBuilder()
            .setId(secrets.number())
            .setBy(by.id().value())
            .setInto(into.id().value())
            .setReason(said)
            .setMadeMs(clock.millis())
            .setUntilMs(clock.millis() + life.toMillis())
            .build();
    store.update(
        RightsRows.PARTITION,
        draft -> {
          tidy(draft);
          draft.put(key(row.getId()), Row.write(row));
        });
    Permit permit = permit(row);
    alerts.tell(into.id(), new Alert.LookedInto(by.address().toString(), said, permit.until()));
    return permit;
  }

  private void tidy(Draft draft) {
    List<Key> old = new ArrayList<>();
    draft.each(
        KeyRange.collection(RightsRows.PERMITS),
        entry -> {
          if (read(entry.value()).getUntilMs() < clock.millis() - KEPT.toMillis()) {
            old.add(entry.key());
          }
        });
    old.forEach(draft::delete);
    if (draft.scan(KeyRange.collection(RightsRows.PERMITS), false, MOST).size() == MOST) {
      throw new Refused(Problem.Kind.TOO_MANY, "permit.many", Integer.toString(MOST));
    }
  }

  private static Key key(long id) {
    return Key.of(RightsRows.PERMITS, id);
  }

  private static PermitRow read(byte[] row) {
    return Row.read(row, PermitRow.parser());
  }

  private static Permit permit(PermitRow row) {
    return new Permit(
        row.getId(),
        new AccountId(row.getBy()),
        new AccountId(row.getInto()),
        row.getReason(),
        Instant.ofEpochMilli(row.getMadeMs()),
        Instant.ofEpochMilli(row.getUntilMs()));
  }

  /** Those of 90 days, the latest first. */
  public List<Permit> all() {
    List<Permit> all = new ArrayList<>();
    store
        .read(RightsRows.PARTITION)
        .each(
            KeyRange.collection(RightsRows.PERMITS), entry -> all.add(permit(read(entry.value()))));
    all.sort(Comparator.comparing(Permit::made).reversed());
    return all;
  }

  /**
   * Ends one; sessions that it opened end within half a minute.
   *
   * @throws Refused NOT_FOUND
   */
  public void end(long id) {
    store.update(
        RightsRows.PARTITION,
        draft -> {
          PermitRow row =
              draft
                  .get(key(id))
                  .map(Permits::read)
                  .filter(this::counts)
                  .orElseThrow(() ->
                      new Refused(Problem.Kind.NOT_FOUND, "permit.missing", Long.toHexString(id)));
          draft.put(key(id), Row.write(row.toBuilder().setUntilMs(clock.millis()).build()));
        });
  }

  private boolean counts(PermitRow row) {
    return clock.millis() < row.getUntilMs()
        && directory
            .account(new AccountId(row.getBy()))
            .filter(account -> !account.isOff())
            .isPresent();
  }

  @Override
  public Optional<Long> find(AccountId by, AccountId into) {
    return all().stream()
        .filter(one -> one.by().equals(by) && one.into().equals(into) && stands(one.id()))
        .map(Permit::id)
        .findFirst();
  }

  @Override
  public boolean stands(long permit) {
    return store
        .read(RightsRows.PARTITION)
        .get(key(permit))
        .map(Permits::read)
        .filter(this::counts)
        .isPresent();
  }
}
