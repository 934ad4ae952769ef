package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.mailstead.http.WebRequest;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.signin.Attempt;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.Login;
import org.mailstead.identity.signin.Protocol;
import org.mailstead.identity.signin.Stay;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.jmap.core.Caller;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Finds out who asks: by a token, by an app password (or the account's own where that is enough),
 * or by the cookie of a browser. What a program shows with each request is checked once, and counts
 * as one session until it has been silent for a while or is taken away.
 */
final class SignedIn implements AutoCloseable {
  private static final Duration SILENT = Duration.ofMinutes(15);
  private static final int MOST = 20_000;
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";

  private final Authenticator authenticator;
  private final Directory directory;
  private final Function<WebRequest, Optional<WebSession>> sessions;
  private final InstantSource clock;

  /** By what was shown and from where, hashed: no secret is kept. */
  private final Map<String, Program> programs = new LinkedHashMap<>(64, 0.75f, true);

  private static final class Program {
    final Login login;
    final Stay stay;
    final AtomicBoolean ended;
    Instant seen;

    Program(Login login, Stay stay, AtomicBoolean ended, Instant seen) {
      this.login = login;
      this.stay = stay;
      this.ended = ended;
      this.seen = seen;
    }
  }

  SignedIn(
      Authenticator authenticator,
      Directory directory,
      Function<WebRequest, Optional<WebSession>> sessions,
      InstantSource clock) {
    this.authenticator = authenticator;
    this.directory = directory;
    this.sessions = sessions;
    this.clock = clock;
  }

  /**
   * @throws Refused NOT_AUTHENTICATED, BAD_CREDENTIALS, RATE_LIMITED; NOT_PERMITTED for who has to
   *     set up a second factor first
   */
  Caller of(WebRequest request) {
    Optional<String> header = request.header("Authorization");
    if (header.isPresent()) {
      // A header that is wrong is not made good by a cookie: another one was meant.
      Login login = program(request, header.get());
      return new Caller(
          login.account(), login.address(), Optional.of(request.from()), login.readOnly());
    }
    if (request.isFromElsewhere()) {
      throw new Refused(Problem.Kind.REFUSED, "request.elsewhere");
    }
    WebSession session = sessions.apply(request).orElseThrow(SignedIn::needed);
    if (session.onlySetUp()) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "login.set-up-second-factor");
    }
    Account account =
        directory
            .account(session.account())
            .filter(known -> !known.isOff())
            .orElseThrow(SignedIn::needed);
    return new Caller(account.id(), account.address(), Optional.of(request.from()), false);
  }

  private static Refused needed() {
    return new Refused(Problem.Kind.NOT_AUTHENTICATED, "login.needed");
  }

  private Login program(WebRequest request, String header) {
    String key = key(request, header);
    Optional<Program> known = known(key);
    if (known.isPresent()) {
      return known.get().login;
    }
    var attempt =
        new Attempt(Protocol.JMAP, request.from(), request.header("User-Agent").orElse(""));
    Login login = check(header, attempt);
    var ended = new AtomicBoolean();
    Stay stay =
        authenticator.enter(
            login,
            attempt,
            () -> {
              ended.set(true);
              forget(key);
            });
    keep(key, new Program(login, stay, ended, clock.instant()));
    return login;
  }

  private Login check(String header, Attempt attempt) {
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return authenticator.bearer(
          Optional.empty(), header.substring(BEARER.length()).strip(), attempt);
    }
    if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      String pair = decoded(header.substring(BASIC.length()).strip());
      int colon = pair.indexOf(':');
      if (colon >= 0) {
        return authenticator.password(pair.substring(0, colon), pair.substring(colon + 1), attempt);
      }
    }
    throw needed();
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), UTF_8);
    } catch (IllegalArgumentException _) {
      throw needed();
    }
  }

  private static String key(WebRequest request, String header) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(request.from().getAddress());
      return Base64.getEncoder().encodeToString(hash.digest(header.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private synchronized Optional<Program> known(String key) {
    Instant now = clock.instant();
    tidy(now);
    Program program = programs.get(key);
    if (program == null || program.ended.get()) {
      return Optional.empty();
    }
    program.seen = now;
    return Optional.of(program);
  }

  /** The ones that have been silent longest stand first. */
  private void tidy(Instant now) {
    var eldest = programs.values().iterator();
    while (eldest.hasNext()) {
      Program program = eldest.next();
      boolean stays = program.seen.plus(SILENT).isAfter(now) && programs.size() <= MOST;
      if (stays) {
        return;
      }
      eldest.remove();
      program.stay.close();
    }
  }

  private synchronized void keep(String key, Program program) {
    if (program.ended.get()) {
      program.stay.close();
      throw needed();
    }
    Program other = programs.put(key, program);
    if (other != null) {
      other.stay.close(); // the same at the same time
    }
  }

  private synchronized void forget(String key) {
    Program gone = programs.remove(key);
    if (gone != null) {
      gone.stay.close();
    }
  }

  @Override
  public synchronized void close() {
    programs.values().forEach(program -> program.stay.close());
    programs.clear();
  }
}
