package org.mailstead.identity.signin;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.mailstead.identity.Account;
import org.mailstead.identity.rows.FactorsRow;
import org.mailstead.identity.rows.TotpRow;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** People's authenticator apps. */
public final class TotpApps {
  private static final int MOST = 5;
  private static final int MAX_NAME = 100;
  private static final String PURPOSE = "totp";

  /** One whose first code never came is forgotten after this. */
  private static final Duration UNCONFIRMED = Duration.ofHours(1);

  private final Factors factors;
  private final Secrets secrets;
  private final String issuer;
  private final InstantSource clock;

  /**
   * @param issuer what apps show beside the account's name
   */
  TotpApps(Factors factors, Secrets secrets, String issuer, InstantSource clock) {
    this.factors = factors;
    this.secrets = secrets;
    this.issuer = issuer;
    this.clock = clock;
  }

  /**
   * What an app has to be told. It counts once a code of it has come back.
   *
   * @param secret base32, to be typed where no camera is
   * @param uri for a QR code
   */
  public record SetUp(long id, String secret, String uri) {
    @Override
    public String toString() {
      return "SetUp[" + id + "]";
    }
  }

  /** An app in use. */
  public record App(long id, String name, Instant made) {}

  /**
   * Begins with a new app.
   *
   * @throws Refused INVALID for the name, TOO_MANY
   */
  public SetUp begin(Account account, String name) {
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw new Refused(Problem.Kind.INVALID, "factor.name", Integer.toString(MAX_NAME));
    }
    byte[] secret = secrets.random(Totp.SECRET_BYTES);
    long id = secrets.number();
    TotpRow row =
        TotpRow.newBuilder()
            .setId(id)
            .setName(name.strip())
            .setSecret(ByteString.copyFrom(secrets.seal(account.id(), PURPOSE, secret)))
            .setMadeMs(clock.millis())
            .build();
    factors.update(
        account.id(),
        before -> {
          FactorsRow left = withoutStale(before);
          if (left.getTotpCount() >= MOST) {
            throw new Refused(Problem.Kind.TOO_MANY, "factor.many", Integer.toString(MOST));
          }
          return left.toBuilder().addTotp(row).build();
        });
    return new SetUp(
        id, Totp.base32(secret), Totp.uri(secret, issuer, account.address().toString()));
  }

  private FactorsRow withoutStale(FactorsRow row) {
    long oldest = clock.millis() - UNCONFIRMED.toMillis();
    List<TotpRow> kept =
        row.getTotpList().stream()
            .filter(app -> app.getConfirmed() || app.getMadeMs() > oldest)
            .toList();
    return row.toBuilder().clearTotp().addAllTotp(kept).build();
  }

  /**
   * Takes an app's first code: from now on it counts.
   *
   * @throws Refused NOT_FOUND, or BAD_CREDENTIALS for a wrong code
   */
  public void confirm(AccountId account, long id, String code) {
    boolean right =
        factors.change(
            account,
            row -> {
              TotpRow app =
                  row.getTotpList().stream()
                      .filter(some -> some.getId() == id)
                      .findFirst()
                      .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "factor.missing"));
              OptionalLong step = match(account, app, code);
              return step.isEmpty()
                  ? new Factors.Changed<>(row, false)
                  : new Factors.Changed<>(taken(row, app, step.getAsLong()), true);
            });
    if (!right) {
      throw new Refused(Problem.Kind.BAD_CREDENTIALS, "factor.code");
    }
  }

  /** Whether it is a code of one of the account's apps, which no one has used; now it is used. */
  boolean take(AccountId account, String code) {
    return factors.change(
        account,
        row -> {
          for (TotpRow app : Factors.confirmed(row)) {
            OptionalLong step = match(account, app, code);
            if (step.isPresent()) {
              return new Factors.Changed<>(taken(row, app, step.getAsLong()), true);
            }
          }
          return new Factors.Changed<>(row, false);
        });
  }

  private OptionalLong match(AccountId account, TotpRow app, String code) {
    Optional<byte[]> secret = secrets.open(account, PURPOSE, app.getSecret().toByteArray());
    return secret.isEmpty()
        ? OptionalLong.empty()
        : Totp.match(secret.get(), code, clock.instant(), app.getLastStep());
  }

  private static FactorsRow taken(FactorsRow row, TotpRow app, long step) {
    TotpRow now = app.toBuilder().setConfirmed(true).setLastStep(step).build();
    return row.toBuilder().setTotp(row.getTotpList().indexOf(app), now).build();
  }

  public List<App> list(AccountId account) {
    return Factors.confirmed(factors.of(account)).stream()
        .map(app -> new App(app.getId(), app.getName(), Instant.ofEpochMilli(app.getMadeMs())))
        .toList();
  }

  /**
   * @return its name
   * @throws Refused NOT_FOUND
   */
  String remove(AccountId account, long id) {
    return factors.change(
        account,
        row -> {
          TotpRow gone =
              row.getTotpList().stream()
                  .filter(app -> app.getId() == id)
                  .findFirst()
                  .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "factor.missing"));
          FactorsRow left = row.toBuilder().removeTotp(row.getTotpList().indexOf(gone)).build();
          return new Factors.Changed<>(left, gone.getName());
        });
  }
}
