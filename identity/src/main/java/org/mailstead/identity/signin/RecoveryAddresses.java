package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.mailstead.identity.rows.RecoveryRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Addresses to which a way to a new password is sent. One counts only after its reader has shown a
 * code that was sent there: a mistyped address would hand the account to a stranger.
 */
public final class RecoveryAddresses {
  /** For how long a code counts. */
  static final Duration CODE = Duration.ofMinutes(30);

  /** Codes an hour, to whatever address: nobody's mailbox is filled from here. */
  static final int MOST_CODES = 5;

  /** One of a million codes is right: so many tries leave 1 in 200,000. */
  private static final int MOST_WRONG = 5;

  /** A way that was just sent is not sent again. */
  static final Duration BETWEEN = Duration.ofMinutes(5);

  private static final int CODES = 1_000_000;

  private final Accounts store;
  private final Secrets secrets;
  private final InstantSource clock;

  RecoveryAddresses(Accounts store, Secrets secrets, InstantSource clock) {
    this.store = store;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** The address that counts. */
  public Optional<EmailAddress> find(AccountId account) {
    return of(account).address();
  }

  RecoveryAddress of(AccountId account) {
    RecoveryRow row =
        store
            .read(Person.of(account))
            .get(Person.RECOVERY)
            .map(RecoveryAddresses::row)
            .orElseGet(RecoveryRow::getDefaultInstance);
    boolean waits = row.hasNext() && clock.millis() < row.getNext().getUntilMs();
    return new RecoveryAddress(
        address(row.getAddress()),
        Instant.ofEpochMilli(row.getSinceMs()),
        waits ? address(row.getNext().getAddress()) : Optional.empty());
  }

  private static RecoveryRow row(byte[] bytes) {
    return Row.read(bytes, RecoveryRow.parser());
  }

  private static RecoveryRow row(Draft draft) {
    return draft
        .get(Person.RECOVERY)
        .map(RecoveryAddresses::row)
        .orElseGet(RecoveryRow::getDefaultInstance);
  }

  private static Optional<EmailAddress> address(String text) {
    return text.isEmpty() ? Optional.empty() : EmailAddress.parse(text);
  }

  private ByteString hash(AccountId account, String code) {
    return ByteString.copyFrom(
        secrets.hash("recovery address of " + account, code.getBytes(US_ASCII)));
  }

  /** A code to be sent. */
  record Begun(String code, Instant until) {}

  /**
   * Begins with an address; the one that counts goes on counting.
   *
   * @throws Refused RATE_LIMITED when too many codes were sent lately
   */
  Begun begin(AccountId account, EmailAddress address) {
    String code = "%06d".formatted(secrets.source().nextInt(CODES));
    long now = clock.millis();
    Instant until = clock.instant().plus(CODE);
    boolean begun =
        store.change(
            Person.of(account),
            draft -> {
              RecoveryRow row = row(draft);
              List<Long> sent =
                  row.getCodeMsList().stream()
                      .filter(at -> now - at < Duration.ofHours(1).toMillis())
                      .toList();
              if (sent.size() >= MOST_CODES) {
                return false;
              }
              RecoveryRow.Unconfirmed next =
                  RecoveryRow.Unconfirmed.newBuilder()
                      .setAddress(address.toString())
                      .setCode(hash(account, code))
                      .setUntilMs(until.toEpochMilli())
                      .build();
              RecoveryRow.Builder after = row.toBuilder().clearCodeMs().addAllCodeMs(sent);
              draft.put(Person.RECOVERY, Row.write(after.addCodeMs(now).setNext(next).build()));
              return true;
            });
    if (!begun) {
      throw new Refused(Problem.Kind.RATE_LIMITED, "recovery.many");
    }
    return new Begun(code, until);
  }

  /**
   * What counted before and what counts now.
   *
   * @param before empty for none
   */
  record Changed(Optional<EmailAddress> before, EmailAddress now) {}

  /**
   * Takes the code that was sent.
   *
   * @throws Refused EXPIRED when none waits any more; BAD_CREDENTIALS for another code
   */
  Changed confirm(AccountId account, String code) {
    ByteString shown = hash(account, code.replaceAll("\\s", ""));
    Optional<Optional<Changed>> outcome =
        store.change(Person.of(account), draft -> confirm(draft, shown));
    return outcome
        .orElseThrow(() -> new Refused(Problem.Kind.EXPIRED, "recovery.expired"))
        .orElseThrow(() -> new Refused(Problem.Kind.BAD_CREDENTIALS, "recovery.code"));
  }

  /** Empty outside when none waits, inside when it is another. */
  private Optional<Optional<Changed>> confirm(Draft draft, ByteString shown) {
    RecoveryRow row = row(draft);
    RecoveryRow.Unconfirmed next = row.getNext();
    if (!row.hasNext() || clock.millis() >= next.getUntilMs()) {
      return Optional.empty();
    }
    RecoveryRow.Builder after = row.toBuilder();
    Optional<EmailAddress> now = address(next.getAddress());
    boolean right = Secrets.same(next.getCode().toByteArray(), shown.toByteArray());
    if (right) {
      after.setAddress(next.getAddress()).setSinceMs(clock.millis()).clearNext();
    } else if (next.getWrong() + 1 >= MOST_WRONG) {
      after.clearNext();
    } else {
      after.setNext(next.toBuilder().setWrong(next.getWrong() + 1));
    }
    draft.put(Person.RECOVERY, Row.write(after.build()));
    Optional<EmailAddress> before = address(row.getAddress());
    return Optional.of(now.filter(_ -> right).map(address -> new Changed(before, address)));
  }

  /** Takes it away, and what waits for a code; returns what counted. */
  Optional<EmailAddress> remove(AccountId account) {
    return store.change(
        Person.of(account),
        draft -> {
          RecoveryRow row = row(draft);
          RecoveryRow after =
              RecoveryRow.newBuilder()
                  .addAllCodeMs(row.getCodeMsList())
                  .setAskedMs(row.getAskedMs())
                  .build();
          draft.put(Person.RECOVERY, Row.write(after));
          return address(row.getAddress());
        });
  }

  /** Whether a way may be sent now; then none may for a while. */
  boolean asked(AccountId account) {
    return store.change(
        Person.of(account),
        draft -> {
          RecoveryRow row = row(draft);
          if (clock.millis() - row.getAskedMs() < BETWEEN.toMillis()) {
            return false;
          }
          RecoveryRow after = row.toBuilder().setAskedMs(clock.millis()).build();
          draft.put(Person.RECOVERY, Row.write(after));
          return true;
        });
  }
}
