package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.rows.ResetRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Key;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Ways to a new password for who has forgotten the old one: a text that counts once and for a
 * while, brought to the person by somebody who knows who it is, or sent to an address that the
 * person has named before. It signs nobody in: a second factor is asked for as ever.
 */
public final class PasswordResets {
  static final Duration LIFE = Duration.ofHours(24);

  private static final int SECRET = 20;
  private static final int HASH = 16;

  /** Ways of a kind. As many that were asked for fit into the time that one counts. */
  private static final int MOST = 7;

  private final Accounts store;
  private final Directory directory;
  private final Credentials credentials;
  private final Devices devices;
  private final PasswordRules rules;
  private final Alerts alerts;
  private final InstantSource clock;

  PasswordResets(
      Accounts store,
      Directory directory,
      Credentials credentials,
      Devices devices,
      PasswordRules rules,
      Alerts alerts,
      InstantSource clock) {
    this.store = store;
    this.directory = directory;
    this.credentials = credentials;
    this.devices = devices;
    this.rules = rules;
    this.alerts = alerts;
    this.clock = clock;
  }

  /**
   * Makes one that somebody brings to the person; it counts for a day.
   *
   * @param by who, for the record
   * @return what the person brings: letters, digits and dots
   */
  public String make(AccountId account, String by) {
    return make(account, by, LIFE).token();
  }

  /**
   * One that counts.
   *
   * @param token what the person brings
   */
  record Made(String token, Instant until) {}

  /** Makes one that the person has asked for; those that others have made go on counting. */
  Made asked(AccountId account, Duration life) {
    return make(account, "", life);
  }

  Made make(AccountId account, String by, Duration life) {
    Secrets secrets = credentials.secrets();
    var held = new WebSessions.Held(account, secrets.number(), secrets.random(SECRET));
    String text = held.toString();
    Instant until = clock.instant().plus(life);
    ResetRow row = ResetRow.newBuilder().setUntilMs(until.toEpochMilli()).setBy(by).build();
    store.update(
        Person.of(account),
        draft -> {
          // Strangers can ask: that must not make one void that somebody was given.
          List<Key> alike = all(draft, other -> other.getBy().isEmpty() == by.isEmpty());
          if (alike.size() >= MOST) {
            alike.forEach(draft::delete);
          }
          draft.put(key(text), Row.write(row));
        });
    return new Made(text, until);
  }

  private Key key(String text) {
    byte[] hash = credentials.secrets().hash("password reset", text.getBytes(US_ASCII));
    return Person.reset(Arrays.copyOf(hash, HASH));
  }

  private static List<Key> all(Draft draft, Predicate<ResetRow> which) {
    List<Key> all = new ArrayList<>();
    draft.each(
        Person.RESETS,
        entry -> {
          if (which.test(row(entry.value()))) {
            all.add(entry.key());
          }
        });
    return all;
  }

  private static ResetRow row(byte[] bytes) {
    return Row.read(bytes, ResetRow.parser());
  }

  /**
   * Sets a new password; all that were made count no more.
   *
   * @throws Refused EXPIRED for a text that does not count; REFUSED for a password that is no good
   */
  public void use(String text, String password, Browser browser) {
    AccountId id =
        WebSessions.Held.parse(text).map(WebSessions.Held::account).orElseThrow(this::expired);
    Account account =
        directory.account(id).filter(known -> !known.isOff()).orElseThrow(this::expired);
    if (credentials.standings().isElsewhere(account)) {
      throw new Refused(Problem.Kind.REFUSED, "password.elsewhere");
    }
    Key key = key(text);
    if (store.read(Person.of(id)).get(key).filter(this::counts).isEmpty()) {
      throw expired();
    }
    Optional<Problem> weak = rules.check(account, password);
    if (weak.isPresent()) {
      throw new Refused(weak.get());
    }
    boolean first =
        store.change(
            Person.of(id),
            draft -> {
              boolean counts = draft.get(key).filter(this::counts).isPresent();
              all(draft, _ -> true).forEach(draft::delete);
              return counts;
            });
    if (!first) {
      throw expired();
    }
    credentials.passwords().set(id, password);
    // Whoever has stolen a computer has its browsers too, and perhaps the mail that the way was in.
    devices.forget(id);
    alerts.tell(id, new Alert.PasswordChanged(browser.from().getHostAddress()));
  }

  private boolean counts(byte[] row) {
    return clock.millis() < row(row).getUntilMs();
  }

  private Refused expired() {
    return new Refused(Problem.Kind.EXPIRED, "login.reset");
  }
}
